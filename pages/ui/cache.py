"""What is kept in memory between reruns and shared by all sessions: the only file that caches."""

from hashlib import sha256

import streamlit as st

from core import data
from core.analysis import Evaluation, evaluate
from core.data import Dataset, Split
from core.inference import Classifier, read
from core.training.jobs import Jobs
from core.training.runs import Run
from core.training.store import RunStore
from core.vision import decode
from pages.ui.answer import Answer, answer_of


@st.cache_resource(show_spinner=False)
def store() -> RunStore:
    """Return the store of runs."""
    return RunStore()


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """Return the training jobs of this server."""
    return Jobs(store())


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


def evaluation(run: Run, digits: Dataset) -> Evaluation:
    """Return the evaluation of `run` on the test digits, computed once."""
    return _evaluation(run.id, run.litert_path.stat().st_mtime_ns, digits.fingerprint, run, digits)


@st.cache_resource(show_spinner="Evaluating the run on the test digits ...", max_entries=16)
def _evaluation(
    run_id: str, changed: int, fingerprint: str, _run: Run, _digits: Dataset
) -> Evaluation:
    return evaluate(_run, _digits)
