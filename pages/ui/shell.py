"""What is around every page: name, title, theme and what is at work."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_LOGO = (_HERE / "logo.svg").read_text(encoding="utf-8")
_INK = {"light": "#1c2430", "dark": "#e6eaf1"}  # as the text of .streamlit/config.toml
_ABOUT = "**Digit Lab**: explore handwritten digits (MNIST), train networks on them and use these."


def page_settings(title: str) -> None:
    """Set what the browser shows of a page around it: its title, its icon, the name, the menu."""
    st.set_page_config(
        page_title=f"{title} · Digit Lab" if title != "Home" else "Digit Lab",
        page_icon=_HERE / "icon.png",
        layout="wide",
        # With an entry of our own, Streamlit's minimal toolbar has a menu, and in it the theme.
        menu_items={"About": _ABOUT},
    )
    ink = _INK["dark" if st.context.theme.type == "dark" else "light"]
    st.logo(_LOGO.replace("currentColor", ink), size="large")


def what_is_at_work() -> None:
    """Show in the bar what is being trained, again and again until it has ended."""
