"""What is around every page: name, title, theme and what is at work."""

from pathlib import Path

import streamlit as st

from pages.ui import address, cache, navigation
from pages.ui.refresh import refreshed_every
from pages.ui.shell import style
from pages.ui.shell.phone_menu import phone_menu
from pages.ui.shell.theme import follow_theme

_HERE = Path(__file__).parent
_LOGO = (_HERE / "logo.svg").read_text(encoding="utf-8")
_INK = {"light": "#0e131a", "dark": "#e6eaf1"}  # as the text of .streamlit/config.toml
_ABOUT = "**Digit Lab**: explore handwritten digits (MNIST), train networks on them and use these."
_REFRESH_SECONDS = 2.0

# In the bar, left of the menu; below it on a phone.
_IN_THE_BAR = """<style>
.st-key-at_work { position: fixed; top: 0.95rem; right: 3.5rem; z-index: 999991; width: auto; }
.st-key-at_work a { border: 1px solid var(--st-border-color, #7f8fa6); border-radius: 1rem;
  padding: 0.15rem 0.75rem; }
@media (max-width: 640px) { .st-key-at_work { top: 3.4rem; right: 1rem; } }
</style>"""


def page_settings(title: str) -> None:
    """Set what the browser shows of a page around it: its title, its icon, the name, the menu."""
    st.set_page_config(
        page_title=f"{title} · Digit Lab" if title != "Home" else "Digit Lab",
        page_icon=_HERE / "icon.png",
        layout="wide",
        # With an entry of our own, Streamlit's minimal toolbar has a menu, and in it the theme.
        menu_items={"About": _ABOUT},
    )
    style.apply()
    ink = _INK["dark" if st.context.theme.type == "dark" else "light"]
    st.logo(_LOGO.replace("currentColor", ink), size="large")


def around(title: str, pages: list[str]) -> None:
    """Show what belongs around the page called `title`; called after it. `pages` has all paths."""
    if cache.at_work():
        _chip()
    phone_menu(title)
    follow_theme(pages)
    address.finish()


@refreshed_every(_REFRESH_SECONDS)
def _chip() -> None:
    working = cache.at_work()
    if not working:
        st.rerun()
    st.html(_IN_THE_BAR)
    with st.container(key="at_work"):
        navigation.link("train", working[0].words, ":material/bolt:", run=working[0].run.id)
