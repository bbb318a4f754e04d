"""The figures say what the numbers say, name their axes and keep their colours."""

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from core.analysis import Evaluation, reliability
from core.figures import dataset, evaluation, explanation
from core.figures.theme import CLASS_COLOURS, TRAINING_COLOUR, VALIDATION_COLOUR
from core.metrics import wilson_interval

PROBABILITIES = np.random.default_rng(0).dirichlet(np.full(10, 0.1), 300)
SCORES = Evaluation(
    (np.arange(300) % 10).astype(np.uint8), np.log(PROBABILITIES + 1e-9).astype(np.float32)
).per_class
DIGITS = [str(digit) for digit in range(10)]

ALL_FIGURES = {
    "class balance": dataset.class_balance(np.arange(10)),
    "probabilities": explanation.probability_bars(np.full(10, 0.1)),
    "class scores": evaluation.class_scores(SCORES),
    "reliability": evaluation.reliability(reliability(PROBABILITIES, np.arange(300) % 10)),
    "digit": dataset.digit(np.zeros((28, 28), np.uint8), "Test digit 5"),
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
    (bars,) = dataset.class_balance(np.arange(10) * 7).data

    assert DIGITS == list(bars.x)
    assert [7 * digit for digit in range(10)] == list(bars.y)


def test_probability_bars() -> None:
    """One bar for each digit, 0 on top; a share that rounds to nothing goes without a number."""
    shares = np.array([0.9, 0.0996, 0.0004, *[0.0] * 7])
    figure = explanation.probability_bars(shares)
    (bars,) = figure.data

    assert (DIGITS, shares.tolist()) == (list(bars.y), list(bars.x))
    assert ["90.0 %", "10.0 %", *[""] * 8] == list(bars.text)
    assert "reversed" == figure.layout.yaxis.autorange


def test_class_scores() -> None:
    """A point for each score of each class beside one another; recall with Wilson's interval."""
    recall, precision, f1 = evaluation.class_scores(SCORES).data

    for points, shares in ((recall, SCORES.recall), (precision, SCORES.precision), (f1, SCORES.f1)):
        assert shares.tolist() == list(points.y)
        assert list(range(10)) == np.round(points.x).tolist()
        assert CLASS_COLOURS == tuple(points.marker.color)
    low, high = wilson_interval(round(SCORES.recall[3] * 30), 30)
    assert high == pytest.approx(recall.y[3] + recall.error_y.array[3])
    assert low == pytest.approx(recall.y[3] - recall.error_y.arrayminus[3])


def test_a_class_without_digits_has_scores_of_nothing() -> None:
    """A set without any 9 is drawn all the same."""
    labels = np.arange(90, dtype=np.uint8) % 9
    scores = Evaluation(labels, np.zeros((90, 10), np.float32)).per_class
    recall = evaluation.class_scores(scores).data[0]

    assert (0, 0) == (recall.y[9], recall.error_y.array[9])


def test_digit() -> None:
    """Row 0 on top, square pixels, black for 0 and white for 255 whatever the digit holds."""
    image = np.zeros((28, 28), np.uint8)
    image[0, 5] = 200
    figure = dataset.digit(image, "Test digit 5")
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
    equal, bins = evaluation.reliability(found).data
    used = found.counts > 0

    assert list(equal.x) == list(equal.y)
    assert used.sum() == len(bins.x) < 15
    np.testing.assert_allclose(found.confidences[used], bins.x)
    assert [1.0] * len(bins.x) == list(bins.y)
    assert np.argsort(found.counts[used]).tolist() == np.argsort(bins.marker.size).tolist()
