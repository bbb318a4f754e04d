"""A run to take along: script, notebook, TensorBoard."""

import streamlit as st

from core.export import events_zip, is_partial, notebook, script
from core.runs.run import Run


def downloads(run: Run) -> None:
    """Offer the run as files in a popover; each is made when it is asked for."""
    with st.popover(
        "Take it with you",
        icon=":material/download:",
        help="This training as code that runs without Digit Lab, and its curves.",
        key=f"export_{run.id}",
    ):
        st.markdown(_what(run))
        st.download_button(
            "Python script",
            lambda: script(run),
            file_name=f"{run.id}.py",
            mime="text/x-python",
            icon=":material/code:",
            key=f"export_script_{run.id}",
            on_click="ignore",
            width="stretch",
            help="One file that loads the digits, builds the network, trains and tests it.",
        )
        st.download_button(
            "Jupyter notebook",
            lambda: notebook(run),
            file_name=f"{run.id}.ipynb",
            mime="application/x-ipynb+json",
            icon=":material/menu_book:",
            key=f"export_notebook_{run.id}",
            on_click="ignore",
            width="stretch",
            help="The same step by step, explained, with curves and a confusion matrix.",
        )
        st.download_button(
            "TensorBoard (ZIP)",
            lambda: events_zip(run),
            file_name=f"{run.id}-tensorboard.zip",
            mime="application/zip",
            icon=":material/show_chart:",
            key=f"export_tensorboard_{run.id}",
            on_click="ignore",
            width="stretch",
            help="The curves for TensorBoard, a program that draws them. Unpack, then: "
            "tensorboard --logdir FOLDER",
        )


def _what(run: Run) -> str:
    if is_partial(run):
        return (
            "This training in plain Keras, without the synthetic digits and the pictures of no "
            "digit, which only Digit Lab makes."
        )
    return "The same training in plain Keras, to read, change and run anywhere."
