"""Light or dark, as chosen in the menu: kept for every page, and followed by every chart."""

import streamlit as st

# Streamlit keeps the choice for the address that was opened first alone, and does not run the page
# again when it changes. It calls the function below again with each rerun, and cleans up after the
# last call alone: what watches is made once.
_JS = """
const LIKE = /^stActiveTheme-.*-v\\d+$/;
const observer = new MutationObserver(look);
let known, seen;

function keepEverywhere(pages) {
  const opened = new URL(performance.getEntriesByType("navigation")[0].name).pathname;
  const key = Object.keys(localStorage).find(
    (each) => LIKE.test(each) && each.startsWith(`stActiveTheme-${opened}-v`));
  if (!key) return;
  const root = opened.replace(/[^/]*$/, "");
  for (const page of pages) {
    localStorage.setItem(key.replace(opened, root + page), localStorage.getItem(key));
  }
}

const app = () => document.querySelector(".stApp");
const colour = () => getComputedStyle(app()).backgroundColor;

function look() {
  keepEverywhere(known.pages);
  if (colour() === seen) return;
  seen = colour();
  known.tell(seen);
}

export default function ({ data, setTriggerValue }) {
  const [{ pages }] = data;
  known = { pages, tell: (turned) => setTriggerValue("turned", turned) };
  seen ??= colour();
  keepEverywhere(pages);  // it may have been chosen before this came
  observer.observe(app(), { attributes: true, attributeFilter: ["class"] });
}
"""

_component = st.components.v2.component("theme", html="<span></span>", js=_JS)


def follow_theme(pages: list[str]) -> None:
    """Keep what is chosen for all `pages`, by their addresses, and run the page when it changes."""
    _component(key="theme", data=[{"pages": pages}], on_turned_change=lambda: None)  # see gallery
