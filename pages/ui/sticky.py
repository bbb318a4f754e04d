"""What stays in view while the page beside it is scrolled."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def sticky(key: str) -> DeltaGenerator:
    """Return a container for a column of its own, which stays in view while others scroll.

    On a phone, where columns follow one another, it scrolls with them.
    """
    st.html(
        "<style>@media (min-width: 641px) {"
        f'[data-testid="stColumn"]:has(.st-key-{key})'
        "{ position: sticky; top: 4.5rem; align-self: flex-start; }"
        "}</style>"
    )
    return st.container(key=key)
