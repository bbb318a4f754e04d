"""A canvas to draw on, with undo, redo, an eraser and clear: the same drawing on every page."""

from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data.pen_strokes import (
    MOST_POINTS,
    MOST_STROKES,
    SIDE,
    WIDEST,
    parse_strokes,
    rendered,
)

SIZE = 420
"""Pixels along a side on the screen, where there is room for it."""

_HTML = """
<div class="board">
  <canvas role="img" aria-label="Drawing canvas" aria-describedby="how"></canvas>
  <p id="how" class="unseen">Draw here with a mouse, a pen or a finger. Who cannot draw uploads a
    picture or chooses a sample picture: it is read in the same way.</p>
  <div class="tools" role="group" aria-label="Drawing tools">
    <button type="button" name="undo" title="Undo (Ctrl+Z)" aria-keyshortcuts="Control+Z">
      Undo</button>
    <button type="button" name="redo" title="Redo (Ctrl+Y)" aria-keyshortcuts="Control+Y">
      Redo</button>
    <button type="button" name="eraser" title="Take away ink" aria-pressed="false">Eraser</button>
    <button type="button" name="clear" title="Begin anew">Clear</button>
  </div>
  <p class="said" role="status"></p>
</div>
"""

_component = st.components.v2.component(
    "drawing_canvas",
    html=_HTML,
    css=Path(__file__).with_suffix(".css").read_text(encoding="utf-8"),
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)


def canvas(key: str, stroke_width: int, size: int = SIZE) -> NDArray[np.uint8] | None:
    """Show a square canvas, `size` pixels on the screen at most, to draw on in white on black.

    Return the drawing as RGBA uint8 (280, 280, 4), or None where nothing is drawn; `stroke_width`
    is in these pixels. Wherever `key` is the same, the drawing is: on another page, and in the
    same tab after a reload.
    """
    kept_as = f"{key}_strokes"
    data = {
        "width": stroke_width,
        "size": size,
        "side": SIDE,
        "most_strokes": MOST_STROKES,
        "most_points": MOST_POINTS,
        "widest": WIDEST,
        "kept_as": f"digit-lab:{key}",
        "server_has_strokes": bool(st.session_state.get(kept_as)),
    }
    # A list: see the gallery.
    sent = _component(key=key, data=[data], on_drawing_change=lambda: None).get("drawing")
    if sent is not None:  # else the browser has not spoken yet, and the last drawing is still there
        st.session_state[kept_as] = sent
    return rendered(parse_strokes(st.session_state.get(kept_as)))
