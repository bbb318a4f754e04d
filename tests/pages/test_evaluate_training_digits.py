"""The sections of the Evaluate page on digits of the training split: over time, and labels."""

import shutil

import numpy as np
import pytest

from core.analysis.label_issues import find_label_issues, out_of_sample_probabilities
from core.analysis.training_dynamics import LearningOutcome
from core.config.train_config import TrainConfig
from core.files.json_files import read_json, write_json
from core.runs.folder import RunFile
from core.runs.run import Run
from core.runs.validation_predictions import write_validation_predictions
from core.training.cross_validation import FOLDS, fold_configs, fold_runs, is_complete
from core.training.worker import train_run
from pages.ui import cache


@pytest.fixture(scope="module")
def shipped_like() -> dict:
    """What the run.json of a run on these digits holds, but for its settings."""
    dataset = cache.dataset()
    info = read_json(cache.store().get("pretrained").folder / "run.json")
    return info | {
        "dataset": dataset.name,
        "dataset_title": dataset.title,
        "fingerprint": dataset.fingerprint,
    }


@pytest.fixture(scope="module")
def small() -> Run:
    """A run of moments, whose network answers for all training digits in a second."""
    config = TrainConfig(architecture="dense", hidden_layers=0, epochs=1, train_fraction=0.02)
    return train_run(cache.store().create(config, cache.dataset()))


def copied(name: str, info: dict, network: str = "pretrained") -> Run:
    """The network of a run under another name, as if it had been trained as `info` says."""
    target = cache.store().root / name
    shutil.copytree(cache.store().get(network).folder, target)
    write_json(target / "run.json", info)
    return cache.store().get(name)


def test_a_run_without_answers_says_so(open_page, shipped_like: dict) -> None:
    """No chart of nothing."""
    run = copied("20260102-000000-deep_cnn-0001", shipped_like)
    (run.folder / RunFile.VALIDATION_PREDICTIONS).unlink(missing_ok=True)

    app = open_page("evaluate", run=run.id, section="time")

    assert [] == list(app.exception)
    assert "not known what this run answered" in app.info[0].value


def test_digits_are_followed_over_the_epochs(open_page, shipped_like: dict) -> None:
    """Counts under each outcome are those of `core`, and the epoch is chosen with a slider."""
    run = copied("20260102-000000-deep_cnn-0002", shipped_like)
    dataset = cache.dataset()
    labels = dataset.train.labels[cache.validation_indices(run, dataset)]
    predictions = np.tile(labels, (3, 1))
    predictions[0] = 0
    predictions[1:, :4] = (labels[:4] + 1) % 10
    write_validation_predictions(run, predictions)
    dynamics = cache.training_dynamics(run, dataset)
    assert dynamics is not None

    app = open_page("evaluate", run=run.id, section="time")

    assert [] == list(app.exception)
    shown = app.button_group(key="learning_outcome").options
    assert f"Never learned: {len(dynamics.outcomes()[LearningOutcome.NEVER])}" in shown
    app.select_slider(key="after_epoch").set_value(3).run()
    assert [] == list(app.exception)
    wrong = int((predictions[2] != labels).sum())
    words = [text.value for text in app.markdown]
    assert any(f"**{wrong}** of" in text for text in words), words


def test_labels_offer_to_train_what_is_missing(open_page) -> None:
    """Nothing starts by itself."""
    app = open_page("explore", view="labels")

    assert [] == list(app.exception)
    assert app.button(key="start_folds").label.startswith(f"Train {FOLDS} networks")
    assert fold_runs(cache.store().runs(), cache.dataset()) == {}


def test_label_issues_are_queued(open_page, shipped_like: dict, small: Run) -> None:
    """With all folds trained, the page says how many labels `core` doubts."""
    dataset = cache.dataset()
    for fold, config in enumerate(fold_configs()):
        name = f"20260103-00000{fold}-quick_cnn-0001"
        copied(name, shipped_like | {"config": config.to_dict()}, small.id)
    folds = fold_runs(cache.store().runs(), dataset)
    assert is_complete(folds)
    runs = tuple(folds[fold] for fold in range(FOLDS))
    expected = find_label_issues(out_of_sample_probabilities(runs, dataset), dataset.train.labels)

    app = open_page("explore", view="labels")

    assert [] == list(app.exception)
    words = f"{len(expected.indices):,} of {len(dataset.train):,} labels are doubted"
    assert words in [heading.value for heading in app.header]
    (pages,) = app.pagination
    assert -(-len(expected.indices) // 56) == pages.proto.num_pages
