"""What is kept in memory between reruns and shared by all sessions: the only file that caches."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import data
from core.analysis import Evaluation, evaluate
from core.analysis.inspection import Inspection, Progress
from core.analysis.judged import Judged, Which, judge
from core.analysis.learning import Learning, learned_by
from core.analysis.neighbours import Index
from core.analysis.overview import Overview
from core.analysis.overviews import Overviews
from core.analysis.robustness import Curve
from core.analysis.saliency import Attribution, integrated_gradients
from core.analysis.suspects import Suspects, out_of_sample
from core.analysis.suspects import suspects as doubted
from core.analysis.triage import Verdict
from core.data import Dataset, Split
from core.data.drawings import Drawings, Drawn
from core.inference import Classifier, read
from core.training import answers, estimate
from core.training.config import TrainConfig
from core.training.jobs import Jobs
from core.training.runs import PRETRAINED, Run
from core.training.search import sampling
from core.training.search.driver import Searches
from core.training.search.records import Search
from core.training.search.trials import Trial
from core.training.split import split_indices
from core.training.store import RunStore
from core.vision import decode
from pages.ui.answer import Answer, answer_of

T = TypeVar("T")

_MOST_RESULTS = 24  # a neighbour index takes 8 MB


@st.cache_resource(show_spinner=False)
def store() -> RunStore:
    """Return the store of runs."""
    return RunStore()


def jobs() -> Jobs:
    """Return the training jobs of this server."""
    searches().tend()  # those that an earlier server left behind go on
    return _jobs()


@st.cache_resource(show_spinner=False)
def _jobs() -> Jobs:
    return Jobs(store())


@st.cache_resource(show_spinner=False)
def searches() -> Searches:
    """Return the searches of this server."""
    return Searches(store(), _jobs())


def importances(search: Search, trials: tuple[Trial, ...]) -> dict[str, float] | None:
    """Return what each setting of a search mattered by its trials that have ended, if known."""
    ended = tuple(trial for trial in trials if trial.value is not None)
    return _importances(search.id, len(ended), search, ended)


@st.cache_data(show_spinner="Weighing the settings ...", max_entries=32)
def _importances(
    search_id: str, ended: int, _search: Search, _trials: tuple[Trial, ...]
) -> dict[str, float] | None:
    return sampling.importances(_search.ranges, _trials)


def overviews() -> list[Overview]:
    """Return the figures of all runs, newest first; a run at rest is not read again."""
    return _overviews().all()


@st.cache_resource(show_spinner=False)
def _overviews() -> Overviews:
    return Overviews(store())


Records = list[dict[str, Any]]


def history(run: Run) -> tuple[Records, Records]:
    """Return the records of `run` by stretches of steps and by epoch, read once while unchanged."""
    changed = tuple(_size_and_time(run.folder / name) for name in ("steps.jsonl", "epochs.jsonl"))
    return _history(run.id, changed, run)


@st.cache_resource(show_spinner=False, max_entries=24)
def _history(run_id: str, changed: tuple[object, ...], _run: Run) -> tuple[Records, Records]:
    return _run.steps(), _run.epochs()


def _size_and_time(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)  # not written yet
    return (status.st_size, status.st_mtime_ns)


def dataset() -> Dataset:
    """Return the digits; the first call may show the progress of their download."""
    if not data.needs_download():
        return _dataset()
    place = st.empty()
    bar = place.progress(0.0, "Downloading MNIST ...")

    def show(done: int, total: int) -> None:
        bar.progress(min(1.0, done / max(total, 1)), "Downloading MNIST (once, 11 MB) ...")

    data.load(show)  # leaves the file in the cache folder, or remembers that it cannot be had
    place.empty()
    return _dataset()


def look_again_for_dataset() -> None:
    """Forget the digits in memory and a failed download, so that both are tried anew."""
    data.forget_failed_download()
    _dataset.clear()


@st.cache_resource(show_spinner="Loading the digits ...")
def _dataset() -> Dataset:
    return data.load()


@st.cache_data(show_spinner=False, max_entries=4)
def class_summary(fingerprint: str, split: str, _digits: Split) -> tuple[list[int], object]:
    """Return the counts and the mean images (10, 28, 28) of the classes of a split."""
    means = data.mean_images(_digits).round().astype("uint8")
    return data.class_counts(_digits.labels).tolist(), means


def classifier(run: Run) -> Classifier:
    """Return the model of `run`, loaded once."""
    return _classifier(run.id, run.litert_path.stat().st_mtime_ns, run)


@st.cache_resource(show_spinner=False, max_entries=8)
def _classifier(run_id: str, changed: int, _run: Run) -> Classifier:
    return Classifier(_run)


def answer(run: Run, picture: bytes, name: str, *, single: bool) -> Answer:
    """Return what `run` reads in a picture file, read once for the same content.

    Raises `DigitLabError`, which starts with `name`, for a file that is no picture.
    """
    changed = run.litert_path.stat().st_mtime_ns
    return _answer(sha256(picture).hexdigest(), single, run.id, changed, run, picture, name)


# An answer takes up to 10 MB; few, because it is only for reruns soon after the first reading.
@st.cache_resource(show_spinner="Reading the picture ...", max_entries=8)
def _answer(
    digest: str, single: bool, run_id: str, changed: int, _run: Run, _picture: bytes, _name: str
) -> Answer:
    return answer_of(read(decode(_picture, _name), classifier(_run), single=single))


def slowness(digits: Dataset) -> float:
    """Return how much longer than planned trainings on these digits take on this machine."""
    return _slowness(digits.fingerprint, len(digits.train))


@st.cache_data(show_spinner=False, ttl=30, max_entries=4)
def _slowness(fingerprint: str, count: int) -> float:
    runs = (run for run in store().runs() if run.info.fingerprint == fingerprint)
    return estimate.slowness((run for run in runs if run.id != PRETRAINED), count)


def evaluation(run: Run, digits: Dataset) -> Evaluation:
    """Return the evaluation of `run` on the test digits, computed once."""
    return _evaluation(run.id, run.litert_path.stat().st_mtime_ns, digits.fingerprint, run, digits)


@st.cache_resource(show_spinner="Evaluating the run on the test digits ...", max_entries=16)
def _evaluation(
    run_id: str, changed: int, fingerprint: str, _run: Run, _digits: Dataset
) -> Evaluation:
    return evaluate(_run, _digits)


def drawn() -> Drawn:
    """Return the drawings that are kept, read again when one was kept, relabelled or removed.

    Raises `DigitLabError` when their folder cannot be searched.
    """
    drawings = Drawings()
    return _drawn(str(drawings.root), drawings.fingerprint(), drawings)


@st.cache_resource(show_spinner=False, max_entries=2)
def _drawn(folder: str, fingerprint: str, _drawings: Drawings) -> Drawn:
    return _drawings.read()


def judged(run: Run, digits: Dataset, which: Which) -> Judged:
    """Return the evaluation of `run` on the chosen digits, computed once."""
    drawings = drawn() if which == "drawings" else None
    return _judged(
        run.id,
        run.litert_path.stat().st_mtime_ns,
        digits.fingerprint,
        which,
        drawings.fingerprint if drawings else None,
        run,
        digits,
        drawings,
    )


@st.cache_resource(show_spinner="Judging the run ...", max_entries=16)
def _judged(
    run_id: str,
    changed: int,
    fingerprint: str,
    which: Which,
    drawn_fingerprint: str | None,
    _run: Run,
    _digits: Dataset,
    _drawings: Drawn | None,
) -> Judged:
    return judge(_run, _digits, which, _drawings)


def validation_numbers(run: Run, digits: Dataset) -> NDArray[np.int64]:
    """Return the numbers of the run's validation digits in the training split, ascending."""
    return _validation_numbers(digits.fingerprint, run.info.config, digits)


@st.cache_resource(show_spinner=False, max_entries=24)
def _validation_numbers(
    fingerprint: str, config: TrainConfig, _digits: Dataset
) -> NDArray[np.int64]:
    return split_indices(_digits.train.labels, config).validation


def learning(run: Run, digits: Dataset) -> Learning | None:
    """Return how the run learned the validation digits, None where it is not known."""
    changed = _size_and_time(run.folder / answers.NAME)
    return _learning(run.id, changed, digits.fingerprint, run, digits)


@st.cache_resource(show_spinner=False, max_entries=8)
def _learning(
    run_id: str, changed: tuple[int, int], fingerprint: str, _run: Run, _digits: Dataset
) -> Learning | None:
    return learned_by(_run, _digits)


def inspection(run: Run, digits: Dataset) -> Inspection:
    """Return the run's model and the digits that it can be asked about, loaded once."""
    return _inspection(run.id, run.litert_path.stat().st_mtime_ns, digits.fingerprint, run, digits)


@st.cache_resource(show_spinner=False, max_entries=8)
def _inspection(
    run_id: str, changed: int, fingerprint: str, _run: Run, _digits: Dataset
) -> Inspection:
    return Inspection(_run, _digits)


def neighbour_index(run: Run, digits: Dataset) -> Index:
    """Return the index of the training digits; the first call for a run shows its progress."""
    found = inspection(run, digits)
    return _computed(
        ("neighbours", found), found.neighbour_index, "Looking at all training digits ..."
    )


def attribution(run: Run, digits: Dataset, image: NDArray[np.uint8], answer: int) -> Attribution:
    """Return what each pixel of a digit contributes to an answer, computed once."""
    found = inspection(run, digits)
    return _attribution(
        run.id, run.litert_path.stat().st_mtime_ns, image.tobytes(), answer, found, image
    )


@st.cache_resource(
    show_spinner="Asking the model about thousands of changed copies ...", max_entries=64
)
def _attribution(
    run_id: str,
    changed: int,
    pixels: bytes,
    answer: int,
    _found: Inspection,
    _image: NDArray[np.uint8],
) -> Attribution:
    return integrated_gradients(_image, answer, _found.logits)


def robustness(run: Run, digits: Dataset) -> tuple[Curve, ...]:
    """Return the run's robustness curves; the first call shows its progress."""
    found = inspection(run, digits)
    return _computed(("robustness", found), found.robustness, "Distorting 2,000 test digits ...")


def suspects(folds: tuple[Run, ...], digits: Dataset) -> Suspects:
    """Return the doubted labels by the runs of a cross-validation, found once."""
    runs = tuple((run.id, run.litert_path.stat().st_mtime_ns) for run in folds)

    def find(progress: Progress) -> Suspects:
        return doubted(out_of_sample(folds, digits, progress), digits.train.labels)

    key = ("suspects", digits.fingerprint, *runs)
    return _computed(key, find, "Asking each network about the digits held back from it ...")


def triage(run: Run, digits: Dataset, which: Judged) -> dict[int, Verdict]:
    """Return a verdict on each mistake, found once."""
    found, index = inspection(run, digits), neighbour_index(run, digits)
    return _computed(
        ("triage", found, which), lambda progress: found.triage(which, index), "Judging ..."
    )


def _computed(key: tuple[object, ...], compute: Callable[[Progress], T], words: str) -> T:
    # A cached function may not show a bar that moves, so these results are kept by hand.
    results = _results()
    with _one_at_a_time():
        if key not in results:
            place = st.empty()
            bar = place.progress(0.0, words)
            results[key] = compute(lambda share: bar.progress(share, words))
            place.empty()
            while len(results) > _MOST_RESULTS:
                results.pop(next(iter(results)))
        return results[key]


@st.cache_resource(show_spinner=False)
def _results() -> dict[tuple[object, ...], Any]:
    return {}


@st.cache_resource(show_spinner=False)
def _one_at_a_time() -> Lock:
    return Lock()
