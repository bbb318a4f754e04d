"""A run as it happens: progress, curves, what the network sees, and what came of it."""

from collections.abc import Iterable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.figures.learning_curves import smoothed
from core.files.json_files import number
from core.formats import count, duration, interval, percent
from core.metrics import wilson_interval
from core.runs.history import Record
from core.runs.run import Result, Run
from core.runs.status import State
from core.runs.summary import progress, validation_accuracy
from core.training.time_estimate import seconds_left
from pages.ui import cache, navigation
from pages.ui.errors import explained
from pages.ui.learning_curves import learning_curves
from pages.ui.refresh import refreshed_every
from pages.ui.run_downloads import downloads
from pages.ui.train.network_view import network_view
from pages.ui.train.run_controls import ended_run_controls, run_controls

_REFRESH_SECONDS = 1.0
_WAITING_SECONDS = 3.0  # of many who wait only the next one sees anything happen


def live_view(run: Run) -> None:
    """Show `run`, again every second while it is going on."""
    if _is_settled(run):
        _show_settled(run)
    elif _waits_for_others(run):
        _show_waiting(run.id)
    else:
        _show_live(run.id)


@refreshed_every(_REFRESH_SECONDS)
def _show_live(run_id: str) -> None:
    with explained():  # someone may delete the folder meanwhile
        run = cache.store().get(run_id)
        if _is_settled(run):
            st.rerun()
        _show(run)


@refreshed_every(_WAITING_SECONDS)
def _show_waiting(run_id: str) -> None:
    with explained():  # as above
        run = cache.store().get(run_id)
        if not _waits_for_others(run):
            st.rerun()
        _progress(run, [])


@st.fragment  # its switches concern nothing else
def _show_settled(run: Run) -> None:
    _show(run)


def _is_settled(run: Run) -> bool:
    return not run.status.state.is_active and not run.needs_rescue


def _waits_for_others(run: Run) -> bool:
    return run.status.state is State.QUEUED and cache.wait(run).place > 1


def _show(run: Run) -> None:
    steps, epochs = run.steps(), run.epochs()
    if not _is_settled(run):
        _progress(run, steps)
    _message(run)
    _numbers(run, steps, epochs)
    learning_curves([run])
    network_view(run)
    if _is_settled(run):
        _what_now(run)


def _what_now(run: Run) -> None:
    if run.is_usable:
        with st.container(horizontal=True):
            navigation.link("evaluate", "See its mistakes", ":material/fact_check:", run=run.id)
            navigation.link("predict", "Draw digits for it", ":material/draw:", run=run.id)
            downloads(run)
    ended_run_controls(run)


def _progress(run: Run, steps: Sequence[Record]) -> None:
    bar, buttons = st.columns([3, 2], vertical_alignment="center")
    bar.progress(progress(run, steps), _activity(run, steps))
    with buttons:
        run_controls(run)


def _activity(run: Run, steps: Sequence[Record]) -> str:
    epochs = run.info.config.epochs
    match run.status.state:
        case State.QUEUED:
            wait = cache.wait(run)
            # With nobody at work the next one waits for a worker to get ready, however long.
            about = f", about {duration(wait.seconds)}" if wait.seconds else ""
            return f"Waiting: number {wait.place} in the queue{about}"
        case State.STARTING:
            return "Starting: loading TensorFlow and the digits"
        case State.SAVING:
            return "Saving the model and evaluating it on the test digits"
        case State.INTERRUPTED:
            return "Rescuing the best model"
        case _ if not steps:
            return f"Epoch 1 of {epochs}: preparing the first steps"
        case _:
            epoch = min(int(_last(steps, "epoch") or 0) + 1, epochs)
            left = seconds_left(run, steps)
            return f"Epoch {epoch} of {epochs}, about {duration(left or 0)} left"


def _message(run: Run) -> None:
    message = run.status.message
    match run.status.state:
        case State.FAILED:
            st.error(message, icon=":material/error:")
        case State.INTERRUPTED:
            st.warning(message, icon=":material/power_off:")
        case State.STOPPED | State.COMPLETED if message:
            st.info(message, icon=":material/stop_circle:")


def _numbers(run: Run, steps: Sequence[Record], epochs: Sequence[Record]) -> None:
    accuracy = validation_accuracy(run, epochs)
    first, *others = st.columns(4)
    first.metric(
        "Validation accuracy",
        "-" if accuracy is None else percent(accuracy),
        help="The share of the held-back digits that the best epoch recognises.",
    )
    if _is_settled(run) and run.result is not None:
        _show_metrics(others, _outcome(run.result, epochs))
    elif steps:
        _show_metrics(others, _speedometer(steps))


def _show_metrics(
    columns: Iterable[DeltaGenerator], metrics: Iterable[tuple[str, str, str | None]]
) -> None:
    for column, (label, value, told) in zip(columns, metrics, strict=True):
        column.metric(label, value, help=told)


def _outcome(result: Result, epochs: Sequence[Record]) -> list[tuple[str, str, str | None]]:
    digits, seconds = result.test_digits, _last(epochs, "seconds")
    bounds = wilson_interval(round(result.test_accuracy * digits), digits)
    return [
        (
            "Test accuracy",
            percent(result.test_accuracy),
            "On digits that no choice was made with. The true share lies between "
            f"{interval(bounds)} (95 % interval).",
        ),
        ("Time", "-" if seconds is None else duration(seconds), "From first step to last."),
        ("Parameters", count(result.parameters), None),
    ]


def _speedometer(steps: Sequence[Record]) -> list[tuple[str, str, str | None]]:
    losses = smoothed([loss for step in steps if (loss := number(step, "loss")) is not None])
    speed, rate = _last(steps, "images_per_second"), _last(steps, "learning_rate")
    return [
        ("Training loss", f"{losses[-1]:.3f}" if losses else "-", None),
        ("Digits per second", "-" if speed is None else count(speed), None),
        (
            "Learning rate",
            "-" if rate is None else f"{rate:.2g}",
            "How far the weights move at each step, now.",
        ),
    ]


def _last(records: Sequence[Record], name: str) -> float | None:
    return number(records[-1], name) if records else None
