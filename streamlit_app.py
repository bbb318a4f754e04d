"""The router: page settings and navigation, nothing else."""

from collections.abc import Callable
from importlib import import_module

import streamlit as st

from pages.ui import address, navigation, shell
from pages.ui.errors import explained
from pages.ui.people import sign_in

_PAGES = {
    "home": ("Home", ":material/home:"),
    "explore": ("Explore", ":material/grid_view:"),
    "train": ("Train", ":material/model_training:"),
    "search": ("Search", ":material/manage_search:"),
    "runs": ("Runs", ":material/table_rows:"),
    "evaluate": ("Evaluate", ":material/fact_check:"),
    "predict": ("Predict", ":material/draw:"),
    "drawings": ("My drawings", ":material/photo_library:"),
    "game": ("Game", ":material/timer:"),
}
_NOT_IN_THE_MENU = {"game"}  # Predict leads there: it is no step of the work with digits


def main() -> None:
    """Show the page that the address names."""
    pages = {
        name: st.Page(
            _page(name),
            title=title,
            icon=icon,
            url_path=name,
            default=name == "home",
            visibility="hidden" if name in _NOT_IN_THE_MENU else "visible",
        )
        for name, (title, icon) in _PAGES.items()
    }
    navigation.install(pages)
    page = st.navigation(list(pages.values()), position="top")
    shell.page_settings(page.title)
    with explained(), sign_in.signed_in():
        address.arrive(page.url_path)
        page.run()
    shell.around(page.title, [each.url_path for each in pages.values()])


def _page(name: str) -> Callable[[], None]:
    # Imported when it is first shown, so that the first page does not wait for all of them.
    return lambda: import_module(f"pages.{name}").render()


if __name__ == "__main__":
    main()
