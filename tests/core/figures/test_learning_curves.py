"""Learning curves: each record a point, few points, no peak lost, none bent, and a chart that only
the runs and the view decide."""

from math import isnan, nan
from typing import Any, get_args

import altair
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.learning_curve_chart import RUN_COLOURS, RUN_DASHES, curve_chart
from core.figures.learning_curves import (
    AXES,
    MAX_POINTS,
    MAX_RUNS,
    MEASURED,
    METRICS,
    TRAINING,
    VALIDATION,
    Axis,
    CurveView,
    History,
    Metric,
    curve_table,
    smoothed,
)
from core.figures.theme import TRAINING_COLOUR, VALIDATION_COLOUR

BOTH = (TRAINING, VALIDATION)
ALL = (MEASURED, TRAINING, VALIDATION)
VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1)


def history(title: str, losses: list[float], per_epoch: int = 10, seconds: float = 2.0) -> History:
    """A run with one record each ten steps, and epochs of `per_epoch` steps."""
    steps = [
        {
            "step": 10 * i,
            "epoch": 10 * i / per_epoch,
            "loss": loss,
            "accuracy": 0.5,
            "seconds": seconds * i,
        }
        for i, loss in enumerate(losses, start=1)
    ]
    epochs = [
        {
            "epoch": float(e),
            "val_loss": 0.1 * e,
            "val_accuracy": 1 - 0.1 * e,
            "seconds": seconds * e,
        }
        for e in range(1, int(10 * len(losses) / per_epoch) + 1)
    ]
    return History(title, steps, epochs)


def with_accuracies(*accuracies: float) -> History:
    """A run with these accuracies, one each ten steps, in training and in validation."""
    made = history("a", [1.0] * len(accuracies))
    steps = [r | {"accuracy": a} for r, a in zip(made.steps, accuracies, strict=True)]
    epochs = [r | {"val_accuracy": a} for r, a in zip(made.epochs, accuracies, strict=True)]
    return History("a", steps, epochs)


def points(table: Any, run: str, part: str) -> list[tuple[float, float]]:
    """The points of one curve of a table."""
    rows = table[(table["run"] == run) & (table["part"] == part)]
    return [tuple(row) for row in rows[["x", "value"]].to_numpy().tolist()]


def heights(table: Any, part: str) -> list[float | None]:
    """The values of a curve of the run "a", None where it has a gap."""
    return [None if isnan(value) else value for _, value in points(table, "a", part)]


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


def test_no_smoothing_is_as_measured() -> None:
    """A factor of 0 leaves every value as it is, and what is no number stays in its place."""
    values = [3.0, nan, 1.0, 2.0]
    assert str(values) == str(smoothed(values, 0))
    assert isnan(smoothed(values)[1])


@pytest.mark.parametrize(
    ("metric", "measured", "validation"),
    [("loss", [2.0, 1.0], 0.1), ("accuracy", [0.5, 0.5], 0.9), ("error_rate", [0.5, 0.5], 0.1)],
)
def test_each_record_is_a_point(metric: Metric, measured: list[float], validation: float) -> None:
    """Stretches of steps stand as measured and smoothed, epochs as validated, in this order."""
    table = curve_table([history("a", [2.0, 1.0], per_epoch=20)], CurveView(metric, ALL))
    average = smoothed(measured)

    assert ["x", "value", "run", "part"] == list(table.columns)
    assert [
        [0.5, measured[0], "a", MEASURED],
        [1.0, measured[1], "a", MEASURED],
        [0.5, average[0], "a", TRAINING],
        [1.0, average[1], "a", TRAINING],
        [1.0, pytest.approx(validation), "a", VALIDATION],
    ] == table.to_numpy().tolist()


def test_each_curve_stands_under_its_run() -> None:
    """Without smoothing the curves of several runs show what was measured of each."""
    one, two = history("one", [3.0, 2.0, 1.0]), history("two", [5.0])
    table = curve_table([one, two], CurveView(smoothing=0))

    assert [(1.0, 3.0), (2.0, 2.0), (3.0, 1.0)] == points(table, "one", TRAINING)
    assert [(1.0, 0.1), (2.0, 0.2), (3.0, pytest.approx(0.3))] == points(table, "one", VALIDATION)
    assert [(1.0, 5.0)] == points(table, "two", TRAINING)
    assert 8 == len(table)


@pytest.mark.parametrize(
    ("axis", "training", "validation"),
    [
        ("step", [10, 20, 30, 40], [20, 40]),
        ("epoch", [0.5, 1, 1.5, 2], [1, 2]),
        ("time", [2, 4, 6, 8], [2, 4]),
    ],
)
def test_axis(axis: Axis, training: list[float], validation: list[float]) -> None:
    """All curves of a run lie on one axis: its steps, epochs or seconds since its start."""
    table = curve_table([history("a", [1.0] * 4, per_epoch=20)], CurveView(parts=ALL, axis=axis))

    assert training == [x for x, _ in points(table, "a", MEASURED)]
    assert training == [x for x, _ in points(table, "a", TRAINING)]
    assert validation == [x for x, _ in points(table, "a", VALIDATION)]


@pytest.mark.parametrize("part", ALL)
def test_one_part_alone(part: str) -> None:
    """Who asks for the validation alone gets no other curve."""
    table = curve_table([history("a", [1.0] * 3)], CurveView(parts=(part,)))

    assert {part} == set(table["part"])


def test_error_rate_is_what_is_not_accuracy() -> None:
    """The error rate and the accuracy add up to one."""
    runs = [history("a", [1.0] * 3)]
    accuracy = curve_table(runs, CurveView("accuracy"))["value"]
    error_rate = curve_table(runs, CurveView("error_rate"))["value"]

    assert [1.0] * 6 == pytest.approx((accuracy + error_rate).tolist())


@given(st.lists(st.floats(0, 100), min_size=1, max_size=50), st.floats(0, 0.99))
def test_training_is_smoothed_and_nothing_else(losses: list[float], factor: float) -> None:
    """The slider works on the many noisy points of the training alone."""
    run = history("a", losses)
    table = curve_table([run], CurveView(parts=ALL, smoothing=factor))

    assert losses == [y for _, y in points(table, "a", MEASURED)]
    assert smoothed(losses, factor) == pytest.approx([y for _, y in points(table, "a", TRAINING)])
    assert [e["val_loss"] for e in run.epochs] == [y for _, y in points(table, "a", VALIDATION)]


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=1500))
def test_long_curve_keeps_its_extremes_and_ends(losses: list[float]) -> None:
    """However long a training was: few points, in order, with both ends and every peak."""
    table = curve_table([history("a", losses)], CurveView(parts=(MEASURED, TRAINING), smoothing=0))
    shown = points(table, "a", MEASURED)

    assert shown == points(table, "a", TRAINING)
    assert len(shown) == min(len(shown), MAX_POINTS)
    assert shown == sorted(shown)
    values = [y for _, y in shown]
    assert (min(losses), max(losses)) == (min(values), max(values))
    assert (losses[0], losses[-1]) == (values[0], values[-1])
    if len(losses) <= MAX_POINTS:
        assert losses == values


def test_gap_where_there_is_no_logarithm() -> None:
    """On a logarithmic axis a loss of zero cannot be shown: a gap is there; the rest can."""
    view = CurveView(parts=ALL, log=True, smoothing=0)
    table = curve_table([history("a", [1.0, 0.0, 0.5])], view)

    assert [1.0, None, 0.5] == heights(table, MEASURED) == heights(table, TRAINING)
    assert not table["value"].isin([0.0]).any()


def test_log_scale_shows_the_error_rate() -> None:
    """Near 1 an accuracy has no ratios to see: its errors have, and a gap where there are none."""
    view = CurveView("accuracy", ALL, log=True, smoothing=0)
    table = curve_table([with_accuracies(0.5, 0.75, 1.0)], view)

    assert [0.5, 0.25, None] == heights(table, MEASURED)
    assert [0.5, 0.25, None] == heights(table, VALIDATION)
    assert "Error rate" == curve_chart(["a"], view)["title"]
    assert "Accuracy" == curve_chart(["a"], CurveView("accuracy"))["title"]


HOSTILE: list[dict[str, Any]] = [
    {},
    {"step": None, "epoch": "x", "loss": [], "accuracy": {}, "seconds": "soon"},
    {"step": nan, "epoch": 1.0, "loss": float("inf"), "accuracy": 10**400, "seconds": 1},
    {"step": 0, "epoch": 0, "loss": 1.0, "accuracy": 0.5, "seconds": 0},
]


@pytest.mark.parametrize("axis", get_args(Axis))
@pytest.mark.parametrize("metric", get_args(Metric))
def test_damaged_records_are_left_out(metric: Metric, axis: Axis) -> None:
    """Records without the numbers that a curve needs do not spoil those with them."""
    sound = history("a", [1.0] * 12, per_epoch=10)
    damaged = History("a", [*HOSTILE[:3], *sound.steps], [*HOSTILE, *sound.epochs])
    view = CurveView(metric, ALL, axis, smoothing=0)

    assert (
        curve_table([sound], view).to_numpy().tolist()
        == curve_table([damaged], view).to_numpy().tolist()
    )


@pytest.mark.parametrize("axis", AXES)
def test_nothing_yet(axis: Axis) -> None:
    """A run that has only begun has a table without rows, on any axis."""
    table = curve_table([History("a", [], [])], CurveView(parts=ALL, axis=axis))

    assert (["x", "value", "run", "part"], 0) == (list(table.columns), len(table))
    assert 0 == len(curve_table([], CurveView()))


@pytest.mark.parametrize("metric", METRICS)
def test_chart_of_one_run(metric: Metric) -> None:
    """It says what it shows, goes up to the epochs asked for, and keeps the two colours."""
    chart = curve_chart(["a"], CurveView(metric, ALL), 7)

    assert (METRICS[metric], "Epoch") == (chart["title"], chart["encoding"]["x"]["title"])
    assert [0, 7] == chart["encoding"]["x"]["scale"]["domain"]
    assert {TRAINING: TRAINING_COLOUR, VALIDATION: VALIDATION_COLOUR} == colours(chart)


def test_colours_belong_to_runs() -> None:
    """Each of eight runs has a colour of its own, which stays when another run joins."""
    titles = [f"run {number}" for number in range(MAX_RUNS)]
    of_all, of_three = (colours(curve_chart(t, CurveView())) for t in (titles, titles[:3]))

    assert MAX_RUNS == len(set(of_all.values())) == len(RUN_COLOURS)
    assert titles == list(of_all)
    assert of_three.items() <= of_all.items()


def test_dashes_belong_to_runs() -> None:
    """Each of eight runs has a dash of its own as well, in one legend with its colour, below a
    plot that is as high for two runs as for eight."""
    titles = [f"run {number}" for number in range(MAX_RUNS)]
    charts = [curve_chart(titles[:count], CurveView()) for count in (2, MAX_RUNS)]
    lines = charts[-1]["layer"][1]["encoding"]

    assert MAX_RUNS == len(set(RUN_DASHES))
    assert titles == lines["strokeDash"]["scale"]["domain"]
    assert [list(dash) for dash in RUN_DASHES] == lines["strokeDash"]["scale"]["range"]
    assert lines["color"]["legend"] == lines["strokeDash"]["legend"]
    assert 1 == len({chart["height"] for chart in charts})
    assert {"fit-x"} == {chart["autosize"]["type"] for chart in charts}


def colours(chart: dict[str, Any]) -> dict[str, str]:
    """What each name in the legend of a chart is drawn in."""
    encodings = [layer["encoding"] for layer in chart["layer"]]
    (scale, *others) = [e["color"]["scale"] for e in encodings if "color" in e]
    assert all(scale == other for other in others)
    return dict(zip(scale["domain"], scale["range"], strict=True))


@pytest.mark.parametrize(
    ("titles", "parts"),
    [(["a"], ALL), (["a", "b"], BOTH), (["a", "b"], BOTH[:1]), (["a", "b"], BOTH[1:])],
)
@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("axis", get_args(Axis))
@pytest.mark.parametrize("metric", METRICS)
def test_chart_is_valid_vega_lite(
    metric: Metric, axis: Axis, log: bool, parts: tuple[str, ...], titles: list[str]
) -> None:
    """In every view the chart follows the schema of Vega-Lite, and its fields are columns of the
    table or calculated from them."""
    view = CurveView(metric, parts, axis, log, 0.9)
    table = curve_table([history(title, [1.0, 0.5]) for title in titles], view)
    chart = curve_chart(titles, view, 7)
    known = {*table.columns, *(step["as"] for step in chart["transform"])}

    valid = altair.Chart.from_dict(chart | {"data": {"values": table.to_dict("records")}})
    assert valid.to_dict(validate=True)["layer"]
    assert ("log" if log else None) == chart["encoding"]["y"]["scale"].get("type")
    assert set(fields(chart)) <= known


def fields(part: Any) -> list[str]:
    """The names of all fields that a part of a chart mentions."""
    if isinstance(part, list):
        return [name for each in part for name in fields(each)]
    if not isinstance(part, dict):
        return []
    own = [part["field"]] if isinstance(part.get("field"), str) else []
    return own + [name for each in part.values() for name in fields(each)]
