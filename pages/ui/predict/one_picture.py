"""One picture, read and shown: its boxes, how it was turned, what was read, and saving it."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.inference.answer_words import in_one_line
from core.runs.run import Run
from pages.ui import cache
from pages.ui.drawing.answer_line import answer_line
from pages.ui.errors import explained
from pages.ui.markdown import plain
from pages.ui.predict.cropping import asked_part, crop_button, crop_tool
from pages.ui.predict.reading import show_boxes, show_reading
from pages.ui.predict.save_drawing import save_drawings
from pages.ui.predict.turning import asked_turn, turn_buttons

COLUMNS = (4, 5)
"""How wide the picture and what was read in it are beside each other."""


def show_picture(
    run: Run,
    data: bytes,
    name: str,
    key: str,
    single: bool,
    places: tuple[DeltaGenerator, DeltaGenerator] | None = None,
) -> None:
    """Show what `run` reads in a picture file, or why it cannot be read.

    `data` are the file's bytes and `name` is what it is called; `key` tells it from other
    pictures; `single` says that it is one digit. The picture goes into the left one of `places`
    and what was read into the right one, two new columns unless told.
    """
    left, right = places or st.columns(COLUMNS, gap="large")
    with explained():
        turn, part = asked_turn(key), asked_part(key)
        answer = cache.answer(run, data, name, single=single, turn=turn, part=part)
        with left, st.container(gap=None):
            answer_line(in_one_line(answer.rows), "answer_line")
            show_boxes(answer, key, caption=plain(name))
            with st.container(horizontal=True, gap="small"):
                turn_buttons(answer, key)
                crop_button(key)
            crop_tool(data, name, key)
        with right:
            show_reading(run, answer, key, single=single, file_name=f"{Path(name).stem}.json")
            save_drawings(run, answer)
