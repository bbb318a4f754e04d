"""The router: page settings and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from pages import evaluate, explore, predict, train
from pages.ui import navigation
from pages.ui.errors import explained

_ICON = Path(__file__).parent / "pages" / "ui" / "icon.png"


def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title="Digit Lab", page_icon=_ICON, layout="wide")
    pages = {
        "explore": st.Page(
            explore.render,
            title="Explore",
            icon=":material/grid_view:",
            url_path="explore",
        ),
        "train": st.Page(
            train.render, title="Train", icon=":material/model_training:", url_path="train"
        ),
        "evaluate": st.Page(
            evaluate.render, title="Evaluate", icon=":material/fact_check:", url_path="evaluate"
        ),
        "predict": st.Page(
            predict.render, title="Predict", icon=":material/draw:", url_path="predict"
        ),
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
    page = st.navigation([home, *pages.values()], position="top")
    with explained():
        page.run()


if __name__ == "__main__":
    main()
