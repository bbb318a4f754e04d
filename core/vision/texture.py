"""Textures: pictures of more strokes than anybody writes, refused before they take their time.

What is done with a picture takes time and memory in proportion to what is counted here, so these
bounds bound both for every picture.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import DigitLabError

MOST_STROKES = 10_000
"""Strokes of any size. Of 1,669 photos, scans and drawings two hold more than 200, specks of rough
paper mostly: 1,291 and 2,153."""
MOST_DIGITS = 800
"""Strokes large enough for digits: a full sheet of 40 lines with 20 digits each. The fullest of
those pictures has 98."""
MOST_OVERLAP = 8.0
"""Area of the boxes around all digits, relative to the picture's. Digits lie side by side: there
it is 1.2 at most. Rings within each other and long slanted stripes have far more."""


def check_strokes(count: int) -> None:
    """Raise DigitLabError for more strokes than anybody writes."""
    if count > MOST_STROKES:
        raise _texture(f"{count:,} strokes and specks")


def check_digits(areas: Sequence[int], picture: int) -> None:
    """Raise DigitLabError for too many digits, or too large ones.

    `areas`: of the boxes around them, `picture`: its own, in pixels.
    """
    if len(areas) > MOST_DIGITS:
        raise _texture(f"{len(areas):,} strokes as large as digits")
    if sum(areas) > MOST_OVERLAP * picture:
        raise _texture(f"{len(areas):,} long strokes around and across each other")


def _texture(seen: str) -> DigitLabError:
    return DigitLabError(
        f"The picture is a texture, not digits: {seen} are more than anybody writes. Cut out the "
        "part with the digits, or take it again on plain paper."
    )
