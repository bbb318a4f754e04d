"""The validation digits are held back fairly, and for all runs with a seed alike."""

from dataclasses import replace

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.config.train_config import TrainConfig
from core.runs.split import split_indices

Labels = NDArray[np.uint8]


@st.composite
def label_arrays(draw: st.DrawFn) -> Labels:
    """Two to sixty digits of each of some classes, in any order."""
    classes = draw(st.lists(st.integers(0, 9), min_size=1, unique=True))
    counts = [draw(st.integers(2, 60)) for _ in classes]
    labels = np.repeat(np.array(classes, np.uint8), counts)
    return np.random.default_rng(draw(st.integers(0, 99))).permutation(labels)


CONFIGS = st.builds(
    TrainConfig,
    train_fraction=st.floats(0.01, 1.0),
    validation_fraction=st.floats(0.02, 0.5),
    seed=st.integers(0, 2**31 - 1),
)


@given(label_arrays(), CONFIGS)
def test_disjoint_ascending_and_complete(labels: Labels, config: TrainConfig) -> None:
    """No digit is in both; both ascend; with all shared out, none is left over."""
    config = TrainConfig(
        validation_fraction=config.validation_fraction, seed=config.seed, train_fraction=1.0
    )
    indices = split_indices(labels, config)

    everything = np.concatenate([indices.training, indices.validation])
    assert list(range(len(labels))) == sorted(everything.tolist())
    assert (np.diff(indices.training) > 0).all()
    assert (np.diff(indices.validation) > 0).all()


@given(label_arrays(), CONFIGS)
def test_stratified_with_one_of_each_class_at_least(labels: Labels, config: TrainConfig) -> None:
    """Each class has its share in both, to the nearest digit, and is never absent."""
    indices = split_indices(labels, config)

    for digit in np.unique(labels):
        members = int((labels == digit).sum())
        validation = int((labels[indices.validation] == digit).sum())
        training = int((labels[indices.training] == digit).sum())
        assert max(1, round(members * config.validation_fraction)) == validation
        assert max(1, round((members - validation) * config.train_fraction)) == training


@given(label_arrays(), CONFIGS, st.floats(0.01, 1.0))
def test_validation_does_not_depend_on_the_training_share(
    labels: Labels, config: TrainConfig, share: float
) -> None:
    """Runs on more and on fewer digits are evaluated on the same; fewer are a part of more."""
    other = TrainConfig(
        validation_fraction=config.validation_fraction, seed=config.seed, train_fraction=share
    )
    one, two = split_indices(labels, config), split_indices(labels, other)

    assert one.validation.tolist() == two.validation.tolist()
    small, large = sorted([set(one.training.tolist()), set(two.training.tolist())], key=len)
    assert small <= large


@given(label_arrays(), st.integers(2, 10), st.integers(0, 99))
def test_folds_hold_back_every_digit_once(labels: Labels, folds: int, seed: int) -> None:
    """With a share of one in k, the first k folds are a cross-validation; then they repeat."""
    smallest = min(int((labels == digit).sum()) for digit in np.unique(labels))
    assume(smallest >= folds)
    held_back = [
        split_indices(labels, TrainConfig(validation_fraction=1 / folds, fold=fold, seed=seed))
        for fold in range(folds + 1)
    ]

    together = np.concatenate([indices.validation for indices in held_back[:folds]])
    assert list(range(len(labels))) == sorted(together.tolist())
    assert held_back[0].validation.tolist() == held_back[folds].validation.tolist()
    for indices in held_back:
        rest = np.setdiff1d(np.arange(len(labels)), indices.validation)
        assert rest.tolist() == indices.training.tolist()


@given(label_arrays(), CONFIGS, st.integers(0, 49))
def test_no_fold_is_empty(labels: Labels, config: TrainConfig, fold: int) -> None:
    """Whatever the share and however few the digits, each class is held back and trained on."""
    config = replace(config, fold=fold, train_fraction=1.0)
    indices = split_indices(labels, config)

    assert len(labels) == len(indices.training) + len(indices.validation)
    assert set(labels[indices.validation].tolist()) == set(labels.tolist())
    assert set(labels[indices.training].tolist()) == set(labels.tolist())


def test_seed_decides() -> None:
    """The same seed gives the same split, another seed another."""
    labels = np.repeat(np.arange(10, dtype=np.uint8), 40)
    splits = [split_indices(labels, TrainConfig(seed=seed)).validation for seed in (1, 1, 2)]

    assert splits[0].tolist() == splits[1].tolist()
    assert splits[0].tolist() != splits[2].tolist()
