"""Several trainings over one another: each curve under its run's colour, bounded, and none bent."""

from typing import Any, get_args

import altair
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.learning_curves import TRAINING, VALIDATION, smoothed
from core.figures.overlay import (
    AXES,
    MAX_POINTS,
    MAX_RUNS,
    METRICS,
    RUN_COLOURS,
    Axis,
    History,
    Metric,
    View,
    overlay_chart,
    overlay_table,
)

BOTH = (TRAINING, VALIDATION)


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


def points(table: Any, run: str, part: str) -> list[tuple[float, float]]:
    """The points of one curve of a table."""
    rows = table[(table["run"] == run) & (table["part"] == part)]
    return [tuple(row) for row in rows[["x", "value"]].to_numpy().tolist()]


def test_each_record_is_a_point() -> None:
    """Without smoothing the curves show what was measured, each under its run and part."""
    one, two = history("one", [3.0, 2.0, 1.0]), history("two", [5.0])
    table = overlay_table([one, two], View(smoothing=0))

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
    """Both curves of a run lie on one axis: its steps, epochs or seconds since its start."""
    table = overlay_table([history("a", [1.0] * 4, per_epoch=20)], View(axis=axis))

    assert training == [x for x, _ in points(table, "a", TRAINING)]
    assert validation == [x for x, _ in points(table, "a", VALIDATION)]


@pytest.mark.parametrize("part", BOTH)
def test_one_part_alone(part: str) -> None:
    """Who asks for the validation alone gets no other curve."""
    table = overlay_table([history("a", [1.0] * 3)], View(parts=(part,)))

    assert {part} == set(table["part"])


def test_mistakes_are_what_is_not_accuracy() -> None:
    """The share of mistakes and the accuracy add up to one."""
    runs = [history("a", [1.0] * 3)]
    accuracy = overlay_table(runs, View(metric="accuracy"))["value"]
    mistakes = overlay_table(runs, View(metric="mistakes"))["value"]

    assert [1.0] * 6 == pytest.approx((accuracy + mistakes).tolist())


@given(st.lists(st.floats(0, 100), min_size=1, max_size=50), st.floats(0, 0.99))
def test_training_is_smoothed_and_validation_is_not(losses: list[float], factor: float) -> None:
    """The slider works on the many noisy points of the training alone."""
    run = history("a", losses)
    table = overlay_table([run], View(smoothing=factor))

    assert smoothed(losses, factor) == pytest.approx([y for _, y in points(table, "a", TRAINING)])
    assert [e["val_loss"] for e in run.epochs] == [y for _, y in points(table, "a", VALIDATION)]


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=1500))
def test_long_curve_keeps_its_extremes_and_ends(losses: list[float]) -> None:
    """However long a training was: few points, in order, with both ends and every peak."""
    table = overlay_table([history("a", losses)], View(parts=(TRAINING,), smoothing=0))
    shown = points(table, "a", TRAINING)

    assert len(shown) == min(len(shown), MAX_POINTS)
    assert shown == sorted(shown)
    values = [y for _, y in shown]
    assert (min(losses), max(losses)) == (min(values), max(values))
    assert (losses[0], losses[-1]) == (values[0], values[-1])
    if len(losses) <= MAX_POINTS:
        assert losses == values


def test_logarithm_leaves_out_what_has_none() -> None:
    """On a logarithmic axis a loss of zero cannot be shown; the rest can."""
    table = overlay_table([history("a", [1.0, 0.0, 0.5])], View(log=True, smoothing=0))

    assert [1.0, 0.5] == [y for _, y in points(table, "a", TRAINING)]


HOSTILE = [
    {},
    {"step": None, "epoch": "x", "loss": [], "accuracy": {}, "seconds": "soon"},
    {"step": float("nan"), "epoch": 1.0, "loss": float("inf"), "accuracy": 10**400, "seconds": 1},
    {"step": 0, "epoch": 0, "loss": 1.0, "accuracy": 0.5, "seconds": 0},
]


@pytest.mark.parametrize("axis", get_args(Axis))
@pytest.mark.parametrize("metric", get_args(Metric))
def test_damaged_records_are_left_out(metric: Metric, axis: Axis) -> None:
    """Records without the numbers that a curve needs do not spoil those with them."""
    sound = history("a", [1.0] * 12, per_epoch=10)
    damaged = History("a", [*HOSTILE[:3], *sound.steps], [*HOSTILE, *sound.epochs])
    view = View(metric=metric, axis=axis, smoothing=0)

    pick = ["run", "part", "x", "value"]
    assert (
        overlay_table([sound], view)[pick].to_numpy().tolist()
        == overlay_table([damaged], view)[pick].to_numpy().tolist()
    )


def test_nothing_yet() -> None:
    """A run that has only begun has no rows, on any axis, and its chart can be drawn."""
    for axis in AXES:
        view = View(axis=axis)
        table = overlay_table([History("a", [], [])], view)
        assert 0 == len(table)
        assert overlay_chart(table, ["a"], view)["layer"]
    assert 0 == len(overlay_table([], View()))


def test_colours_belong_to_runs() -> None:
    """Each of eight runs has a colour of its own, which stays when another run joins."""
    titles = [f"run {number}" for number in range(MAX_RUNS)]
    table = overlay_table([history(title, [1.0]) for title in titles], View())

    def colours(shown: list[str]) -> dict[str, str]:
        scale = overlay_chart(table, shown, View())["layer"][0]["encoding"]["color"]["scale"]
        return dict(zip(scale["domain"], scale["range"], strict=True))

    assert MAX_RUNS == len(set(colours(titles).values())) == len(RUN_COLOURS)
    assert colours(titles[:3]).items() <= colours(titles).items()


@pytest.mark.parametrize(
    ("seconds", "title"),
    [(1.0, "Time in seconds"), (60.0, "Time in minutes"), (3600.0, "Time in hours")],
)
def test_time_in_a_fitting_unit(seconds: float, title: str) -> None:
    """Long trainings are told in minutes or hours."""
    view = View(axis="time")
    table = overlay_table([history("a", [1.0] * 10, seconds=seconds)], view)

    assert title == overlay_chart(table, ["a"], view)["encoding"]["x"]["title"]


@pytest.mark.parametrize("parts", [BOTH, BOTH[:1], BOTH[1:]])
@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("axis", get_args(Axis))
@pytest.mark.parametrize("metric", METRICS)
def test_chart_is_valid_vega_lite(
    metric: Metric, axis: Axis, log: bool, parts: tuple[str, ...]
) -> None:
    """In every view the chart follows the schema of Vega-Lite, on columns of the table."""
    view = View(metric, parts, axis, log, 0.9)
    table = overlay_table([history("a", [1.0, 0.5]), history("b", [2.0])], view)
    chart = overlay_chart(table, ["a", "b"], view) | {"data": {"values": table.to_dict("records")}}

    assert altair.Chart.from_dict(chart).to_dict(validate=True)["layer"]
    assert ("log" if log else None) == chart["encoding"]["y"]["scale"].get("type")
