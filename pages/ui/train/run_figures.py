"""A run in four figures, as it goes on or as it ended."""

from collections.abc import Sequence

import streamlit as st

from core import glossary
from core.figures.learning_curves import smoothed
from core.files.json_files import number
from core.formats import count, duration, interval, percent
from core.metrics import wilson_interval
from core.runs.history import Record
from core.runs.run import Result, Run
from core.runs.summary import validation_accuracy

_Figure = tuple[str, str, str | None]  # label, value, help


def run_figures(run: Run, steps: Sequence[Record], epochs: Sequence[Record]) -> None:
    """Show the validation accuracy and three figures more, of the outcome once there is one."""
    accuracy = validation_accuracy(run, epochs)
    shown: list[_Figure] = [
        ("Validation accuracy", "-" if accuracy is None else percent(accuracy), None)
    ]
    if run.result is not None and not run.status.state.is_active:
        shown += _outcome(run.result, epochs)
    elif steps:
        shown += _speedometer(steps)
    for column, (label, value, told) in zip(st.columns(4), shown, strict=False):
        column.metric(label, value, help=told or glossary.help_text(label))


def _outcome(result: Result, epochs: Sequence[Record]) -> list[_Figure]:
    digits, seconds = result.test_digits, _last(epochs, "seconds")
    bounds = wilson_interval(round(result.test_accuracy * digits), digits)
    between = f"The true share lies between {interval(bounds)} (95 % interval)."
    return [
        (
            "Test accuracy",
            percent(result.test_accuracy),
            glossary.help_text("Test accuracy", between),
        ),
        ("Time", "-" if seconds is None else duration(seconds), "From first step to last."),
        ("Parameters", count(result.parameters), None),
    ]


def _speedometer(steps: Sequence[Record]) -> list[_Figure]:
    losses = smoothed([loss for step in steps if (loss := number(step, "loss")) is not None])
    speed, rate = _last(steps, "images_per_second"), _last(steps, "learning_rate")
    return [
        ("Training loss", f"{losses[-1]:.3f}" if losses else "-", None),
        ("Digits per second", "-" if speed is None else count(speed), None),
        ("Learning rate", "-" if rate is None else f"{rate:.2g}", None),
    ]


def _last(records: Sequence[Record], name: str) -> float | None:
    return number(records[-1], name) if records else None
