"""Ten bars: how probable the model holds each digit."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.figures.theme import CLASS_COLOURS
from core.formats import percent

_HTML = """
<div class="bars"><p id="name">Probability of each digit</p><ol aria-labelledby="name"></ol></div>
"""

_CSS = """
.bars { color: var(--st-text-color); font: 400 0.9rem var(--st-font); }
p { margin: 0 0 8px; font-weight: 600; }
ol { margin: 0; padding: 0; list-style: none; }
li { display: grid; grid-template-columns: 1ch 1fr 4.2em; gap: 10px; align-items: center; }
li { height: 27px; font-variant-numeric: tabular-nums; }
.track {
  box-sizing: border-box;
  height: 16px;
  border: 1px solid var(--st-border-color);
  border-radius: 4px;
  background: var(--st-secondary-background-color);
}
.bar { display: block; width: 0; height: 100%; border-radius: 4px; transition: width 0.15s; }
.best { font-weight: 700; }
@media (prefers-reduced-motion: reduce) { .bar { transition: none; } }
"""

_JS = """
function row(digit) {
  const item = document.createElement("li");
  item.innerHTML = '<span></span><span class="track"><span class="bar"></span></span><span></span>';
  item.firstChild.textContent = digit;
  return item;
}

export default function ({ data, parentElement }) {
  const [{ bars }] = data;
  const list = parentElement.querySelector("ol");
  if (!list.children.length) list.append(...bars.map((_, digit) => row(digit)));
  const largest = Math.max(...bars.map(({ share }) => share));
  bars.forEach(({ share, text, colour }, digit) => {
    const item = list.children[digit];
    item.className = share > 0 && share === largest ? "best" : "";
    item.querySelector(".bar").style.width = `${100 * share}%`;
    item.querySelector(".bar").style.background = colour;
    item.lastChild.textContent = text;
  });
}
"""

_component = st.components.v2.component("probability_bars", html=_HTML, css=_CSS, js=_JS)

_SEEN = 0.0005  # a smaller share is written as nothing


def probability_bars(probabilities: NDArray[np.float64] | None, key: str) -> None:
    """Show a bar for each of ten `probabilities` (10,); empty ones for None."""
    shares = np.zeros(10) if probabilities is None else probabilities
    bars = [
        {
            "share": round(share, 4),
            "text": percent(share, 1) if share >= _SEEN else "",
            "colour": colour,
        }
        for share, colour in zip(shares.tolist(), CLASS_COLOURS, strict=True)
    ]
    _component(key=key, data=[{"bars": bars}])  # a list: see the gallery
