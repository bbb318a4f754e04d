"""The little that the theme in .streamlit/config.toml cannot say."""

import streamlit as st

# Streamlit writes in white on the primary colour; on the bright one of the dark theme that cannot
# be read (2.4 : 1). WCAG 2.2 asks for 4.5 : 1, this has 7.8. Streamlit tells the browser which of
# both themes it shows, by `color-scheme`, so that a switch needs no answer from here.
#
# Its own *Stop* ends the run of a page's script; beside a training it would be taken for that of
# the training, and goes.
_STYLE = """
<style>
button[kind^="primary"], [data-tag] { color: light-dark(#ffffff, #0b1220); }
button[kind^="primary"] *, [data-tag] * { color: inherit; }
[data-testid="stStatusWidget"] button { display: none; }
</style>
"""


def apply() -> None:
    """Add to the page what its theme needs; it takes no room."""
    st.html(_STYLE)
