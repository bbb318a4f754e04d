"""The router: page settings and navigation, nothing else."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import streamlit as st

from pages.ui import address, navigation, sign_in, style
from pages.ui.errors import explained

_ICON = Path(__file__).parent / "pages" / "ui" / "icon.png"
_PAGES = {
    "explore": ("Explore", ":material/grid_view:"),
    "train": ("Train", ":material/model_training:"),
    "search": ("Search", ":material/manage_search:"),
    "runs": ("Runs", ":material/table_rows:"),
    "evaluate": ("Evaluate", ":material/fact_check:"),
    "predict": ("Predict", ":material/draw:"),
}


def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title="Digit Lab", page_icon=_ICON, layout="wide")
    pages = {
        name: st.Page(_page(name), title=title, icon=icon, url_path=name)
        for name, (title, icon) in _PAGES.items()
    }
    # The bare address leads to Explore, which keeps an address of its own to link to.
    home = st.Page(
        lambda: st.switch_page(pages["explore"]),
        title="Digit Lab",
        url_path="home",
        default=True,
        visibility="hidden",
    )
    navigation.install(pages)
    style.apply()
    page = st.navigation([home, *pages.values()], position="top")
    with explained(), sign_in.signed_in():
        address.check(page.url_path)
        page.run()


def _page(name: str) -> Callable[[], None]:
    # Imported when it is first shown, so that the first page does not wait for all of them.
    return lambda: import_module(f"pages.{name}").render()


if __name__ == "__main__":
    main()
