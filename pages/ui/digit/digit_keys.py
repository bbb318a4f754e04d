"""The keys 0 to 9 of the keyboard, wherever on the page the focus is."""

from collections.abc import Callable

import streamlit as st

# Not where one writes or chooses by typing, and not together with Ctrl and the like, which the
# browser has for itself.
_JS = """
const WRITES = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, " +
  "select, [contenteditable], [role=combobox], [role=listbox], [role=dialog]";

// Streamlit calls the function below again with each run of the page.
const stops = new WeakMap();

export default function ({ parentElement, setTriggerValue }) {
  stops.get(parentElement)?.();
  const press = (event) => {
    const [target] = event.composedPath();
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (!/^[0-9]$/.test(event.key) || target.closest?.(WRITES)) return;
    event.preventDefault();
    // The page itself, focused by a click, would be framed as what the keyboard has reached.
    const { activeElement } = document;
    const host = parentElement.host ?? parentElement;
    if (activeElement !== document.body && activeElement?.contains(host)) activeElement.blur();
    setTriggerValue("digit", Number(event.key));
  };
  const stop = () => document.removeEventListener("keydown", press);
  document.addEventListener("keydown", press);
  stops.set(parentElement, stop);
  return stop;
}
"""

_component = st.components.v2.component("digit_keys", html="<span></span>", js=_JS)


def digit_keys(key: str, on_digit: Callable[[int], None]) -> None:
    """Call `on_digit` with the digit whose key is pressed, before the page runs again."""

    def pressed() -> None:
        digit = st.session_state[key].digit
        if isinstance(digit, int) and 0 <= digit <= 9:  # a browser may send anything
            on_digit(digit)

    # A list: see the gallery.
    _component(key=key, data=[{}], width="content", on_digit_change=pressed)
