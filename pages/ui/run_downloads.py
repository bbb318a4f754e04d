"""Export: a run as a script, a notebook, its curves, and its model in two formats."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from core.export import events_zip, is_partial, notebook, script
from core.runs.checksums import model_content
from core.runs.folder import RunFile
from core.runs.run import Run
from pages.ui import cache

_BYTES = "application/octet-stream"


@dataclass(frozen=True)
class _Download:
    """A button: the file's name continues the run's id, and `content` makes it when asked for."""

    name: str
    label: str
    ending: str
    icon: str
    content: Callable[[Run], str | bytes]
    help: str
    mime: str = _BYTES


_CODE = (
    _Download(
        "script",
        "Python script",
        ".py",
        ":material/code:",
        lambda run: script(run),
        "One file that loads the digits, builds the network, trains and tests it.",
        "text/x-python",
    ),
    _Download(
        "notebook",
        "Jupyter notebook",
        ".ipynb",
        ":material/menu_book:",
        lambda run: notebook(run),
        "The same step by step, explained, with curves and a confusion matrix.",
        "application/x-ipynb+json",
    ),
    _Download(
        "tensorboard",
        "TensorBoard (ZIP)",
        "-tensorboard.zip",
        ":material/show_chart:",
        lambda run: events_zip(run),
        "The curves for TensorBoard, a program that draws them. Unpack, then: "
        "tensorboard --logdir FOLDER",
        "application/zip",
    ),
)
_MODELS = {
    RunFile.KERAS_MODEL: _Download(
        "keras",
        "Keras model",
        ".keras",
        ":material/deployed_code:",
        lambda run: model_content(run, RunFile.KERAS_MODEL),
        "For Python: keras.models.load_model(FILE). Pixels of 0 to 255 in, probabilities out; can "
        "be trained further.",
    ),
    RunFile.LITERT_MODEL: _Download(
        "litert",
        "LiteRT model (TensorFlow Lite)",
        ".tflite",
        ":material/memory:",
        lambda run: model_content(run, RunFile.LITERT_MODEL),
        "Small and fast, for phones, microcontrollers and browsers. Pixels of 0 to 255 in, logits "
        "and features of the last hidden layer out.",
    ),
}


def downloads(run: Run) -> None:
    """Offer the run as files in a popover; each is made when it is asked for."""
    with st.popover(
        "Export",
        icon=":material/download:",
        help="Its model, this training as code that runs without Digit Lab, and its curves.",
        key=f"export_{run.id}",
    ):
        st.markdown("**Model**: the trained network, to use in other programs.")
        _models(run)
        st.markdown(f"**Training**: {_what(run)}")
        for download in _CODE:
            # No script has the weights and the drawings that a fine-tuned run began with.
            if run.info.fine_tuning is None or download.name == "tensorboard":
                _button(run, download)


def _models(run: Run) -> None:
    if run.result is None:
        st.caption("There is none yet.")
        return
    for file, sound in cache.sound_models(run).items():
        if sound:
            _button(run, _MODELS[file])
        else:
            st.caption(f"`{file}` is damaged or missing.")


def _button(run: Run, download: _Download) -> None:
    st.download_button(
        download.label,
        lambda: download.content(run),
        file_name=f"{run.id}{download.ending}",
        mime=download.mime,
        icon=download.icon,
        key=f"export_{download.name}_{run.id}",
        on_click="ignore",
        width="stretch",
        help=download.help,
    )


def _what(run: Run) -> str:
    if run.info.fine_tuning is not None:
        return "its curves; it began with another run's model and your drawings, as no script can."
    if is_partial(run):
        return (
            "in plain Keras, without the synthetic digits and the pictures of no digit, which "
            "only Digit Lab makes."
        )
    return "the same in plain Keras, to read, change and run anywhere."
