"""The estimate of a training's time grows with its work, and learns from runs that ended."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.preset_results import MEASURED_DIGITS, preset_result
from core.config.presets import PRESETS
from core.config.train_config import TrainConfig
from core.files.json_files import write_lines
from core.runs.run import Run, read_run
from core.runs.status import State, Status
from core.training.time_estimate import expected_seconds, planned_seconds, slowness
from tests.core.config.test_train_config import CONFIGS
from tests.core.conftest import NewRun

DIGITS = 1433


@given(CONFIGS, st.integers(1000, 60_000))
def test_more_work_takes_longer(config: TrainConfig, digits: int) -> None:
    """More epochs and more digits never take less time."""
    if config.epochs < 100:
        more = replace(config, epochs=config.epochs + 1)
        assert planned_seconds(more, digits) > planned_seconds(config, digits) > 0
    assert planned_seconds(config, 2 * digits) > planned_seconds(config, digits)


def test_the_order_of_the_presets() -> None:
    """Those that everyone knows to be quick or slow are in that order."""
    seconds = [planned_seconds(PRESETS[name].config, 60_000) for name in PRESETS]
    by_name = dict(zip(PRESETS, seconds, strict=True))
    assert by_name["softmax"] < by_name["mnist_convnet"] < by_name["best"]
    assert by_name["fast"] < by_name["mnist_convnet"]


def ended(run: Run, seconds: float, epochs: int) -> Run:
    """Give a run a history as one that was completed leaves it."""
    records = [{"epoch": n + 1.0, "seconds": seconds * (n + 1) / epochs} for n in range(epochs)]
    write_lines(run.folder / "epochs.jsonl", records)
    run.write_status(Status(State.COMPLETED))
    return read_run(run.folder)


def test_a_slow_machine_is_known_by_its_runs(new_run: NewRun) -> None:
    """The median of the ratios counts; runs that were stopped early or wait do not."""
    config = TrainConfig()
    planned = planned_seconds(config, DIGITS)
    runs = [ended(new_run(), ratio * planned, config.epochs) for ratio in (2.0, 3.0, 40.0)]
    early = ended(new_run(), 1000 * planned, config.epochs - 1)

    assert 3.0 == pytest.approx(slowness([*runs, early, new_run()], DIGITS))
    assert 1.0 == slowness([new_run(), early], DIGITS)


def test_a_run_whose_time_is_damaged_does_not_count(new_run: NewRun) -> None:
    """Its last record has no number of seconds; the others are asked."""
    config = TrainConfig()
    sound = ended(new_run(), 2 * planned_seconds(config, DIGITS), config.epochs)
    damaged = ended(new_run(), float("nan"), config.epochs)

    assert 2.0 == pytest.approx(slowness([damaged, sound], DIGITS))


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_takes_what_it_took(name: str) -> None:
    """As it is on as many digits: the one figure that is told of it; half the epochs take about
    half of that."""
    config, known = PRESETS[name].config, preset_result(name)
    assert known is not None
    assert known.seconds == pytest.approx(expected_seconds(config, name, MEASURED_DIGITS))
    half = expected_seconds(replace(config, epochs=config.epochs // 2), name, MEASURED_DIGITS)
    assert 0.35 * known.seconds < half < 0.75 * known.seconds
