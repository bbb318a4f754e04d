"""Errors that a person can put right, shown as what they say."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import DigitLabError


@contextmanager
def explained() -> Iterator[None]:
    """Show a `DigitLabError` from within as a message in its place; let others through."""
    try:
        yield
    except DigitLabError as error:
        st.error(str(error), icon=":material/error:")
