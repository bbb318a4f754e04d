"""Which of the chosen digits are shown, and in which order."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.analysis.evaluation_context import EvaluationContext
from core.analysis.selection import Order, between, ordered
from core.analysis.triage import ErrorCause
from pages.ui import cache
from pages.ui.address.widgets import bounds, choice

_CAUSE, _CONFIDENCE = "cause", "sure"
IN_ADDRESS = (_CAUSE, _CONFIDENCE)
_ORDERS = {
    Order.LOSS: "Highest loss",
    Order.CONFIDENCE: "Highest confidence",
    Order.MARGIN: "Smallest margin",
    Order.INDEX: "Number",
}


@dataclass(frozen=True)
class MistakeFilter:
    """What is asked of a digit; `least` and `most` are probabilities of 0..1."""

    cause: ErrorCause | None
    order: Order
    least: float
    most: float

    def __call__(self, context: EvaluationContext, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return those of `rows` that pass, in order; may show progress the first time."""
        rows = between(context.evaluation, rows, self.least, self.most)
        if self.cause is not None:
            causes = cache.error_causes(context)
            rows = rows[[causes.get(row) is self.cause for row in rows.tolist()]]
        return ordered(context.evaluation, rows, self.order)


def mistake_filter() -> MistakeFilter:
    """Show filters and order and return what is chosen."""
    cause = st.selectbox(
        "Error cause",
        list(ErrorCause),
        index=None,
        placeholder="any",
        **choice(_CAUSE, {cause.value: cause for cause in ErrorCause}, None),
        width=155,
        help=glossary.help_text("Error cause", "It takes some seconds the first time."),
    )
    order = st.selectbox(
        "Order",
        list(_ORDERS),
        format_func=lambda order: _ORDERS[order],
        key="order",
        persist_state="session",
        width=160,
        help="By loss: first those whose right answer the model held least likely. By confidence: "
        "those where it was surest. By margin: the closest calls.",
    )
    least, most = st.slider(
        "Confidence",
        0,
        100,
        format="%d %%",
        **bounds(_CONFIDENCE, 0, 100),
        width=105,
        help=glossary.help_text("Confidence", "Only digits within this range are shown."),
    )
    return MistakeFilter(cause, order, least / 100, most / 100)
