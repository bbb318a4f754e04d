"""What is said to those who wait: their place, and the time until their turn."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.files.json_files import append_line
from core.jobs.queue import Wait, waits
from core.runs.run import Run, read_run
from core.runs.status import State, Status
from core.training.time_estimate import AROUND_A_TRAINING, planned_seconds
from tests.core.conftest import NewRun

DIGITS = 1433
STATES = st.lists(st.sampled_from(State), max_size=8)


def in_state(run: Run, number: int, state: State, total_steps: int = 0) -> Run:
    """Return `run` as the one of this number of a day, in a state."""
    created = run.info.created + timedelta(seconds=number)
    status = Status(state, total_steps=total_steps)
    return replace(run, id=f"run-{number}", info=replace(run.info, created=created), status=status)


@given(STATES, st.randoms())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_who_came_first_is_next(new_run: NewRun, states: list[State], random) -> None:
    """All that wait have a place, in the order of their coming, and nobody else has one; whoever
    is further behind waits longer."""
    run = new_run()
    runs = [in_state(run, number, state) for number, state in enumerate(states)]
    expected = [one.id for one in runs if one.status.state is State.QUEUED]
    random.shuffle(runs)

    found = waits(runs, DIGITS, 1.0)
    assert expected == sorted(found, key=lambda run_id: found[run_id].place)
    assert list(range(1, len(expected) + 1)) == sorted(wait.place for wait in found.values())
    seconds = [found[run_id].seconds for run_id in expected]
    assert seconds == sorted(set(seconds))


def test_how_long_one_waits(new_run: NewRun) -> None:
    """For the rest of the training at work, by its own pace, and for those that came before."""
    run = new_run()
    at_work = in_state(run, 0, State.TRAINING, total_steps=400)
    queued = [in_state(run, number, State.QUEUED) for number in (1, 2)]
    whole = 3.0 * planned_seconds(run.info.config, DIGITS)  # three times slower than planned
    around = 3.0 * AROUND_A_TRAINING

    early = waits([at_work, *queued], DIGITS, 3.0)
    assert Wait(1, pytest.approx(whole + around)) == early["run-1"]
    assert Wait(2, pytest.approx(2 * (whole + around))) == early["run-2"]

    append_line(run.folder / "steps.jsonl", {"step": 100, "epoch": 1.0, "seconds": 20.0})
    later = waits([at_work, *queued], DIGITS, 3.0)
    assert Wait(1, pytest.approx(60 + around)) == later["run-1"]

    beside = in_state(new_run(), 3, State.STARTING)
    both = waits([at_work, *queued, beside], DIGITS, 3.0)
    assert Wait(1, pytest.approx((60 + whole) / 2 + around)) == both["run-1"]


def test_nobody_at_work(new_run: NewRun) -> None:
    """The next one begins at once."""
    assert {"run-0": Wait(1, 0.0)} == waits([in_state(new_run(), 0, State.QUEUED)], DIGITS, 1.0)


@pytest.mark.parametrize("last", [{}, {"step": 0, "seconds": 1}, {"step": "x", "seconds": "y"}])
def test_damaged_records(new_run: NewRun, last: dict) -> None:
    """Records that say nothing leave what was planned."""
    run = new_run()
    append_line(run.folder / "steps.jsonl", last)
    run.write_status(Status(State.TRAINING, total_steps=400))
    runs = [read_run(run.folder), in_state(run, 1, State.QUEUED)]
    planned = planned_seconds(run.info.config, DIGITS)
    assert pytest.approx(planned + AROUND_A_TRAINING) == waits(runs, DIGITS, 1.0)["run-1"].seconds
