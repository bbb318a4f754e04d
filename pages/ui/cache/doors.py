"""The pictures on Home's doors: drawn once, of the digits and the shipped run."""

from contextlib import suppress

import numpy as np
import streamlit as st

from core.data import Dataset
from core.errors import DigitLabError
from core.figures.doors import curve_door, gallery_door, matrix_door, reading_door
from core.files.json_files import number, read_json
from core.runs.run import PRETRAINED
from pages.ui.cache.runs import store


def door_pictures(digits: Dataset) -> dict[str, str]:
    """Return the picture of each door as SVG, by the name of its page, where there is one."""
    return _door_pictures(digits.fingerprint, digits)


@st.cache_resource(show_spinner=False, max_entries=2)
def _door_pictures(fingerprint: str, _digits: Dataset) -> dict[str, str]:
    return _of_digits(_digits) | _of_the_shipped_run()


def _of_digits(dataset: Dataset) -> dict[str, str]:
    digits = dataset.test
    nine = np.asarray([int((digits.labels == label).argmax()) for label in range(1, 10)])
    return {
        "explore": gallery_door(digits.images[nine]),
        "predict": reading_door(digits.images[nine[2]], 3),
    }


def _of_the_shipped_run() -> dict[str, str]:
    """Return what can be drawn of it: a door whose figures cannot be read has no picture."""
    run, pictures = store().get(PRETRAINED), {}
    accuracies = [number(epoch, "val_accuracy") or 0.0 for epoch in run.epochs()]
    if len(accuracies) > 1:
        pictures["train"] = curve_door(accuracies)
    with suppress(DigitLabError, KeyError, ValueError):
        counts = read_json(run.folder / "evaluation.json")["confusion_matrix"]
        pictures["evaluate"] = matrix_door(np.asarray(counts, int))
    return pictures
