"""The drawing canvas: the only file that touches the canvas component."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit_drawable_canvas import st_canvas

SIDE = 280


def canvas(key: str, stroke_width: int) -> NDArray[np.uint8] | None:
    """Show a square canvas to draw on in white on black, the way MNIST's digits are.

    Return the drawing as RGBA uint8 (280, 280, 4), or None before the first stroke.
    """
    sheet = st.session_state.setdefault(f"{key}_sheet", 0)
    with st.container(key=f"{key}_frame", border=True, width="content"):
        drawn = st_canvas(
            stroke_width=stroke_width,
            stroke_color="#ffffff",
            background_color="#000000",
            width=SIDE,
            height=SIDE,
            return_image_data=True,
            key=f"{key}_{sheet}",
        )
        st.button("Clear", icon=":material/delete:", on_click=_next_sheet, args=(key,))
    strokes = (drawn.json_data or {}).get("objects")
    return drawn.image_data if strokes else None


def _next_sheet(key: str) -> None:
    # The component has no way to be emptied from here; one with another key starts empty.
    st.session_state[f"{key}_sheet"] += 1
