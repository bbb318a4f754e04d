"""A box that is dragged on a picture, by mouse, pen, finger or arrow keys."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from core.vision.cropping import Part, parse_part

_CORNERS = "".join(
    f'<button type="button" data-x="{x}" data-y="{y}" aria-label="{name} corner"'
    f' title="Drag it, or move it with the arrow keys"></button>'
    for name, x, y in (
        ("Upper left", "left", "top"),
        ("Upper right", "right", "top"),
        ("Lower left", "left", "bottom"),
        ("Lower right", "right", "bottom"),
    )
)
_HTML = f"""
<div class="sheet" role="group" aria-label="The part of the picture that is read">
  <img alt="The whole picture" draggable="false">
  <div class="box">{_CORNERS}</div>
</div>
"""

_CSS = """
.sheet {
  position: relative;
  width: fit-content;
  overflow: hidden;
  border-radius: 6px;
  cursor: crosshair;
  touch-action: none;
  user-select: none;
}
img { display: block; max-width: 100%; max-height: min(360px, 50vh); pointer-events: none; }
.box {
  position: absolute;
  box-sizing: border-box;
  border: 2px solid #ffffff;
  outline: 1px solid #000000;
  box-shadow: 0 0 0 4000px rgb(0 0 0 / 0.55);
  pointer-events: none;
}
button {
  position: absolute;
  width: 32px;
  height: 32px;
  padding: 0;
  border: 0;
  background: none;
  pointer-events: auto;
}
.whole button { pointer-events: none; }
button::after {
  content: "";
  position: absolute;
  width: 12px;
  height: 12px;
  border: 1px solid #000000;
  background: #ffffff;
}
button:focus-visible { outline: none; }
button:focus-visible::after { outline: 3px solid var(--st-primary-color); }
[data-x="left"] { left: -2px; }
[data-x="right"] { right: -2px; }
[data-y="top"] { top: -2px; }
[data-y="bottom"] { bottom: -2px; }
[data-x="left"]::after { left: 0; }
[data-x="right"]::after { right: 0; }
[data-y="top"]::after { top: 0; }
[data-y="bottom"]::after { bottom: 0; }
[data-x="left"][data-y="top"], [data-x="right"][data-y="bottom"] { cursor: nwse-resize; }
[data-x="right"][data-y="top"], [data-x="left"][data-y="bottom"] { cursor: nesw-resize; }
"""

_component = st.components.v2.component(
    "crop_box",
    html=_HTML,
    css=_CSS,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)

_WHOLE = Part(0.0, 0.0, 1.0, 1.0)


def crop_box(picture: str, part: Part | None, key: str, on_part: Callable[[Part], None]) -> None:
    """Show a picture, a data URI, with a box on it: `part`, None for all of the picture.

    `on_part` is called with the part that somebody chose, before the page runs again.
    """

    def cropped() -> None:
        if chosen := parse_part(st.session_state[key].cropped):
            on_part(chosen)

    shown = part or _WHOLE
    content = {"picture": picture, "part": [shown.x, shown.y, shown.width, shown.height]}
    _component(key=key, data=[content], on_cropped_change=cropped)  # a list: see the gallery
