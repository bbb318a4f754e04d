"""A picture from the clipboard: by a button, or by Ctrl+V anywhere on the page."""

from base64 import b64decode
from binascii import Error
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from core.errors import DigitLabError

MOST_BYTES = 10 * 2**20
"""Of a picture that can be pasted: it is sent as text, a third longer, in one message."""

_KEY, _MOST_TEXT = "paste", MOST_BYTES * 4 // 3 + 4

_HTML = """
<div class="paste">
  <button type="button" aria-keyshortcuts="Control+V" title="Paste (Ctrl+V)">
    Paste from the clipboard</button>
  <p role="status"></p>
</div>
"""

_CSS = """
button {
  min-height: 40px;
  padding: 0 14px;
  border: 1px solid var(--st-border-color);
  border-radius: 8px;
  background: var(--st-background-color);
  color: var(--st-text-color);
  font: 400 1rem var(--st-font);
  cursor: pointer;
}
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
p { margin: 6px 0 0; color: var(--st-text-color); font: 400 0.9rem var(--st-font); }
p:empty { display: none; }
"""

_component = st.components.v2.component(
    "paste_button",
    html=_HTML,
    css=_CSS,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)


def paste_button(on_pasted: Callable[[object], None], *, is_shown: bool) -> None:
    """Listen for a picture that is pasted; show the button, too, where it `is_shown`.

    `on_pasted` is given what the browser sent, unchecked: `content_of` tells whether it is well.
    """

    def pasted() -> None:
        on_pasted(st.session_state[_KEY].pasted)

    content = {"is_shown": is_shown, "most": MOST_BYTES}
    _component(key=_KEY, data=[content], on_pasted_change=pasted)  # a list: see the gallery


def content_of(sent: object) -> bytes:
    """Return the bytes that a browser sent as base64; raise `DigitLabError` for anything else."""
    if not isinstance(sent, str):
        raise DigitLabError("What was pasted is no picture: copy one, then paste it again.")
    if len(sent) > _MOST_TEXT:
        raise DigitLabError(
            f"The pasted picture has more than the {MOST_BYTES // 2**20} MB that are taken; "
            "save it as a file and upload it."
        )
    try:
        return b64decode(sent, validate=True)
    except (Error, ValueError) as error:
        raise DigitLabError(
            "The pasted picture did not arrive whole; copy it and paste it again."
        ) from error
