"""The menu of pages on a phone: it says where one is, and closes after a choice."""

import streamlit as st

# Streamlit leaves its menu open over the page that was chosen. That may have been before this came.
_JS = """
const { dataset } = document.documentElement;
const opened = () => new URL(performance.getEntriesByType("navigation")[0].name).pathname;
const close = () =>
  document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();

function chosen({ target }) {
  const link = target.closest('[data-testid="stSidebarNavLink"]');
  if (!link) return;
  dataset.page = new URL(link.href).pathname;
  close();
}

export default function () {
  const here = window.location.pathname;
  if ((dataset.page ?? opened()) !== here) close();
  dataset.page = here;
  document.addEventListener("click", chosen);  // once: the browser knows it already the next time
}
"""

_component = st.components.v2.component("phone_menu", html="<span></span>", js=_JS)

_STYLE = """<style>
[data-testid="stExpandSidebarButton"]::after {{ content: "{title}"; font-weight: 600; }}
[data-testid="stExpandSidebarButton"] {{ width: auto; gap: 0.25rem; padding: 0 0.5rem; }}
</style>"""


def phone_menu(title: str) -> None:
    """Let the menu's button say the `title` of the page, and the menu close after a choice."""
    st.html(_STYLE.format(title=title))
    _component(key="phone_menu", data=[title])  # so that it runs again on another page
