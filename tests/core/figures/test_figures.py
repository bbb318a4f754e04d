"""The figures say what the numbers say, name their axes and keep their colours."""

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from core.analysis import Evaluation, reliability
from core.analysis.robustness import Curve
from core.analysis.selective_prediction import coverage_curve
from core.figures import dataset, evaluation, explanation
from core.figures.theme import CLASS_COLOURS, TRAINING_COLOUR, VALIDATION_COLOUR
from core.metrics import wilson_interval

PROBABILITIES = np.random.default_rng(0).dirichlet(np.full(10, 0.1), 300)
EVALUATION = Evaluation(
    (np.arange(300) % 10).astype(np.uint8), np.log(PROBABILITIES + 1e-9).astype(np.float32)
)
SCORES = EVALUATION.per_class
CURVE = Curve("Blur", "pixels", (0.0, 1.0), (0.99, 0.5), ((0.98, 1.0), (0.4, 0.6)))
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

    assert (DIGITS, (100 * shares).tolist()) == (list(bars.y), list(bars.x))
    assert ["90.0 %", "10.0 %", *[""] * 8] == list(bars.text)
    assert "reversed" == figure.layout.yaxis.autorange


def test_class_scores() -> None:
    """A point for each score of each class beside one another; recall with Wilson's interval."""
    recall, precision, f1 = evaluation.class_scores(SCORES).data

    for points, shares in ((recall, SCORES.recall), (precision, SCORES.precision), (f1, SCORES.f1)):
        assert (100 * shares).tolist() == list(points.y)
        assert list(range(10)) == np.round(points.x).tolist()
        assert CLASS_COLOURS == tuple(points.marker.color)
    low, high = wilson_interval(round(SCORES.recall[3] * 30), 30)
    assert 100 * high == pytest.approx(recall.y[3] + recall.error_y.array[3])
    assert 100 * low == pytest.approx(recall.y[3] - recall.error_y.arrayminus[3])


def test_a_class_without_digits_has_scores_of_nothing() -> None:
    """A set without any 9 is drawn all the same."""
    labels = np.arange(90, dtype=np.uint8) % 9
    scores = Evaluation(labels, np.zeros((90, 10), np.float32)).per_class
    recall = evaluation.class_scores(scores).data[0]

    assert (0, 0) == (recall.y[9], recall.error_y.array[9])


@pytest.mark.parametrize(("wrong", "start"), [(0, 99), (1, 98), (40, 59), (100, 0)])
def test_bars_start_below_the_lowest_score(wrong: int, start: int) -> None:
    """Half a point or more, at a whole number; classes without digits are not counted."""
    labels = np.zeros(100, np.uint8)
    predictions = np.zeros(100, int)
    predictions[:wrong] = np.arange(wrong) % 9 + 1
    scores = Evaluation(labels, np.eye(10, dtype=np.float32)[predictions]).per_class

    assert start == evaluation.bar_start(scores)


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
    bins = reliability(PROBABILITIES, labels)
    equal, points = evaluation.reliability(bins).data
    used = bins.counts > 0

    assert list(equal.x) == list(equal.y)
    assert used.sum() == len(points.x) < 15
    np.testing.assert_allclose(100 * bins.confidences[used], points.x)
    assert [100.0] * len(points.x) == list(points.y)
    assert np.argsort(bins.counts[used]).tolist() == np.argsort(points.marker.size).tolist()


IN_PERCENT = {
    "probabilities": (ALL_FIGURES["probabilities"], 100 * np.full(10, 0.1), "x"),
    "class scores": (ALL_FIGURES["class scores"], 100 * SCORES.recall, "y"),
    "coverage curve": (
        evaluation.coverage(coverage_curve(EVALUATION)),
        100 * coverage_curve(EVALUATION).accuracies,
        "y",
    ),
    "robustness": (evaluation.robustness([CURVE])[0], np.array([99.0, 50.0]), "y"),
}


@pytest.mark.parametrize(("figure", "expected", "axis"), IN_PERCENT.values(), ids=IN_PERCENT)
def test_shares_are_written_as_everywhere(
    figure: go.Figure, expected: np.ndarray, axis: str
) -> None:
    """As in "99.3 %", with a space: at the ticks and where one hovers."""
    (points,) = [t for t in figure.data if t.hovertemplate and t.name in (None, "Recall")]

    np.testing.assert_allclose(expected, points[axis])
    assert " %" == figure.layout[f"{axis}axis"].ticksuffix
    assert figure.layout[f"{axis}axis"].tickformat is None
    assert re.search(rf"%{{{axis}:\.[12]f}} %", points.hovertemplate)
