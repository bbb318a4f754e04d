"""Errors that a person can put right, shown as what they say."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import DigitLabError
from core.runs.checksums import DamagedModelError
from pages.ui import cache


@contextmanager
def explained() -> Iterator[None]:
    """Show a `DigitLabError` from within as a message in its place; let others through."""
    try:
        yield
    except DamagedModelError as error:
        with explained():
            cache.jobs().rescue(error.run)
        st.warning(f"{error} Try again then.", icon=":material/build:")
    except DigitLabError as error:
        st.error(str(error), icon=":material/error:")
