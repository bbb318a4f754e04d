"""The confusion matrix as a table of buttons for mouse, touch and keyboard."""

from collections.abc import Callable

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.confusion import Cells, in_words
from core.analysis.selection import Selection
from core.formats import count, counted, with_article
from pages.ui import roving_focus

_HTML = """
<div class="matrix">
  <div class="axis top">Predicted</div>
  <div class="body"><div class="axis side">Actual</div><table></table></div>
  <p class="hint"></p>
</div>
"""

_WEAKEST, _STRONGEST = 0.04, 0.55
"""Shares of the primary colour: with more of it the text would be hard to read in dark."""

_CSS = """
.matrix { container-type: inline-size; color: var(--st-text-color); }
.axis { font: 500 0.85rem var(--st-font); opacity: 0.75; text-align: center; }
.side { writing-mode: vertical-rl; rotate: 180deg; }
.body { display: flex; gap: 2px; }
table { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 1px; }
th, td { padding: 0; }
button {
  display: block;
  box-sizing: border-box;
  width: 100%;
  height: 30px;
  padding: 0;
  border: 2px solid transparent;
  border-radius: 4px;
  background: color-mix(in srgb, var(--st-primary-color) calc(100% * var(--colour)),
    var(--st-background-color));
  color: inherit;
  font: 400 clamp(9px, 2.7cqw, 14px) var(--st-font);
  font-variant-numeric: tabular-nums;
  cursor: pointer;
}
th button {
  border-color: var(--st-border-color);
  background: var(--st-secondary-background-color);
  font-weight: 600;
}
button:hover { border-color: var(--st-primary-color); }
button.lit { border-color: #e7630080; }
button.chosen { border-color: #e76300; }
button:focus-visible { outline: 2px solid var(--st-text-color); outline-offset: -1px; }
.hint { min-height: 2.8em; margin: 6px 0 0; font: 400 0.82rem/1.4 var(--st-font); opacity: 0.8; }
"""

# Buttons are made once and then changed, so that the one with the keyboard's focus keeps it.
_JS = (
    roving_focus.JS
    + """
const SIDE = 11;
const rowOf = (place) => Math.floor(place / SIDE);
const columnOf = (place) => place % SIDE;

function build(table) {
  for (let row = 0; row < SIDE; row++) {
    const line = table.insertRow();
    for (let column = 0; column < SIDE; column++) {
      const cell = document.createElement(row && column ? "td" : "th");
      const button = document.createElement("button");
      button.type = "button";
      cell.append(button);
      line.append(cell);
    }
  }
}

// Whether a cell belongs to a chosen row or column, which are mistakes alone.
function isOfLine(place, selected) {
  const [row, column] = [rowOf(place), columnOf(place)];
  if (!row || !column || row === column) return false;
  if (columnOf(selected) === 0) return row === rowOf(selected);
  return rowOf(selected) === 0 && column === columnOf(selected);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [{ label, texts, words, colours, selected, hint }] = data;
  const table = parentElement.querySelector("table");
  const said = parentElement.querySelector(".hint");
  if (!table.rows.length) build(table);
  const buttons = [...table.querySelectorAll("button")];
  buttons.forEach((button, place) => {
    button.textContent = texts[place];
    button.style.setProperty("--colour", colours[place]);
    button.classList.toggle("lit", isOfLine(place, selected));
    button.classList.toggle("chosen", place === selected && place > 0);
    button.setAttribute("aria-label", words[place]);
    button.setAttribute("aria-pressed", String(place === selected));
    button.onfocus = button.onmouseenter = () => { said.textContent = words[place]; };
    button.onclick = () => setTriggerValue("clicked", place);
  });
  rove(buttons, () => SIDE, selected);
  table.setAttribute("aria-label", label);
  table.onmouseleave = () => { said.textContent = hint; };
  said.textContent = hint;
}
"""
)

_component = st.components.v2.component("confusion_grid", html=_HTML, css=_CSS, js=_JS)

_SIDE = 11  # ten classes and a heading; the buttons are counted row by row, headings with them
_HINT = (
    "Click a cell to see its digits, a digit on the left for all mistakes on it, a digit above "
    "for all that were wrongly predicted as it."
)


def matrix_grid(
    counts: NDArray[np.int64],
    cells: Cells,
    selection: Selection,
    *,
    key: str,
    on_click: Callable[[Selection], None],
) -> None:
    """Show the matrix (10, 10) of `counts` by its `cells`, with `selection` marked.

    `on_click` is given what was chosen before the page runs again.
    """

    def clicked() -> None:
        row, column = divmod(int(st.session_state[key].clicked), _SIDE)
        on_click(Selection(row - 1 if row else None, column - 1 if column else None))

    row, column = (0 if n is None else n + 1 for n in (selection.actual, selection.predicted))
    texts, words, colours = zip(*_buttons(counts, cells), strict=True)
    content = {
        "label": _summary(counts),
        "texts": texts,
        "words": words,
        "colours": colours,
        "selected": row * _SIDE + column,
        "hint": _HINT,
    }
    _component(key=key, data=[content], on_clicked_change=clicked)  # a list: see the gallery


def _buttons(counts: NDArray[np.int64], cells: Cells) -> list[tuple[str, str, float]]:
    """Return text, words and share of colour of each button, row by row."""
    wrong = counts - np.diag(counts.diagonal())
    buttons = [("All", f"All {count(wrong.sum())} mistakes", 0.0)]
    for digit, mistakes in enumerate(wrong.sum(axis=0)):
        words = f"Wrongly predicted as {with_article(digit)}: {count(mistakes)}. Click to see them"
        buttons.append((str(digit), words, 0.0))
    for actual, mistakes in enumerate(wrong.sum(axis=1)):
        who = with_article(actual).capitalize()
        words = f"{who} predicted as another digit: {count(mistakes)}. Click to see them"
        buttons.append((str(actual), words, 0.0))
        for predicted in range(len(counts)):
            words = in_words(counts, actual, predicted)
            colour = colour_share(float(cells.strengths[actual, predicted]))
            buttons.append((cells.texts[actual][predicted], words, round(colour, 3)))
    return buttons


def colour_share(strength: float) -> float:
    """Return the share of the primary colour in a cell of a strength of 0..1."""
    return _WEAKEST + (_STRONGEST - _WEAKEST) * strength


def _summary(counts: NDArray[np.int64]) -> str:
    mistakes = counts - np.diag(counts.diagonal())
    actual, predicted = np.unravel_index(mistakes.argmax(), mistakes.shape)
    a, b = with_article(int(actual)), with_article(int(predicted))
    return (
        f"Confusion matrix with {counted(int(mistakes.sum()), 'mistake')}; the most frequent: "
        f"{counted(int(mistakes.max()), 'time')} {a} was predicted as {b}"
    )
