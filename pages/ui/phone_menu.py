"""The menu of pages on a phone: it says where one is, and closes after a choice."""

import streamlit as st

# Streamlit leaves its menu open over the page that was chosen.
_JS = """
export default function () {
  const close = ({ target }) => {
    if (!target.closest('[data-testid="stSidebarNavLink"]')) return;
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  };
  document.addEventListener("click", close);
  return () => document.removeEventListener("click", close);
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
    _component(key="phone_menu")
