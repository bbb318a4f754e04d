"""Bring what a click has opened further down into view."""

import streamlit as st

# Only when something else was opened, and only if little of it can be seen. It is tried again
# because a page cannot be scrolled to what is not there yet: charts come later.
_JS = """
const TRIES = [0, 300, 800];  // milliseconds

export default function ({ data, parentElement }) {
  const [{ opened }] = data;
  const host = parentElement.host ?? parentElement;
  if ((host.dataset.opened ?? "") === opened) return;
  host.dataset.opened = opened;
  if (!opened) return;
  host.style.scrollMarginTop = "4.5rem";  // the navigation lies over the page
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = () => {
    const { top } = host.getBoundingClientRect();
    if (top > 0 && top < 0.5 * window.innerHeight) return;
    host.scrollIntoView({ block: "start", behavior: calm ? "instant" : "smooth" });
  };
  const tries = TRIES.map((wait) => setTimeout(show, wait));
  return () => tries.forEach(clearTimeout);
}
"""

_component = st.components.v2.component("reveal", html="<span></span>", js=_JS)


def scroll_to(opened: str, key: str) -> None:
    """Scroll to this place when `opened` names something else than before, and something."""
    _component(key=key, data=[{"opened": opened}])  # a list: see the gallery
