"""Which digits a person meant: kept with the drawing, to evaluate models on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data.drawing_details import LARGEST_SIDE, Details, Said
from core.data.drawing_file import Drawing
from core.data.drawings import Drawings
from core.data.png import encode_png
from core.errors import DigitLabError
from core.figures.annotated_picture import picture_around
from core.formats import counted, with_article
from core.inference import ReadDigit
from core.inference.text import NO_DIGIT, line_of, meant
from core.runs.run import Run
from pages.ui import navigation
from pages.ui.cache.readings import Answer
from pages.ui.digit.digit_buttons import digit_buttons
from pages.ui.errors import explained
from pages.ui.people.drawing_rights import check, is_own, reason_against
from pages.ui.people.person import person, person_control
from pages.ui.predict.linked_digit import forget_linked_digit

_MEANT, _ASKED, _PROBLEM = "meant", "meant_now", "save_drawing_problem"
_HELP = (
    "Saved are the 28 x 28 pixels that the model was given, the part of the picture around them, "
    "the model's answer, this digit and the time: on the machine that runs this app, under a "
    "digest of your name if you give one. What you do not save is not kept. Models are evaluated "
    "on saved drawings, and can be taught by them. Save what is read right as well as what is read "
    "wrong, else a model looks worse than it is."
)
_HELP_OF_ONE = f"Click the digit that you meant, or press its key. {_HELP}"


@dataclass(frozen=True, eq=False)
class _Offer:
    """Digits of an answer (n, 28, 28) uint8, what was said of each, and the pictures around them.

    These are (h, w, 3) uint8: they become files only when they are kept, not with each stroke.
    """

    images: NDArray[np.uint8]
    said: tuple[Said, ...]
    around: tuple[NDArray[np.uint8], ...]

    def details(self, place: int) -> Details:
        """Return what is kept beside one of the digits."""
        return Details(self.said[place], encode_png(self.around[place]))


def save_drawings(run: Run, answer: Answer) -> None:
    """Ask which digits were meant, if there are any, and keep them with the answer."""
    if not answer.digits:
        return
    offer = _Offer(
        np.array([digit.seen.image for digit in answer.digits], np.uint8),
        tuple(_said(run, digit) for digit in answer.digits),
        tuple(picture_around(answer.view, digit.seen, LARGEST_SIDE) for digit in answer.digits),
    )
    with explained():
        if len(offer.images) == 1:
            _keep_asked(offer)
            (kept,) = Drawings().find(offer.images, person())
            _ask(run, kept, offer)
        else:
            _keep_several(run, offer, " ".join(map(line_of, answer.rows)))


def correct_drawing(run: Run, drawing: Drawing) -> None:
    """Show what a drawing that is kept was meant to be; a click corrects it."""
    with explained():
        _ask(run, drawing, None)


def _said(run: Run, digit: ReadDigit) -> Said:
    return Said(run.id, run.title, digit.digit, digit.probability, digit.is_digit)


def _ask(run: Run, kept: Drawing | None, offer: _Offer | None) -> None:
    reason = reason_against([kept] if kept else [])
    digit_buttons(
        "Save to My drawings as",
        _MEANT,
        kept.label if kept else None,
        lambda digit: _label_one(digit, kept, offer),
        disabled=reason is not None,
        help=reason or _HELP_OF_ONE,
    )
    what = f"Saved as {with_article(kept.label)}." if kept else "Not saved yet."
    with _told(run, what, kept):
        if kept is not None:
            st.button(
                "Remove",
                icon=":material/delete:",
                on_click=lambda: _label_one(None, kept, offer),
                disabled=reason is not None,
                help=reason,
            )


def _keep_asked(offer: _Offer) -> None:
    # Not in the callback, which knows the drawing of before: a stroke may have come meanwhile.
    if (label := st.session_state.pop(_ASKED, None)) is not None:
        with _noted():
            _keep(offer, [label])


def _keep_several(run: Run, offer: _Offer, read: str) -> None:
    key = f"{_MEANT}_{sha256(offer.images.tobytes()).hexdigest()[:16]}"
    kept = sum(drawing is not None for drawing in Drawings().find(offer.images, person()))
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
        st.form_submit_button("Save", on_click=_label_several, args=(offer, key))
    several = f"{kept} of these {len(offer.images)} are saved." if kept else "Not saved yet."
    with _told(run, several, None):
        pass


@contextmanager
def _told(run: Run, what: str, kept: Drawing | None) -> Iterator[None]:
    """Say what is kept and where it is found, with what is within between the two."""
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(problem, icon=":material/error:")
    total = sum(map(is_own, Drawings().kept()))
    with st.container(horizontal=True, vertical_alignment="center"):
        if total or kept:
            st.caption(f"{what} {counted(total, 'drawing')} so far.", width="content")
        else:
            st.caption("Say which digit it is: models can be evaluated on it.", width="content")
        yield
        if total or kept:
            one = {} if kept is None else {"digit": kept.number}
            navigation.link("drawings", "My drawings", ":material/photo_library:", **one)
            query = {"run": run.id, "on": "drawings"}
            words = "Evaluate the model on them"
            navigation.link("evaluate", words, ":material/fact_check:", **query)
        person_control()


def _label_one(label: int | None, kept: Drawing | None, offer: _Offer | None) -> None:
    if offer is not None and label is not None:
        st.session_state[_ASKED] = label
        return
    with _noted():
        if offer is not None:
            _keep(offer, [None])
        elif kept is not None:
            _correct(kept, label)


def _label_several(offer: _Offer, key: str) -> None:
    with _noted():
        _keep(offer, meant(st.session_state[key], len(offer.images)))


def _keep(offer: _Offer, labels: Sequence[int | None]) -> None:
    """Keep those that have a label, and no longer those that have none."""
    drawings = Drawings()
    check(drawing for drawing in drawings.find(offer.images, person()) if drawing)
    labelled = np.array([label is not None for label in labels])
    given = [label for label in labels if label is not None]
    details = [offer.details(place) for place in np.flatnonzero(labelled).tolist()]
    drawings.keep(offer.images[labelled], given, person(), details)
    for drawing in drawings.find(offer.images[~labelled], person()):
        if drawing is not None:
            drawings.remove(drawing)


def _correct(kept: Drawing, label: int | None) -> None:
    check([kept])
    if label is None:
        Drawings().remove(kept)
        forget_linked_digit()  # the address names this drawing
    else:
        Drawings().relabel([kept], label)


@contextmanager
def _noted() -> Iterator[None]:
    """Remember what went wrong within a callback, to be shown where it was asked for."""
    try:
        yield
    except DigitLabError as error:
        st.session_state[_PROBLEM] = str(error)
