"""The drawing canvas: the only file that touches the canvas component."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit_drawable_canvas import st_canvas

from core.data.fabric_paths import INK, PAPER, SCALE, drawing_of, strokes_of
from core.data.pen_strokes import SIDE, WIDE, parse_strokes, rendered
from pages.ui.drawing.canvas_tools import canvas_tools

SIZE = 420
"""Pixels along a side on the screen, where there is room for it."""
WIDE_SIZE = 2 * SIZE
"""Pixels across the wide canvas on the screen, where there is room for it."""

_ERASER = 1.5  # times as wide as the pen


def canvas(
    key: str, stroke_width: int, size: int = SIZE, *, wide: bool = False
) -> NDArray[np.uint8] | None:
    """Show a canvas, `size` pixels across on the screen at most, to draw on in white on black.

    It is square, or `wide` for a number: two and a half times as wide as high.
    Return the drawing as RGBA uint8 (280, 280, 4), wide (280, 700, 4), or None where nothing is
    drawn; `stroke_width` is in these pixels. Wherever `key` is the same, the drawing is: on another
    page, and in the same tab after a reload.
    """
    across = WIDE if wide else SIDE
    session, kept_as = st.session_state, f"{key}_strokes"
    erases = bool(session.get(f"{key}_erases"))
    with st.container(key=f"{key}_frame", gap=None, width=size):
        drawn = st_canvas(
            stroke_width=round(SCALE * stroke_width * (_ERASER if erases else 1)),
            stroke_color=PAPER if erases else INK,
            background_color=PAPER,
            width=SCALE * across,
            height=SCALE * SIDE,
            initial_drawing=_initial_drawing(key),
            key=_sheet(key),
        )
        strokes = strokes_of(drawn.json_data)
        if strokes or kept_as in session:  # else there may be some that the browser still has
            session[kept_as] = strokes
        canvas_tools(
            key,
            size=size,
            ratio=across / SIDE,
            strokes=session.get(kept_as),
            erases=erases,
            on_clear=lambda: _begin_anew(key, []),
            on_erases=lambda: session.update({f"{key}_erases": not erases}),
            on_restored=lambda restored: _restore(key, restored),
        )
    return rendered(parse_strokes(strokes), across)


def clear(key: str) -> None:
    """Take away what is drawn on the canvas of that `key`; called before it is shown."""
    st.session_state.setdefault(f"{key}_sheet", 0)
    _begin_anew(key, [])


def _sheet(key: str) -> str:
    # The component has no way to be given another drawing in which nothing is lost that is being
    # drawn; one with another key starts with its own.
    return f"{key}_{st.session_state.setdefault(f'{key}_sheet', 0)}"


def _initial_drawing(key: str) -> dict[str, Any]:
    """Return what the component starts with, the same for as long as it is on the page."""
    session, name = st.session_state, f"{key}_initial"
    if name not in session or _sheet(key) not in session:
        kept = session.get(f"{key}_strokes", [])
        session[name] = drawing_of(kept if parse_strokes(kept) else [])
    drawing: dict[str, Any] = session[name]
    return drawing


def _begin_anew(key: str, strokes: object) -> None:
    session = st.session_state
    session[f"{key}_strokes"] = strokes
    session[f"{key}_sheet"] += 1
    session[f"{key}_erases"] = False


def _restore(key: str, strokes: object) -> None:
    # A browser's storage is anybody's text; and what was drawn since goes before.
    if not st.session_state.get(f"{key}_strokes") and parse_strokes(strokes):
        _begin_anew(key, strokes)
