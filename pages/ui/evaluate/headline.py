"""An evaluation in five numbers."""

import streamlit as st

from core import glossary
from core.analysis import Evaluation
from core.formats import count, interval, percent


def headline(evaluation: Evaluation) -> None:
    """Show how good a model is, and how sure, in the row that is being laid out."""
    scores(evaluation)
    _metric("Loss", f"{evaluation.loss:.4f}")
    _metric("Calibration error", percent(evaluation.reliability.error))


def scores(evaluation: Evaluation) -> None:
    """Show the accuracy with its interval and the number of mistakes."""
    _metric("Accuracy", percent(evaluation.accuracy))
    _metric("95 % interval", interval(evaluation.accuracy_interval))
    _metric("Mistakes", f"{count(evaluation.errors)} of {count(len(evaluation.labels))}")


def _metric(name: str, value: str) -> None:
    st.metric(name, value, help=glossary.help_text(name), width="content")
