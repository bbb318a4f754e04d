"""Home: what this is, a canvas to draw on at once, and where to go from here."""

import streamlit as st


def render() -> None:
    """Lay out the page."""
    st.title("Digit Lab")


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
