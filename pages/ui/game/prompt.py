"""Which digit is asked for, what was read so far, and the clock: above the canvas."""

import streamlit as st

_HTML = """
<div class="prompt">
  <p class="asked" role="status" aria-live="polite"></p>
  <p class="clock" role="timer" aria-live="off"></p>
  <p class="said" role="status" aria-live="polite"></p>
</div>
"""

_CSS = """
.prompt {
  display: grid;
  grid-template-columns: 1fr auto;
  align-items: baseline;
  gap: 2px 12px;
  margin-bottom: 8px;
  color: var(--st-text-color);
  font: 400 1rem/1.4 var(--st-font);
}
p { margin: 0; }
.asked { font-size: 1.75rem; font-weight: 650; }
.clock { font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.said { grid-column: 1 / -1; min-height: 1.4em; }
"""

# The clock counts on in the browser; how long a round took is measured by the server.
_JS = """
const clocks = new WeakMap();

const shown = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const say = (line, text) => { if (line.textContent !== text) line.textContent = text; };

export default function ({ data, parentElement }) {
  const [{ asked, said, seconds }] = data;
  const begun = performance.now() - 1000 * seconds;
  const clock = parentElement.querySelector(".clock");
  const tick = () => say(clock, shown((performance.now() - begun) / 1000));
  say(parentElement.querySelector(".asked"), asked);
  say(parentElement.querySelector(".said"), said);
  clearInterval(clocks.get(parentElement));
  clocks.set(parentElement, setInterval(tick, 200));
  tick();
  return () => clearInterval(clocks.get(parentElement));
}
"""

_component = st.components.v2.component("game_prompt", html=_HTML, css=_CSS, js=_JS)


def prompt(asked: str, said: str, seconds: float) -> None:
    """Show what is `asked` for, what is `said` of the drawing, and a clock that is at `seconds`."""
    content = {"asked": asked, "said": said, "seconds": seconds}
    _component(key="game_prompt", data=[content])  # a list: see the gallery
