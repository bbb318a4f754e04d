"""The digits of a picture side by side, as the model sees them: one of them can be chosen."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.formats import percent
from core.inference import ReadDigit
from pages.ui.gallery import Tile, gallery

_MOST = 120
_LARGE = 12  # as many as leave room for the alternatives below each


def digit_tiles(digits: Sequence[ReadDigit], key: str) -> None:
    """Show digits in reading order; `key` names the picture that they are of."""
    shown = digits[:_MOST]
    gallery(
        np.stack([digit.seen.image for digit in shown]),
        [_tile(digit, place, large=len(digits) <= _LARGE) for place, digit in enumerate(shown)],
        label="Digits in reading order",
        key="digits_read",
        on_click=lambda place: _choose(key, place),
        selected=chosen_place(digits, key),
        size=112 if len(digits) <= _LARGE else 60,
    )
    if len(shown) < len(digits):
        st.caption(f"The first {_MOST} of {len(digits)}.")


def chosen_place(digits: Sequence[ReadDigit], key: str) -> int:
    """Return the place of the chosen digit in reading order; the first until one is chosen."""
    place = int(st.session_state.get(f"chosen_{key}", 0))
    return place if place < min(len(digits), _MOST) else 0


def _choose(key: str, place: int) -> None:
    st.session_state[f"chosen_{key}"] = place


def _tile(digit: ReadDigit, place: int, *, large: bool) -> Tile:
    (second, share), (third, other_share) = digit.alternatives()
    if digit.is_digit:
        caption = f"{digit.digit} · {short_percent(digit.probability)}"
        others = f"then {second}: {short_percent(share)} · {third}: {short_percent(other_share)}"
    else:
        caption, others = "not a digit", f"nearest {digit.digit}, then {second}"
    words = f"number {place + 1}: {caption}, {others}"
    if large:
        # The only place to break: the tile is too narrow for both, so that they are two lines.
        caption = f"{_unbroken(caption)} {_unbroken(others)}"
    return Tile(place, caption, words)


def short_percent(share: float) -> str:
    """Return a share for where there is little room, as in "97 %" or "<1 %"."""
    if 0 < share < 0.01:
        return "<1 %"
    return ">99 %" if 0.99 < share < 1 else percent(share, 0)


def _unbroken(words: str) -> str:
    return words.replace(" ", "\N{NO-BREAK SPACE}")
