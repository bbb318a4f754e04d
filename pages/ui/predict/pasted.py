"""The picture that was pasted last in this session, read like an uploaded one."""

from hashlib import sha256

import streamlit as st

from core.errors import DigitLabError
from core.runs.run import Run
from pages.ui import address
from pages.ui.predict.one_picture import COLUMNS, show_picture
from pages.ui.predict.paste_button import content_of, paste_button
from pages.ui.predict.reading import show_empty

_CONTENT, _PROBLEM = "pasted_picture", "pasted_problem"
_NAME = "pasted picture"


def listen_for_pictures(way: str, *, is_shown: bool) -> None:
    """Take a picture that is pasted anywhere on the page, and go to the `way` that shows it."""

    def taken(sent: object) -> None:
        st.session_state.pop(_CONTENT, None)
        try:
            st.session_state[_CONTENT] = content_of(sent)
        except DigitLabError as error:
            st.session_state[_PROBLEM] = str(error)
        address.choose(way=way)

    paste_button(taken, is_shown=is_shown)


@st.fragment
def pasted(run: Run, single: bool) -> None:
    """Show what `run` reads in the picture that was pasted, or how to paste one."""
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(problem, icon=":material/error:")
    content: bytes | None = st.session_state.get(_CONTENT)
    if content is None:
        _, right = st.columns(COLUMNS, gap="large")
        with right:
            show_empty(
                "Copy a picture, then press Ctrl+V here (on a Mac ⌘V), or click *Paste from the "
                "clipboard*."
            )
        return
    show_picture(run, content, _NAME, sha256(content).hexdigest(), single)
