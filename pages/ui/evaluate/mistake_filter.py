"""Which of the chosen digits are shown, in which order, and which page of them."""

from dataclasses import dataclass
from math import ceil

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.evaluation_sets import EvaluationSet
from core.analysis.selection import Order, between, ordered
from core.analysis.triage import ErrorCause
from core.data import Dataset
from core.runs.run import Run
from pages.ui import cache

_PAGE_SIZE = 48
_CAUSE, _SURE = "cause", "sure"
IN_ADDRESS = (_CAUSE, _SURE)
_ORDERS = {
    Order.LOSS: "Loss: right answer least likely",
    Order.CONFIDENCE: "Confidence: surest of its answer",
    Order.MARGIN: "Margin: closest call",
    Order.INDEX: "Number",
}


@dataclass(frozen=True)
class MistakeFilter:
    """What is asked of a digit; `least` and `most` are probabilities of 0..1."""

    cause: ErrorCause | None
    order: Order
    least: float
    most: float

    def __call__(
        self, run: Run, dataset: Dataset, judged: EvaluationSet, places: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return those of `places` that pass, in order; may show progress the first time."""
        places = between(judged.evaluation, places, self.least, self.most)
        if self.cause is not None:
            verdicts = cache.triage(run, dataset, judged)
            places = places[[verdicts.get(place) is self.cause for place in places.tolist()]]
        return ordered(judged.evaluation, places, self.order)


def filter_by_cause(cause: ErrorCause | None) -> None:
    """Let all digits pass, or all mistakes of one cause, when the filters are next shown."""
    st.session_state[_CAUSE] = cause


def mistake_filter() -> MistakeFilter:
    """Show filters and order and return what is chosen."""
    cause = st.selectbox(
        "Kind of mistake",
        list(ErrorCause),
        index=None,
        placeholder="any kind",
        key=_CAUSE,
        bind="query-params",
        width=190,
        help="Whose fault it is. To find out takes some seconds the first time.",
    )
    order = st.selectbox(
        "Order",
        list(_ORDERS),
        format_func=_ORDERS.get,
        key="order",
        persist_state="session",
        width=255,
    )
    least, most = st.slider(
        "Probability of its answer",
        0,
        100,
        (0, 100),
        format="%d %%",
        key=_SURE,
        bind="query-params",
        width=250,
        help="Only digits whose answer was given with a probability in this range.",
    )
    return MistakeFilter(cause, order, least / 100, most / 100)


def page_of(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return one page of `places`, after a choice of the page if there are several."""
    pages = ceil(len(places) / _PAGE_SIZE)
    # Other digits start on their own first page.
    page = st.pagination(pages, key=f"page_{hash(places.tobytes())}") if pages > 1 else 1
    return places[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]
