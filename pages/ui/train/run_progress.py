"""A run that goes on: how far it is, how long it will take, and its buttons."""

from collections.abc import Sequence

import streamlit as st

from core.files.json_files import number
from core.formats import duration
from core.runs.history import Record
from core.runs.run import Run
from core.runs.status import State
from core.runs.summary import progress
from core.training.time_estimate import seconds_left
from pages.ui import cache
from pages.ui.train.run_controls import run_controls


def run_progress(run: Run, steps: Sequence[Record]) -> None:
    """Show how far `run` is by its records, and what can be done to it."""
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
            return "Starting...: loading TensorFlow and the digits"
        case State.SAVING:
            return "Saving the model and evaluating it on the test digits"
        case State.INTERRUPTED:
            return "Rescuing the best model"
        case _ if not steps:
            return f"Epoch 1 of {epochs}: preparing the first steps"
        case _:
            epoch = min(int(number(steps[-1], "epoch") or 0) + 1, epochs)
            left = seconds_left(run, steps)
            return f"Epoch {epoch} of {epochs}, about {duration(left or 0)} left"
