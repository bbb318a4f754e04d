"""The benchmark of trainings: what counts as sooner, the example as published, tiny real runs."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Timer
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.report import Row
from benchmarks.training.costs import bare_images_per_second, memory_rows
from benchmarks.training.example import EPOCHS, _network
from benchmarks.training.jobs import Trainer, warm_jobs
from benchmarks.training.race import EXAMPLE, OURS, our_row, run_example, speedup, summary
from core.config.train_config import TrainConfig
from core.data import load_named

TINY = TrainConfig(architecture="dense", hidden_layers=0, epochs=2, batch_size=64)
times = st.lists(st.one_of(st.none(), st.floats(0.1, 1000)), min_size=1, max_size=7)


@pytest.fixture(scope="module")
def trainer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trainer]:
    """A warm worker that trains on the offline digits."""
    with warm_jobs(tmp_path_factory.mktemp("jobs"), load_named("offline")) as started:
        yield started


def rows(who: str, seconds: list[float | None]) -> list[Row]:
    """Trainings that reached their goal after so many seconds, or never."""
    return [
        {"who": who, "goal": 0.99, "test_accuracy": 0.99, "epochs": 2, "seconds_to_goal": each}
        for each in seconds
    ]


def test_speedup_is_the_ratio_of_the_medians() -> None:
    """The example's median time by ours."""
    measured = rows(EXAMPLE, [90.0, 120.0, 100.0]) + rows(OURS, [5.0, 4.0, 8.0])
    assert 20.0 == speedup(measured)


def test_a_training_that_misses_its_goal_is_not_left_out() -> None:
    """It counts as slower than all others: one of three makes the slower of the rest the median,
    two of three take the answer away."""
    example = rows(EXAMPLE, [100.0, 100.0, 100.0])

    assert 10.0 == speedup(example + rows(OURS, [5.0, None, 10.0]))
    assert speedup(example + rows(OURS, [None, None, 1.0])) is None
    assert speedup(rows(EXAMPLE, [None]) + rows(OURS, [1.0])) is None


@given(example=times, ours=times)
def test_summary_and_speedup_agree(example: list[float | None], ours: list[float | None]) -> None:
    """The ratio is that of the two medians in the table, and there is none without both."""
    measured = rows(EXAMPLE, example) + rows(OURS, ours)
    first, second = summary(measured)
    medians = first["seconds_to_goal"], second["seconds_to_goal"]

    expected = medians[0] / medians[1] if None not in medians else None
    assert expected == speedup(measured)
    assert f"{sum(t is not None for t in ours)} of {len(ours)}" == second["reached"]


def test_the_example_is_the_published_network() -> None:
    """Keras' page prints 34,826 parameters and trains 15 epochs."""
    assert 34_826 == _network().count_params()
    assert 15 == EPOCHS


def test_the_example_stops_at_its_goal() -> None:
    """After the first epoch that is good enough; without one it trains all of them."""
    with ThreadPoolExecutor() as threads:  # each is a process of its own
        stopped = threads.submit(run_example, 0, until=0.0, dataset="offline", epochs=2)
        first, second = run_example(0, until=1.1, dataset="offline", epochs=2)
    assert 1 == len(stopped.result())

    assert 0 < first["seconds"] < second["seconds"]
    assert 0.1 < second["test_accuracy"] <= 1


def test_a_job_is_timed_from_its_click(trainer: Trainer) -> None:
    """First record, end of the kept epoch and finished model come in this order."""
    timed = trainer.train(TINY)
    row = our_row(OURS, 0.0, timed)

    assert 0 < timed.to_first_record < timed.to_epoch_end < timed.to_end
    assert timed.seconds in timed.epochs
    assert 2 == len(timed.epochs) == row["epochs"]
    assert timed.seconds == row["seconds_to_goal"]
    assert our_row(OURS, 1.1, timed)["seconds_to_goal"] is None
    assert timed.images_per_second > 0
    assert timed.peak_memory >= timed.held_memory > 1e8


def test_the_bare_loop_learns_as_many_images() -> None:
    """The same configuration runs without a run's folder."""
    assert bare_images_per_second(TINY, "offline") > 0


def test_memory_is_compared_from_the_first_training_to_the_last() -> None:
    """The peak is that of all; growth is a share of what the first left behind."""
    timed = [
        SimpleNamespace(peak_memory=peak * 1e6, held_memory=last * 1e6)
        for peak, last in ((900, 800), (1200, 850), (1000, 840))
    ]
    figures = {row["figure"]: row["median"] for row in memory_rows(timed)}

    assert 1200 == figures["peak memory of the worker (MB)"]
    assert figures["growth"] == pytest.approx(0.05)


def test_a_page_kept_open_is_run_again(trainer: Trainer, tmp_path: Path) -> None:
    """While a run goes on its page asks for its live part again and again, as a browser does."""
    pytest.importorskip("playwright")
    from benchmarks.app import running_server
    from benchmarks.client import Session

    over = Event()
    run = trainer.start(TrainConfig(architecture="dense", epochs=100))
    with (
        running_server(run.folder.parent, tmp_path / "log") as server,
        Session(server.url) as session,
    ):
        session.open("train")  # loads what is loaded once
        Timer(4, over.set).start()
        assert session.keep_open("train", f"run={run.id}", over) >= 1
        run.request_stop("test")
