"""Whose a drawing is, and who may change it: who drew it, and teachers."""

from collections.abc import Iterable

from core.data.drawing_file import Drawing, artist_of
from core.errors import DigitLabError
from pages.ui.people import sign_in
from pages.ui.people.person import person


def is_own(drawing: Drawing) -> bool:
    """Whether it was kept under the name that this person has; nobody's where they gave none."""
    return drawing.artist == artist_of(person())


def reason_against(drawings: Iterable[Drawing]) -> str | None:
    """Return why this person may not change all of `drawings`, None if they may."""
    here = sign_in.visitor()
    if here.is_teacher or all(one.artist and is_own(one) for one in drawings):
        return None
    return "Someone else saved this drawing: only they or a teacher may change it."


def check(drawings: Iterable[Drawing]) -> None:
    """Raise `DigitLabError` if this person may not change them; see `sign_in.check`."""
    if reason := reason_against(drawings):
        raise DigitLabError(reason)
