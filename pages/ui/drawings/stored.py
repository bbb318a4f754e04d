"""What is stored of drawings, and where."""

import streamlit as st

from core.data.drawing_folder import MOST, SETTING
from core.data.drawings import Drawings


def what_is_stored(drawings: Drawings) -> None:
    """Say it, to be opened on demand."""
    with st.expander("What is stored, and where", icon=":material/folder_open:"):
        st.markdown(
            "Only what somebody saved: on the Predict page by a click on a digit or its key, or "
            "here by an import. Of each drawing there are\n\n"
            "* the 28 x 28 pixels that the model was given, with the label, the time in UTC and, "
            "if a name was given, a digest of the name, not the name itself;\n"
            "* in `details`, the part of the picture around the digit (at most 320 x 320 pixels), "
            "what the model said, and which model that was.\n\n"
            f"They are plain files, {MOST:,} drawings at most, on the machine that runs this app:"
        )
        st.code(str(drawings.root), language=None)
        st.caption(
            f"`{SETTING}` names another folder. Who uses this app sees all drawings under "
            "*Everybody's*: a name finds one's own, and is no lock. What is deleted is gone for "
            "good ten seconds later."
        )
