"""The answer in one line: seen where there is no room beside the canvas, and read out."""

import streamlit as st

_HTML = '<p role="status" aria-live="polite"></p>'

# Where there is room the answer stands beside the canvas: there this is for a screen reader alone.
_CSS = """
p {
  min-height: 1.5em;
  margin: 0 0 6px;
  color: var(--st-text-color);
  font: 600 1.1rem/1.5 var(--st-font);
}
@media (min-width: 641px) {
  p:not(.always) {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
}
"""

# The element stays and only its text changes, which is what a screen reader announces.
_JS = """
export default function ({ data, parentElement }) {
  const [{ text, always }] = data;
  const line = parentElement.querySelector("p");
  line.classList.toggle("always", always);
  if (line.textContent !== text) line.textContent = text;
}
"""

_component = st.components.v2.component("answer_line", html=_HTML, css=_CSS, js=_JS)


def answer_line(text: str, key: str, *, always: bool = False) -> None:
    """Show `text` on a phone or `always`, and have a screen reader say it whenever it changes."""
    _component(key=key, data=[{"text": text, "always": always}])  # a list: see the gallery
