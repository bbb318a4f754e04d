"""A confusion matrix as it is shown: counts or shares, and how strong its colours are."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.formats import count, counted, percent, with_article

_SHARE_AS_COUNT = 1000  # for the logarithm: a share is coloured like that count of a thousand


class Measure(StrEnum):
    """What the number of a cell says."""

    COUNTS = "Counts"
    ACTUAL = "Share of actual"
    PREDICTED = "Share of predicted"


@dataclass(frozen=True)
class View:
    """How a matrix is shown.

    Without the `diagonal` the right predictions are left out, so that colours go by the mistakes
    alone. Colours that are `logarithmic` show one mistake beside a thousand right predictions.
    """

    measure: Measure = Measure.COUNTS
    diagonal: bool = True
    logarithmic: bool = True


@dataclass(frozen=True, eq=False)
class Cells:
    """What stands in each cell, all (10, 10): actual classes as rows.

    `values` are counts or shares of 0..1, `texts` short for narrow cells (shares in percent,
    nothing for zero), `strengths` of 0..1 how strong the colour is.
    """

    values: NDArray[np.float64]
    texts: tuple[tuple[str, ...], ...]
    strengths: NDArray[np.float64]


def cells(matrix: NDArray[np.int64], view: View) -> Cells:
    """Return the cells of a matrix (10, 10) of counts as `view` shows them.

    Shares are of all digits of the row or of the column; in an empty one they are 0.
    """
    values = _values(matrix, view.measure)
    if not view.diagonal:
        np.fill_diagonal(values, 0)
    write = _count if view.measure is Measure.COUNTS else _share
    texts = tuple(tuple(write(value) for value in row) for row in values.tolist())
    return Cells(values, texts, _strengths(values, view))


def in_words(matrix: NDArray[np.int64], actual: int, predicted: int) -> str:
    """Return what one cell says, with both of its shares."""
    digits = int(matrix[actual, predicted])
    who = f"{with_article(actual).capitalize()} predicted as {with_article(predicted)}"
    words = f"{who}: {counted(digits, 'digit')}"
    if not digits:
        return words
    of_row = percent(digits / matrix[actual].sum())
    of_column = percent(digits / matrix[:, predicted].sum())
    return f"{words}, {of_row} of all {actual}s, {of_column} of all predicted as {predicted}"


def _values(matrix: NDArray[np.int64], measure: Measure) -> NDArray[np.float64]:
    counts = matrix.astype(np.float64)
    if measure is Measure.COUNTS:
        return counts
    whole = counts.sum(axis=1 if measure is Measure.ACTUAL else 0, keepdims=True)
    return np.asarray(counts / np.maximum(whole, 1))


def _strengths(values: NDArray[np.float64], view: View) -> NDArray[np.float64]:
    if view.logarithmic:
        counted = view.measure is Measure.COUNTS
        values = np.log1p(values if counted else values * _SHARE_AS_COUNT)
    return values / (values.max() or 1)


def _count(value: float) -> str:
    return count(value) if value else ""


def _share(value: float) -> str:
    if not value:
        return ""
    if value == 1:
        return "100"
    shown = f"{100 * value:.1f}"
    if shown == "0.0":
        return "<0.1"
    return ">99.9" if shown == "100.0" else shown
