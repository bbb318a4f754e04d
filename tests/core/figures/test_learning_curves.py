"""The curves of a training: all points of its records, smoothed without a bias."""

from math import isnan, nan

import altair
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.learning_curves import (
    MAX_POINTS,
    MEASURED,
    TRAINING,
    VALIDATION,
    CurveView,
    curve_chart,
    curve_table,
    smoothed,
)
from core.figures.theme import TRAINING_COLOUR, VALIDATION_COLOUR

STEPS = [
    {"epoch": 0.5, "loss": 2.0, "accuracy": 0.5},
    {"epoch": 1.0, "loss": 1.0, "accuracy": 0.75},
]
EPOCHS = [{"epoch": 1.0, "loss": 1.5, "val_loss": 0.8, "val_accuracy": 0.7}]
VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1)


@given(st.floats(-1e6, 1e6), st.integers(1, 50))
def test_constant_stays_constant(value: float, count: int) -> None:
    """Smoothing does not pull the start towards zero."""
    assert [value] * count == pytest.approx(smoothed([value] * count), rel=1e-9)


@given(VALUES)
def test_smoothed_stays_in_range(values: list[float]) -> None:
    """As many values as before, the first as it was, none beyond what was measured."""
    result = smoothed(values)
    room = 1e-9 * max(1.0, *map(abs, values))

    assert len(values) == len(result)
    assert values[0] == pytest.approx(result[0])
    assert min(values) - room <= min(result)
    assert max(result) <= max(values) + room


def test_nothing_to_smooth() -> None:
    """No values, no curve."""
    assert [] == smoothed([])


@pytest.mark.parametrize(
    ("metric", "measured", "validation"),
    [("loss", [2.0, 1.0], 0.8), ("accuracy", [0.5, 0.75], 0.7)],
)
def test_table(metric: str, measured: list[float], validation: float) -> None:
    """Each record is one point: stretches as measured and smoothed, epochs as validated."""
    table = curve_table(metric, STEPS, EPOCHS)
    rows = [tuple(row) for row in table[["series", "place", "value"]].to_numpy().tolist()]
    average = smoothed(measured)

    assert [
        (MEASURED, 0.5, measured[0]),
        (MEASURED, 1.0, measured[1]),
        (TRAINING, 0.5, average[0]),
        (TRAINING, 1.0, average[1]),
        (VALIDATION, 1.0, validation),
    ] == rows


def test_table_before_the_first_record() -> None:
    """A training that has only begun has a table without rows."""
    table = curve_table("loss", [], [])

    assert (["place", "value", "series"], 0) == (list(table.columns), len(table))


@pytest.mark.parametrize("metric", ["loss", "accuracy"])
def test_chart(metric: str) -> None:
    """The chart has a title and axes, shows all epochs asked for and keeps the colours."""
    chart = curve_chart(metric, 7)
    encoding = chart["encoding"]

    assert (metric.capitalize(), "Epoch") == (chart["title"], encoding["x"]["title"])
    assert [0, 7] == encoding["x"]["scale"]["domain"]
    colours = chart["layer"][1]["encoding"]["color"]["scale"]
    assert {TRAINING: TRAINING_COLOUR, VALIDATION: VALIDATION_COLOUR} == dict(
        zip(colours["domain"], colours["range"], strict=True)
    )


@pytest.mark.parametrize("view", [CurveView(), CurveView("step", log=True, smoothing=0)])
@pytest.mark.parametrize("metric", ["loss", "accuracy"])
def test_chart_is_valid_vega_lite(metric: str, view: CurveView) -> None:
    """The chart follows the schema of Vega-Lite, and its fields are columns of the table."""
    values = curve_table(metric, STEPS, EPOCHS, view).to_dict("records")
    chart = curve_chart(metric, 7, view) | {"data": {"values": values}}

    assert altair.Chart.from_dict(chart).to_dict(validate=True)["layer"]


def test_by_steps() -> None:
    """The same points stand at their steps."""
    table = curve_table("loss", STEPS, EPOCHS, CurveView("step"), steps_per_epoch=40)
    assert [20, 40, 20, 40, 40] == table["place"].tolist()


def test_log_axis_shows_mistakes() -> None:
    """Of an accuracy the mistakes have a logarithm; where there are none the curve has a gap."""
    steps = [*STEPS, {"epoch": 2.0, "loss": 0.0, "accuracy": 1.0}]
    view = CurveView(log=True, smoothing=0)
    mistakes = curve_table("accuracy", steps, EPOCHS, view)
    loss = curve_table("loss", steps, EPOCHS, view)

    measured = mistakes[mistakes["series"] == MEASURED]["value"]
    assert [0.5, 0.25, None] == [None if isnan(value) else value for value in measured]
    assert isnan(loss[loss["series"] == TRAINING]["value"].iloc[-1])
    assert "Mistakes" == curve_chart("accuracy", 7, view)["title"]


@given(st.integers(0, 5000))
def test_long_trainings_are_thinned(count: int) -> None:
    """Never more points than can be told apart, and the last one is always there."""
    steps = [{"epoch": i, "loss": float(i), "accuracy": 0.5} for i in range(count)]
    table = curve_table("loss", steps, [])
    measured = table[table["series"] == MEASURED]

    assert len(measured) <= MAX_POINTS
    assert (len(measured) > 0) == (count > 0)
    if count:
        assert count - 1 == measured["value"].iloc[-1]


def test_no_smoothing_is_as_measured() -> None:
    """A factor of 0 leaves every value as it is, and what is no number stays in its place."""
    values = [3.0, nan, 1.0, 2.0]
    assert str(values) == str(smoothed(values, 0))
    assert isnan(smoothed(values)[1])
