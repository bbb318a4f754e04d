"""Which digits a person meant: kept with the drawing, to evaluate models on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data.drawing_file import Drawing, artist_of
from core.data.drawings import Drawings
from core.errors import DigitLabError
from core.formats import counted, with_article
from core.inference.text import NO_DIGIT, line_of, meant
from core.runs.run import Run
from pages.ui import navigation, sign_in
from pages.ui.cache.readings import Answer
from pages.ui.errors import explained
from pages.ui.predict.linked_digit import forget_linked_digit

_MEANT, _PROBLEM = "meant", "save_drawing_problem"
_HELP = (
    "Click the digit that you meant. Saved are the 28 x 28 pixels that the model was given, this "
    "digit and the time, on the machine that runs this app, for all who use it. Models are "
    "evaluated on them, on the Evaluate page and by `python -m core evaluate --on drawings`; none "
    "is trained on them. Save what is read right as well as what is read wrong, else a model looks "
    "worse than it is."
)


def save_drawings(run: Run, answer: Answer) -> None:
    """Ask which digits were meant, if there are any, and keep them with the answer."""
    images = np.array([digit.seen.image for digit in answer.digits], np.uint8)
    if len(images) == 1:
        save_drawing(run, images[0])
    elif len(images):
        _keep_several(run, images, " ".join(map(line_of, answer.rows)))


def save_drawing(run: Run, image: NDArray[np.uint8]) -> None:
    """Ask which digit `image`, (28, 28) uint8, was meant to be: one click keeps it."""
    with explained():
        (kept,) = Drawings().find(image[np.newaxis])
        # What is kept decides, not the widget: it may have been changed in another session.
        st.session_state[_MEANT] = kept.label if kept else None
        reason = _reason_against(kept)
        st.segmented_control(
            "Save to My drawings as",
            range(10),
            key=_MEANT,
            on_change=_label_one,
            args=(image,),
            disabled=reason is not None,
            help=reason or _HELP,
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            _tell(run, f"Saved as {with_article(kept.label)}." if kept else "Not saved yet.")
            if kept is not None:
                st.button(
                    "Remove",
                    icon=":material/delete:",
                    on_click=_remove,
                    args=(image,),
                    disabled=reason is not None,
                    help=reason,
                )


def _keep_several(run: Run, images: NDArray[np.uint8], read: str) -> None:
    key = f"{_MEANT}_{sha256(images.tobytes()).hexdigest()[:16]}"
    with explained():
        kept = sum(drawing is not None for drawing in Drawings().find(images))
        with (
            st.form(f"form_{key}", border=False),
            st.container(horizontal=True, vertical_alignment="bottom"),
        ):
            st.text_input(
                "Save to My drawings as",
                read,
                key=key,
                help=f"One for each that was found, in reading order, and {NO_DIGIT} for what is "
                f"not to be saved. {_HELP}",
            )
            st.form_submit_button("Save", on_click=_label_several, args=(images, key))
        with st.container(horizontal=True, vertical_alignment="center"):
            _tell(run, f"{kept} of these {len(images)} are saved." if kept else "Not saved yet.")


def _tell(run: Run, what: str) -> None:
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(problem, icon=":material/error:")
    total = len(Drawings().kept())
    if not total:
        st.caption("Say which digit it is: models can be evaluated on it.", width="content")
        return
    st.caption(f"{what} {counted(total, 'drawing')} so far.", width="content")
    query = {"run": run.id, "on": "drawings"}
    navigation.link("evaluate", "Evaluate the model on them", ":material/fact_check:", **query)


def _label_one(image: NDArray[np.uint8]) -> None:
    with _noted():
        _keep(image[np.newaxis], [st.session_state[_MEANT]])


def _label_several(images: NDArray[np.uint8], key: str) -> None:
    with _noted():
        _keep(images, meant(st.session_state[key], len(images)))


def _remove(image: NDArray[np.uint8]) -> None:
    with _noted():
        _keep(image[np.newaxis], [None])


def _keep(images: NDArray[np.uint8], labels: Sequence[int | None]) -> None:
    """Keep those that have a label, and no longer those that have none."""
    drawings = Drawings()
    for kept, label in zip(drawings.find(images), labels, strict=True):
        if kept is not None and kept.label != label and (reason := _reason_against(kept)):
            raise DigitLabError(reason)
    labelled = np.array([label is not None for label in labels])
    given = [label for label in labels if label is not None]
    drawings.keep(images[labelled], given, sign_in.user())
    for drawing in drawings.find(images[~labelled]):
        if drawing is not None:
            drawings.remove(drawing)
            forget_linked_digit()  # the address may name this drawing


def _reason_against(kept: Drawing | None) -> str | None:
    # Who drew it is known by a digest alone.
    here = sign_in.visitor()
    is_own = kept is not None and kept.artist is not None and kept.artist == artist_of(here.user)
    if kept is None or is_own or here.is_teacher:
        return None
    return "Someone else saved this drawing: only they or a teacher may change it."


@contextmanager
def _noted() -> Iterator[None]:
    """Remember what went wrong within a callback, to be shown where it was asked for."""
    try:
        yield
    except DigitLabError as error:
        st.session_state[_PROBLEM] = str(error)
