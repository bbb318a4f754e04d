"""A run goes on from its weights on drawings: what it learns, remembers, and can be asked later."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.analysis.fine_tuning import fine_tuning_effect
from core.config.fine_tuning import SHARE
from core.data import Dataset, Split
from core.data.drawing_file import digest_of
from core.errors import DigitLabError
from core.inference import Classifier
from core.runs.lesson import base_of, read_lesson
from core.runs.resume import resume
from core.runs.run import Run, read_run
from core.runs.split import split_indices
from core.runs.status import State, Status
from core.runs.store import RunStore
from core.training.fine_tuning import FEWEST, divided, fine_tune, fine_tuning_config
from core.training.worker import train_run


@pytest.fixture(scope="module")
def drawings(offline: Dataset) -> Split:
    """Forty digits by somebody who writes them all lying on their side."""
    images = np.rot90(offline.test.images[:40], axes=(1, 2)).copy()
    return Split(images, offline.test.labels[:40])


@pytest.fixture(scope="module")
def taught(
    trained: Run, offline: Dataset, drawings: Split, tmp_path_factory: pytest.TempPathFactory
) -> Run:
    """`trained`, fine-tuned on a half of `drawings`. Do not write to it."""
    store = RunStore(tmp_path_factory.mktemp("taught"), shipped=tmp_path_factory.mktemp("none"))
    return train_run(fine_tune(store, trained, offline, drawings, user="anna"))


def test_learns_the_drawings_and_others_like_them(taught: Run, offline: Dataset) -> None:
    """It reads more of those it was taught, and of those held back; both are compared by digit."""
    effect = fine_tuning_effect(taught, offline)
    held_back, learned, test = effect.held_back, effect.learned, effect.test

    assert (State.COMPLETED, "") == (taught.status.state, taught.status.message)
    assert (20, 20, len(offline.test)) == tuple(part.digits for part in (held_back, learned, test))
    assert learned.after.accuracy >= learned.before.accuracy + 0.3
    assert held_back.after.accuracy >= held_back.before.accuracy + 0.2
    assert test.after.accuracy == pytest.approx(taught.result.test_accuracy)
    assert test.before.accuracy == pytest.approx(base_of(taught).result.test_accuracy)
    gained = len(learned.comparison.fixed) - len(learned.comparison.broken)
    assert gained == learned.before.errors - learned.after.errors
    after = 20 - held_back.after.errors
    assert f"Of 20 drawings held back it reads {after} instead of " in effect.sentence


def test_is_a_run_that_names_where_it_came_from(taught: Run, trained: Run) -> None:
    """Read anew it says which run, which share and whose; its network and split are the base's."""
    found = read_run(taught.folder)
    tuning = found.info.fine_tuning
    mine, of_base = found.info.config, trained.info.config

    assert (trained.id, trained.title, SHARE.default, 0) == (
        tuning.base,
        tuning.base_title,
        tuning.share,
        tuning.seed,
    )
    assert "anna" == found.info.user
    assert "fine-tuned" in found.title
    assert "fine_tuning" not in trained.info.to_dict()
    changed = {"epochs", "train_fraction", "batch_size", "learning_rate", "monitor"}
    assert mine == replace(of_base, **{name: getattr(mine, name) for name in changed})
    assert mine.epochs == len(found.epochs())
    assert found.is_usable


def test_holds_back_what_the_base_held_back(trained: Run, offline: Dataset) -> None:
    """No validation digit of the base is trained on: the seed of the drawings is another one."""
    labels = offline.train.labels
    config = trained.info.config
    mine = split_indices(labels, fine_tuning_config(config, len(labels)))
    of_base = split_indices(labels, config)

    assert of_base.validation.tolist() == mine.validation.tolist()
    assert set(mine.training) <= set(of_base.training)


def test_is_explained_when_all_else_is_gone(
    taught: Run, trained: Run, offline: Dataset, drawings: Split
) -> None:
    """The drawings and the run it came from lie in its folder: each drawing once, none changed."""
    lesson, base = read_lesson(taught), base_of(taught)
    kept = [
        digest_of(image) for part in (lesson.learned, lesson.held_back) for image in part.images
    ]

    assert sorted(map(digest_of, drawings.images)) == sorted(kept)
    assert (trained.id, trained.info, trained.result) == (base.id, base.info, base.result)
    assert base.folder.is_relative_to(taught.folder)
    images = offline.test.images[:50]
    assert np.array_equal(Classifier(trained)(images).logits, Classifier(base)(images).logits)


def test_what_was_learned_before_is_not_held_back(
    taught: Run, offline: Dataset, drawings: Split, store: RunStore
) -> None:
    """Fine-tuned once more, whatever the seed, it is judged by new drawings alone."""
    more = Split(
        np.concatenate([drawings.images, np.rot90(offline.test.images[40:50], axes=(1, 2))]),
        np.concatenate([drawings.labels, offline.test.labels[40:50]]),
    )
    before = read_lesson(taught)
    again = read_lesson(fine_tune(store, taught, offline, more, seed=5))

    assert before.digests == again.known
    assert before.digests <= again.digests
    assert not before.digests & set(map(digest_of, again.held_back.images))
    assert 15 == len(again.held_back)
    with pytest.raises(DigitLabError, match="learned from 20 of these drawings before"):
        fine_tune(store, taught, offline, before.learned)


def test_stopped_and_continued(
    trained: Run, offline: Dataset, drawings: Split, store: RunStore
) -> None:
    """It stops as any training does, keeps its best, and goes on on the same drawings, though
    the run it came from is deleted by then."""
    base = copy_of(trained, store)
    run = fine_tune(store, base, offline, drawings)
    store.delete(base)

    def stop(record: dict[str, Any]) -> None:
        if record["epoch"] >= 1.2:
            run.request_stop("user")

    stopped = train_run(run, stop)
    assert State.STOPPED is stopped.status.state
    assert stopped.is_usable
    lesson = (run.folder / "drawings.npz").read_bytes()

    ended = train_run(resume(stopped))
    assert State.COMPLETED is ended.status.state
    assert list(range(1, run.info.config.epochs + 1)) == [r["epoch"] for r in ended.epochs()]
    assert lesson == (run.folder / "drawings.npz").read_bytes()
    effect = fine_tuning_effect(ended, offline)
    assert effect.learned.after.accuracy > effect.learned.before.accuracy


def copy_of(run: Run, store: RunStore) -> Run:
    """The same run in another store, to write to."""
    shutil.copytree(run.folder, store.root / run.id)
    return store.get(run.id)


def few(drawings: Split) -> Split:
    return Split(drawings.images[: FEWEST - 1], drawings.labels[: FEWEST - 1])


def alike(drawings: Split) -> Split:
    return Split(drawings.images, np.full_like(drawings.labels, 7))


def none_at_all(drawings: Split) -> Split:
    return Split(drawings.images[:0], drawings.labels[:0])


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (few, "9 drawings cannot teach a run: save 10 or more on the Predict page"),
        (none_at_all, "0 drawings cannot teach a run"),
        (alike, "All 40 drawings are labelled 7: .* Save drawings of other digits"),
    ],
)
def test_drawings_that_teach_nothing(
    chosen: Callable[[Split], Split],
    words: str,
    trained: Run,
    offline: Dataset,
    drawings: Split,
    store: RunStore,
) -> None:
    """Are answered in words, and no run is made."""
    with pytest.raises(DigitLabError, match=words):
        fine_tune(store, trained, offline, chosen(drawings))
    assert [] == store.runs()


@pytest.mark.parametrize("share", [0.0, 0.04, 1.0, float("nan")])
def test_a_share_out_of_range(
    share: float, trained: Run, offline: Dataset, drawings: Split, store: RunStore
) -> None:
    """Is refused with the range."""
    with pytest.raises(DigitLabError, match=r"share must be from 0\.05 to 0\.5"):
        fine_tune(store, trained, offline, drawings, share)


def test_a_base_that_cannot_be_gone_on_from(
    trained: Run, offline: Dataset, drawings: Split, store: RunStore
) -> None:
    """At work, of other digits or with a damaged model: said in words, and nothing is left."""
    base = copy_of(trained, store)
    other = replace(offline, fingerprint="0" * 64, title="Other digits")
    with pytest.raises(DigitLabError, match="and here is the Other digits"):
        fine_tune(store, base, other, drawings)

    base.keras_path.write_bytes(b"no model")
    with pytest.raises(DigitLabError, match=r"model\.keras of .* is damaged"):
        fine_tune(store, base, offline, drawings)

    base.write_status(Status(State.QUEUED))
    with pytest.raises(DigitLabError, match="it is queued, and at work"):
        fine_tune(store, store.get(base.id), offline, drawings)
    assert [base.id] == [path.name for path in store.root.iterdir()]


def test_a_damaged_lesson(trained: Run, offline: Dataset, drawings: Split, store: RunStore) -> None:
    """Fails with the file's name and what to do, and does not train without the drawings."""
    run = fine_tune(store, trained, offline, drawings)
    (run.folder / "drawings.npz").write_bytes(b"no drawings")
    with pytest.raises(DigitLabError, match=r"drawings\.npz is damaged.*Fine-tune .* again"):
        train_run(run)
    assert State.FAILED is read_run(run.folder).status.state


@given(
    arrays(np.uint8, st.integers(FEWEST, 60), elements=st.integers(0, 9)),
    st.integers(0, 2**31 - 1),
    st.integers(0, 5),
)
def test_halves(labels: np.ndarray, seed: int, known: int) -> None:
    """Every drawing is on one side; those not known are halved, and so is each class of them."""
    labels[:2] = (3, 4)
    numbers = np.arange(len(labels), dtype=np.uint8)
    images = np.broadcast_to(numbers[:, np.newaxis, np.newaxis], (len(labels), 28, 28)).copy()
    known_digests = frozenset(digest_of(image) for image in images[:known])
    lesson = divided(Split(images, labels), seed, known_digests)
    learned, held_back = (part.images[:, 0, 0] for part in (lesson.learned, lesson.held_back))

    assert numbers.tolist() == sorted([*learned, *held_back])
    assert set(numbers[:known]) <= set(learned)
    new = learned[learned >= known]
    assert len(new) - len(held_back) in (0, 1)
    for part, rows in ((lesson.learned, learned), (lesson.held_back, held_back)):
        assert labels[rows].tolist() == part.labels.tolist()
    for digit in range(10):
        halves = [int(np.sum(labels[rows] == digit)) for rows in (new, held_back)]
        assert abs(halves[0] - halves[1]) <= 1
    same = divided(Split(images, labels), seed, known_digests)
    assert held_back.tolist() == same.held_back.images[:, 0, 0].tolist()
