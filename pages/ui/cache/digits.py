"""The digits there are: those of the data set, drawings, and what a model reads in a picture."""

from hashlib import sha256

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import data
from core.data import Dataset, Split
from core.data.drawings import Drawings, Drawn
from core.figures.preview import preview as preview_of
from core.inference import Classifier, read
from core.runs.run import Run
from core.vision import decode
from core.vision.cropping import Part, box_of_part, cropped
from pages.ui.cache.readings import Answer, answer_of
from pages.ui.cache.versions import model_version


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
def class_summary(
    fingerprint: str, split: str, _digits: Split
) -> tuple[list[int], NDArray[np.uint8]]:
    """Return the counts and the mean images (10, 28, 28) of the classes of a split."""
    means = data.mean_images(_digits).round().astype(np.uint8)
    return data.class_counts(_digits.labels).tolist(), means


def drawn(artists: frozenset[str | None] | None = None) -> Drawn:
    """Return the drawings that are kept, read again when one was kept, relabelled or removed.

    Those of `artists` alone, None among them for nobody's, or all. Raises `DigitLabError` when
    their folder cannot be searched.
    """
    drawings = Drawings()
    whose = None if artists is None else tuple(sorted(artists, key=str))
    return _drawn(str(drawings.root), drawings.fingerprint(), whose, drawings)


@st.cache_resource(show_spinner=False, max_entries=8)
def _drawn(
    folder: str, fingerprint: str, whose: tuple[str | None, ...] | None, _drawings: Drawings
) -> Drawn:
    kept = _drawings.kept()
    return _drawings.read([one for one in kept if whose is None or one.artist in whose])


def classifier(run: Run) -> Classifier:
    """Return the model of `run`, loaded once."""
    return _classifier(run.id, model_version(run), run)


@st.cache_resource(show_spinner=False, max_entries=8)
def _classifier(run_id: str, changed: int, _run: Run) -> Classifier:
    return Classifier(_run)


def preview(picture: bytes, name: str) -> str:
    """Return a picture file as a small picture in a data URI; raises as `answer` does."""
    return _preview(sha256(picture).hexdigest(), picture, name)


@st.cache_resource(show_spinner=False, max_entries=8)
def _preview(digest: str, _picture: bytes, _name: str) -> str:
    return preview_of(decode(_picture, _name))


def answer(
    run: Run,
    picture: bytes,
    name: str,
    *,
    single: bool,
    turn: int | None = None,
    part: Part | None = None,
) -> Answer:
    """Return what `run` reads in a picture file, read once for the same content.

    `turn`: the degrees to turn it by clockwise, None where that is left to the reading; `part`:
    what is cut out of it before, None for all of it.

    Raises `DigitLabError`, which starts with `name`, for a file that is no picture.
    """
    changed = model_version(run)
    told = sha256(picture).hexdigest(), single, turn, part, run.id, changed
    return _answer(*told, run, picture, name)


# An answer takes up to 10 MB; few, because it is only for reruns soon after the first reading.
@st.cache_resource(show_spinner="Reading the picture ...", max_entries=8)
def _answer(
    digest: str,
    single: bool,
    turn: int | None,
    part: Part | None,
    run_id: str,
    changed: int,
    _run: Run,
    _picture: bytes,
    _name: str,
) -> Answer:
    rgba = decode(_picture, _name)
    cut = rgba if part is None else cropped(rgba, part)
    reading = read(cut, classifier(_run), single=single, turn=turn)
    if part is None:
        return answer_of(reading)
    return answer_of(reading, box_of_part(part, rgba.shape[1], rgba.shape[0]))
