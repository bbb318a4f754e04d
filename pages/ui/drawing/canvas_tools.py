"""The buttons of the drawing canvas, what the browser keeps of a drawing, and the canvas' name.

The component that one draws on has its own buttons in a toolbar that lies over the canvas while
the pointer is on it, and opens a mode in which strokes are moved. It is hidden; its *Undo* and
*Redo*, which lose nothing that is drawn meanwhile, are clicked from here.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_HTML = """
<div class="tools" role="group" aria-label="Drawing tools">
  <button type="button" name="undo" title="Undo (Ctrl+Z)" aria-keyshortcuts="Control+Z">
    Undo</button>
  <button type="button" name="redo" title="Redo (Ctrl+Y)" aria-keyshortcuts="Control+Y">
    Redo</button>
  <button type="button" name="eraser" title="Take away ink">Eraser</button>
  <button type="button" name="clear" title="Begin anew">Clear</button>
</div>
"""

_component = st.components.v2.component(
    "canvas_tools",
    html=_HTML,
    css=Path(__file__).with_suffix(".css").read_text(encoding="utf-8"),
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)


def canvas_tools(
    key: str,
    *,
    size: int,
    ratio: float,
    strokes: list[dict[str, Any]] | None,
    erases: bool,
    on_clear: Callable[[], None],
    on_erases: Callable[[], None],
    on_restored: Callable[[object], None],
) -> None:
    """Show the buttons of the canvas in the container whose key is `key` and "_frame".

    The browser keeps `strokes` for this tab; None asks it for what it kept, with which
    `on_restored` is then called, unchecked. `size` is the canvas' width on the screen in pixels,
    `ratio` that of width to height.
    """
    name = f"{key}_tools"

    def restored() -> None:
        on_restored(st.session_state[name].restored)

    data = {
        "frame": f"st-key-{key}_frame",
        "size": size,
        "ratio": ratio,
        "strokes": strokes,
        "erases": erases,
        "kept_as": f"digit-lab:{key}",
    }
    _component(
        key=name,
        data=[data],  # a list: see the gallery
        on_clear_change=on_clear,
        on_erases_change=on_erases,
        on_restored_change=restored,
    )
