"""A run as it happens: progress, curves, what the network sees, and what came of it."""

import streamlit as st

from core.figures.learning_curves import curve_chart, curve_table, smoothed
from core.formats import count, duration, interval, percent
from core.metrics import wilson_interval
from core.runs.best_epoch import best_accuracy
from core.runs.run import Run
from core.runs.status import State
from core.training.time_estimate import seconds_left
from pages.ui import cache, navigation
from pages.ui.errors import explained
from pages.ui.run_downloads import downloads
from pages.ui.train.curve_view import curve_view
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


@st.fragment(run_every=_REFRESH_SECONDS)
def _show_live(run_id: str) -> None:
    cache.jobs().tend()
    with explained():  # someone may delete the folder meanwhile
        run = cache.store().get(run_id)
        if _is_settled(run):
            st.rerun()
        _show(run)


@st.fragment(run_every=_WAITING_SECONDS)
def _show_waiting(run_id: str) -> None:
    cache.jobs().tend()
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
    _curves(run, steps, epochs)
    network_view(run)
    if _is_settled(run):
        _what_now(run)


def _curves(run: Run, steps: list[dict], epochs: list[dict]) -> None:
    charts = st.columns(2)
    view = curve_view()
    per_epoch = max(1, run.status.steps_per_epoch)
    end = run.info.config.epochs * (per_epoch if view.by == "step" else 1)
    for place, metric in zip(charts, ("loss", "accuracy"), strict=True):
        place.vega_lite_chart(
            curve_table(metric, steps, epochs, view, per_epoch),
            curve_chart(metric, end, view),
            alt=f"{metric.capitalize()} of training and validation by {view.by}",
        )


def _what_now(run: Run) -> None:
    if run.is_usable:
        with st.container(horizontal=True):
            navigation.link("evaluate", "See its mistakes", ":material/fact_check:", run=run.id)
            navigation.link("predict", "Draw digits for it", ":material/draw:", run=run.id)
            downloads(run)
    ended_run_controls(run)


def _progress(run: Run, steps: list[dict]) -> None:
    done = steps[-1]["step"] / run.status.total_steps if steps and run.status.total_steps else 0.0
    bar, buttons = st.columns([3, 2], vertical_alignment="center")
    bar.progress(min(done, 1.0), _activity(run, steps))
    with buttons:
        run_controls(run)


def _activity(run: Run, steps: list[dict]) -> str:
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
            return "Saving the model and judging it on the test digits"
        case State.INTERRUPTED:
            return "Rescuing the best model"
        case _ if not steps:
            return f"Epoch 1 of {epochs}: preparing the first steps"
        case _:
            epoch = min(int(steps[-1]["epoch"]) + 1, epochs)
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


def _numbers(run: Run, steps: list[dict], epochs: list[dict]) -> None:
    best = best_accuracy(epochs, run.info.config.monitor)
    first, second, third, fourth = st.columns(4)
    first.metric(
        "Validation accuracy",
        "-" if best is None else percent(best),
        help="The share of the held-back digits that the best epoch recognises.",
    )
    if _is_settled(run) and run.result is not None:
        digits = run.result.test_digits
        right = wilson_interval(round(run.result.test_accuracy * digits), digits)
        second.metric(
            "Test accuracy",
            percent(run.result.test_accuracy),
            help="On digits that no choice was made with. The true share lies between "
            f"{interval(right)} (95 % interval).",
        )
        third.metric("Time", duration(epochs[-1]["seconds"]), help="From first step to last.")
        fourth.metric("Parameters", count(run.result.parameters))
    elif steps:
        second.metric("Training loss", f"{smoothed([s['loss'] for s in steps])[-1]:.3f}")
        third.metric("Digits per second", count(steps[-1]["images_per_second"]))
        fourth.metric(
            "Learning rate",
            f"{steps[-1]['learning_rate']:.2g}",
            help="How far the weights move at each step, now.",
        )
