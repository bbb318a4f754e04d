"""Game: ten digits against the clock, each until the model reads it."""

import streamlit as st

from pages.ui import navigation
from pages.ui.game import state
from pages.ui.game.best import enter, show_best
from pages.ui.game.play import play
from pages.ui.game.result import show_result
from pages.ui.run_picker import chosen_model, pick_usable_run

_COLUMNS = (5, 4)


def render() -> None:
    """Lay out the page."""
    st.title("Ten digits")
    playing = state.playing()
    if playing is not None and not playing.is_over:
        play(chosen_model())
        return
    left, right = st.columns(_COLUMNS, gap="large")
    with left:
        if playing is None:
            _start()
        else:
            show_result(playing)
            enter(playing)
    with right:
        show_best()


def _start() -> None:
    st.markdown(
        "Ten digits are asked for, each once, in random order. Draw each: the answer follows your "
        "strokes, and when the model reads the digit that was asked for, the next one comes. Skip "
        "one that it does not read."
    )
    if pick_usable_run() is not None:
        st.button(
            "Start", icon=":material/play_arrow:", key="start", type="primary", on_click=state.begin
        )
    navigation.link("predict", "Back to Predict", ":material/draw:")


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
