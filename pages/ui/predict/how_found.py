"""How the ink of a picture was found, and what was refused and why, in words."""

from collections import Counter

import streamlit as st

from core.formats import counted
from core.inference.answer_words import UNLIKE
from pages.ui.cache.readings import Answer

_WORDS = {
    "transparency": "**Ink**: what was drawn, on a canvas or on a transparent ground.",
    "contrast": "**Ink**: what stands out from the paper around it.",
    "network": "**Ink**: what a small network takes for handwriting, pixel by pixel. Paper, "
    "printed lines, shadows and what lies beside the sheet are left out.",
}


def how_found(answer: Answer) -> None:
    """Say what told the ink, which part was looked at closely, what was refused and left out."""
    st.markdown(_WORDS[answer.found_by])
    if answer.part < 1:
        st.markdown(
            f"**Looked at closely**: the {100 * answer.part:.0f} % of the picture that is written "
            "on."
        )
    refused = Counter(digit.refusal or UNLIKE for digit in answer.digits if not digit.is_digit)
    for why, count in refused.items():
        st.markdown(f"**Refused**: {counted(count, 'sign')}, {why}.")
    if answer.left_out:
        st.markdown(
            f"**Left out**: {counted(answer.left_out, 'stroke')}: specks, lines, and what is cut "
            "off at the border."
        )
