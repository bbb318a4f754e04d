"""What is computed about one digit on the Predict page: curves, flips, and a network opened up."""

from collections.abc import Mapping

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.what_if import Curve, Flip, Question, curve, smallest_flips
from core.inference.feature_maps import FeatureMaps
from core.inference.layer_maps import LayerMaps
from core.runs.run import Run
from pages.ui.cache.digits import classifier
from pages.ui.cache.versions import model_version

Image = NDArray[np.uint8]


def probability_curve(
    run: Run, image: Image, amounts: Mapping[str, float], along: str, *, prepare_again: bool
) -> Curve:
    """Return what `run` says of a digit (28, 28) along a change, asked once for the same."""
    told = tuple(sorted((name, value) for name, value in amounts.items() if name != along))
    place = amounts[along]
    return _curve(run.id, model_version(run), image, told, along, place, prepare_again, run)


@st.cache_resource(show_spinner=False, max_entries=128)
def _curve(
    run_id: str,
    changed: int,
    image: Image,
    others: tuple[tuple[str, float], ...],
    along: str,
    present: float,
    prepare_again: bool,
    _run: Run,
) -> Curve:
    amounts = dict(others) | {along: present}
    return curve(image, amounts, along, classifier(_run), prepare_again=prepare_again)


def flips(run: Run, image: Image, *, prepare_again: bool) -> dict[Question, Flip | None]:
    """Return the smallest changes of a digit (28, 28) that flip the answer of `run`."""
    return _flips(run.id, model_version(run), image, prepare_again, run)


@st.cache_resource(show_spinner=False, max_entries=64)
def _flips(
    run_id: str, changed: int, image: Image, prepare_again: bool, _run: Run
) -> dict[Question, Flip | None]:
    return smallest_flips(image, classifier(_run), prepare_again=prepare_again)


def feature_maps(run: Run, image: Image) -> tuple[LayerMaps, ...]:
    """Return what each layer of `run` makes of a digit (28, 28); its network is loaded once."""
    return _opened(run.id, model_version(run), run)(image)


@st.cache_resource(show_spinner=False, max_entries=4)
def _opened(run_id: str, changed: int, _run: Run) -> FeatureMaps:
    return FeatureMaps(_run)
