"""The figures say what the numbers say, name their axes and keep their colours."""

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from core import figures
from core.analysis import reliability
from core.figures import CLASS_COLOURS, TRAINING_COLOUR, VALIDATION_COLOUR

MATRIX = np.random.default_rng(0).integers(0, 1500, (10, 10))
PROBABILITIES = np.random.default_rng(0).dirichlet(np.full(10, 0.1), 300)
DIGITS = [str(digit) for digit in range(10)]

ALL_FIGURES = {
    "class balance": figures.class_balance(np.arange(10)),
    "probabilities": figures.probability_bars(np.full(10, 0.1)),
    "confusion matrix": figures.confusion_matrix(MATRIX),
    "dark confusion matrix": figures.confusion_matrix(MATRIX, (3, 5), dark=True),
    "reliability": figures.reliability(reliability(PROBABILITIES, np.arange(300) % 10)),
    "digit": figures.digit(np.zeros((28, 28), np.uint8), "Test digit 5"),
}


@pytest.mark.parametrize("figure", ALL_FIGURES.values(), ids=ALL_FIGURES)
def test_title_and_axes(figure: go.Figure) -> None:
    """Every figure has a title and names both axes."""
    layout = figure.layout

    assert layout.title.text
    assert layout.xaxis.title.text
    assert layout.yaxis.title.text


@pytest.mark.parametrize("figure", ALL_FIGURES.values(), ids=ALL_FIGURES)
def test_can_be_sent_to_a_browser(figure: go.Figure) -> None:
    """Every figure is plain JSON in the end."""
    assert figure.to_json().startswith("{")


def test_colours() -> None:
    """Ten classes, ten colours; training and validation differ."""
    assert 10 == len(set(CLASS_COLOURS))
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in CLASS_COLOURS)
    assert TRAINING_COLOUR != VALIDATION_COLOUR


def test_classes_keep_their_colours() -> None:
    """Each class has the same colour in every figure that shows classes."""
    for name in ("class balance", "probabilities"):
        (bars,) = ALL_FIGURES[name].data
        assert CLASS_COLOURS == tuple(bars.marker.color)


def test_class_balance() -> None:
    """One bar for each digit, as high as its count."""
    (bars,) = figures.class_balance(np.arange(10) * 7).data

    assert DIGITS == list(bars.x)
    assert [7 * digit for digit in range(10)] == list(bars.y)


def test_probability_bars() -> None:
    """One bar for each digit, 0 on top; a share that rounds to nothing goes without a number."""
    shares = np.array([0.9, 0.0996, 0.0004, *[0.0] * 7])
    figure = figures.probability_bars(shares)
    (bars,) = figure.data

    assert (DIGITS, shares.tolist()) == (list(bars.y), list(bars.x))
    assert ["90.0 %", "10.0 %", *[""] * 8] == list(bars.text)
    assert "reversed" == figure.layout.yaxis.autorange


def test_confusion_matrix_reports_clicks() -> None:
    """The last trace has a point on each of 100 cells that tells actual and predicted class."""
    *_, points = figures.confusion_matrix(MATRIX).data

    assert 100 == len(points.x) == len(points.y) == len(points.customdata)
    for x, y, (actual, predicted), text in zip(
        points.x, points.y, points.customdata, points.text, strict=True
    ):
        assert (str(predicted), str(actual)) == (x, y)
        assert f"{MATRIX[actual, predicted]:,}" == text
    assert "event+select" == figures.confusion_matrix(MATRIX).layout.clickmode


def test_confusion_matrix_shows_counts() -> None:
    """Rows are actual classes from the top, columns predicted ones; empty cells stay empty."""
    matrix = np.zeros((10, 10), np.int64)
    matrix[2, 7] = 1234
    figure = figures.confusion_matrix(matrix)
    shades, counts, _ = figure.data

    assert ("Predicted", "Actual") == (
        figure.layout.xaxis.title.text,
        figure.layout.yaxis.title.text,
    )
    assert (9.5, -0.5) == figure.layout.yaxis.range
    assert np.unravel_index(np.argmax(shades.z), (10, 10)) == (2, 7)
    written = [
        (x, y, text) for x, y, text in zip(counts.x, counts.y, counts.text, strict=True) if text
    ]
    assert [("7", "2", "1,234")] == written


def test_a_single_mistake_can_be_seen() -> None:
    """Beside a thousand right answers one mistake still has a tenth of their colour."""
    matrix = np.diag([1000] * 10)
    matrix[4, 9] = 1
    shades = figures.confusion_matrix(matrix).data[0]

    assert 0.1 <= shades.z[4, 9] / shades.z.max()
    assert 0 == shades.z[9, 4]


def test_selected_cell() -> None:
    """The chosen cell is outlined: actual class by the row, predicted one by the column."""
    assert () == figures.confusion_matrix(MATRIX).layout.shapes
    (outline,) = figures.confusion_matrix(MATRIX, (3, 5)).layout.shapes

    assert (4.5, 5.5, 2.5, 3.5) == (outline.x0, outline.x1, outline.y0, outline.y1)


def test_digit() -> None:
    """Row 0 on top, square pixels, black for 0 and white for 255 whatever the digit holds."""
    image = np.zeros((28, 28), np.uint8)
    image[0, 5] = 200
    figure = figures.digit(image, "Test digit 5")
    (pixels,) = figure.data

    np.testing.assert_array_equal(image, pixels.z)
    assert ("reversed", "x") == (figure.layout.yaxis.autorange, figure.layout.yaxis.scaleanchor)
    assert (0, 255) == (pixels.zmin, pixels.zmax)
    assert ((0, "#000000"), (1, "#ffffff")) == pixels.colorscale
    assert pixels.zsmooth is None  # hard edges
    assert "Test digit 5" == figure.layout.title.text


def test_reliability() -> None:
    """A point for each bin that has digits, larger with more of them, beside the diagonal."""
    labels = PROBABILITIES.argmax(axis=1)
    found = reliability(PROBABILITIES, labels)
    equal, bins = figures.reliability(found).data
    used = found.counts > 0

    assert list(equal.x) == list(equal.y)
    assert used.sum() == len(bins.x) < 15
    np.testing.assert_allclose(found.confidences[used], bins.x)
    assert [1.0] * len(bins.x) == list(bins.y)
    assert np.argsort(found.counts[used]).tolist() == np.argsort(bins.marker.size).tolist()
