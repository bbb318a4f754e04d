"""The presets as rows: a name, what it came to and how long it takes; one of them is pressed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.ui import roving_focus

_HTML = """
<div class="presets">
  <div class="head" aria-hidden="true">
    <span>Preset</span><span>Accuracy</span><span>Time</span>
  </div>
  <div class="rows" role="group" aria-label="Presets"></div>
</div>
"""

_CSS = """
.head, button { display: grid; grid-template-columns: minmax(0, 1fr) 6.2em 5.6em; gap: 8px; }
.head { padding: 0 11px 3px; font: 400 0.78rem var(--st-font); color: var(--st-text-color); }
.head span { opacity: 0.75; }
.rows { border: 1px solid var(--st-border-color); border-radius: 8px; overflow: hidden; }
button {
  width: 100%;
  padding: 4px 10px;
  border: none;
  border-left: 3px solid transparent;
  background: none;
  color: var(--st-text-color);
  font: 400 0.87rem/1.4 var(--st-font);
  text-align: left;
  cursor: pointer;
}
button + button { border-top: 1px solid var(--st-border-color); }
button:hover { background: var(--st-secondary-background-color); }
button[aria-pressed="true"] {
  border-left-color: var(--st-primary-color);
  background: var(--st-secondary-background-color);
  font-weight: 600;
}
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -2px; }
.figure { font-variant-numeric: tabular-nums; text-align: right; font-weight: 400; }
.head span + span { text-align: right; }
"""

# Made once and then changed, so that the focus stays; Tab reaches the pressed one.
_JS = (
    roving_focus.JS
    + """
const cell = (words, name) => {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = words;
  return span;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const [{ rows, selected }] = data;
  const list = parentElement.querySelector(".rows");
  while (list.children.length > rows.length) list.lastChild.remove();
  while (list.children.length < rows.length) {
    const button = document.createElement("button");
    button.type = "button";
    list.append(button);
  }
  const buttons = [...list.children];
  buttons.forEach((button, place) => {
    const row = rows[place];
    button.replaceChildren(
      cell(row.title, "name"), cell(row.accuracy, "figure"), cell(row.time, "figure"));
    button.title = row.teaches;
    button.setAttribute("aria-label", row.words);
    button.setAttribute("aria-pressed", String(row.id === selected));
    button.onclick = () => setTriggerValue("clicked", row.id);
  });
  rove(buttons, () => 1, Math.max(0, rows.findIndex((row) => row.id === selected)));
}
"""
)

_component = st.components.v2.component("preset_rows", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True)
class PresetRow:
    """One row: what a click returns, its three columns, what it teaches and what is read out."""

    id: str
    title: str
    accuracy: str
    time: str
    teaches: str
    words: str


def preset_rows(
    rows: Sequence[PresetRow], selected: str, *, key: str, on_click: Callable[[str], None]
) -> None:
    """Show the rows; `on_click` is given the id of the clicked one before the page runs again."""

    def clicked() -> None:
        on_click(str(st.session_state[key].clicked))

    content = {"rows": [vars(row) for row in rows], "selected": selected}
    _component(key=key, data=[content], on_clicked_change=clicked)  # a list: see the gallery
