"""A photo taken on the page, by the camera of a phone or of a laptop."""

import streamlit as st

from core.runs.run import Run
from pages.ui.predict.one_picture import COLUMNS, show_picture
from pages.ui.predict.reading import show_empty

_HELP = (
    "A browser lends its camera to pages of this machine and to those that come by HTTPS. Where "
    "there are several, the button in the picture changes between them. The photo is not kept."
)


@st.fragment
def photograph(run: Run, single: bool) -> None:
    """Show the camera and, once a photo is taken, what `run` reads in it."""
    left, right = st.columns(COLUMNS, gap="large")
    with left:
        photo = st.camera_input(
            "A photo of handwritten digits", key="camera", resolution="1080p", help=_HELP
        )
    if photo is None:
        with right:
            show_empty("Hold the digits in even light, near enough to fill the picture.")
        return
    show_picture(run, photo.getvalue(), "photo.jpg", photo.file_id, single, (left, right))
