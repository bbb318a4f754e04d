"""Trainings on a cluster of others: side by side, one in a process, and failures told."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.jobs import jobs as jobs_module
from core.jobs.jobs import Jobs
from core.runs.run import Run
from core.runs.status import State
from core.runs.store import RunStore
from tests.external_cluster import ExternalCluster, external_cluster, kill_tree
from tests.waiting import wait_for

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kills processes in Unix's way"),
]

LONG = {"architecture": "cnn", "hidden_layers": 0, "epochs": 50, "batch_size": 64}
SHORT = {"architecture": "dense", "hidden_layers": 0, "epochs": 1, "batch_size": 256}


@pytest.fixture(scope="module")
def four_threads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExternalCluster]:
    """A cluster whose one worker has four threads."""
    with external_cluster(tmp_path_factory.mktemp("cluster"), 4) as cluster:
        yield cluster


@pytest.fixture
def open_jobs(store: RunStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Jobs]]:
    """Return a function that makes the jobs of a server on a cluster."""
    opened: list[Jobs] = []

    def open_jobs(cluster: ExternalCluster) -> Jobs:
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", cluster.address)
        opened.append(Jobs(store))
        return opened[-1]

    yield open_jobs
    for jobs in opened:
        jobs.close()


def wait(store: RunStore, run: Run, until: Callable[[Run], bool], jobs: Jobs | None = None) -> Run:
    """Return the run as soon as `until` holds for it; meanwhile a page tends the jobs."""

    def holds() -> bool:
        if jobs is not None:
            jobs.tend()
        return until(store.get(run.id))

    wait_for(holds)
    return store.get(run.id)


def has_ended(run: Run) -> bool:
    return not run.status.state.is_active


def is_at_work(run: Run) -> bool:
    return run.status.state.is_active and run.status.state is not State.QUEUED


def has_an_epoch(run: Run) -> bool:
    return run.status.state is State.TRAINING and len(run.epochs()) >= 1


def test_side_by_side(
    tmp_path: Path, open_jobs: Callable, new_run: Callable[..., Run], store: RunStore
) -> None:
    """Two workers train two runs at once; when one dies, the other rescues its run."""
    with external_cluster(tmp_path, 1, 1) as cluster:
        jobs = open_jobs(cluster)
        first, second, third = new_run(**LONG), new_run(**LONG), new_run(**SHORT)
        for run in (first, second, third):
            jobs.submit(run)
        one = wait(store, first, has_an_epoch)
        two = wait(store, second, has_an_epoch)
        steps = len(store.get(first.id).steps())

        # Both at once, each in a process of its own: the first goes on while the second does.
        assert one.status.owner.pid != two.status.owner.pid
        wait(store, first, lambda run: has_an_epoch(run) and len(run.steps()) > steps)
        assert has_an_epoch(store.get(second.id))

        nanny = psutil.Process(one.status.owner.pid).parent()
        nanny.kill()  # the whole machine, as it were
        psutil.Process(one.status.owner.pid).kill()
        wait(store, first, lambda run: run.status.state is not State.TRAINING)
        history = first.steps()
        jobs.stop(store.get(second.id))
        rescued = wait(store, first, lambda run: has_ended(run) and run.is_usable)
        assert State.INTERRUPTED is rescued.status.state
        assert rescued.status.message.endswith("The best model until then is kept.")
        assert history == rescued.steps()
        assert State.STOPPED is wait(store, second, has_ended).status.state
        assert State.COMPLETED is wait(store, third, has_ended).status.state
        assert {first.id, second.id, third.id} == {r.id for r in store.runs() if r.is_usable}


def test_one_training_in_a_process(
    four_threads: ExternalCluster,
    open_jobs: Callable,
    new_run: Callable[..., Run],
    store: RunStore,
) -> None:
    """A worker with four threads trains one run after the other; the others wait."""
    jobs = open_jobs(four_threads)
    runs = [new_run(**SHORT | {"epochs": 3}) for _ in range(3)]
    for run in runs:
        jobs.submit(run)

    def all_ended(_run: Run) -> bool:
        now = [store.get(run.id) for run in runs]
        assert sum(is_at_work(run) for run in now) <= 1
        return all(has_ended(run) for run in now)

    wait(store, runs[0], all_ended)
    assert {State.COMPLETED} == {store.get(run.id).status.state for run in runs}


def test_digits_of_the_worker(
    four_threads: ExternalCluster, open_jobs: Callable, offline: Dataset, store: RunStore
) -> None:
    """A worker that has other digits than the server says so to the user."""
    jobs = open_jobs(four_threads)
    run = store.create(TrainConfig(**SHORT), offline)
    info = json.loads((run.folder / "run.json").read_text())
    (run.folder / "run.json").write_text(json.dumps(info | {"fingerprint": "0" * 64}))
    jobs.submit(run)
    failed = wait(store, run, has_ended).status
    assert State.FAILED is failed.state
    assert "other digits than" in failed.message


def test_what_a_worker_cannot_do(
    four_threads: ExternalCluster, open_jobs: Callable, new_run: Callable[..., Run], monkeypatch
) -> None:
    """Runs end as failed, with what to do, where the worker sees no folder or is another one."""
    jobs = open_jobs(four_threads)
    hidden = new_run(**SHORT)
    (hidden.folder / "run.json").rename(hidden.folder / "elsewhere.json")
    jobs.submit(hidden)
    status = hidden.folder / "status.json"
    wait_for(lambda: "failed" in status.read_text())
    message = json.loads(status.read_text())["message"]
    assert str(hidden.folder) in message
    assert "DIGITS_RUNS_DIR" in message

    versions = {"Python": "2.7", "keras": "0"}
    monkeypatch.setattr(jobs_module, "installed_versions", lambda: versions)
    other = new_run(**SHORT)
    jobs.submit(other)
    status = other.folder / "status.json"
    wait_for(lambda: "failed" in status.read_text())
    message = json.loads(status.read_text())["message"]
    assert "the server Python 2.7, keras 0" in message


def test_scheduler_that_comes_back(
    tmp_path: Path,
    open_jobs: Callable,
    new_run: Callable[..., Run],
    store: RunStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without it a run waits; then that is submitted again, and a begun one not begun anew."""
    monkeypatch.setattr(jobs_module, "_PERIOD_SECONDS", 0.5)
    with external_cluster(tmp_path) as cluster:
        (scheduler,) = cluster.processes
        cluster.start_worker()
        jobs = open_jobs(cluster)
        begun, waiting = new_run(**LONG), new_run(**SHORT)
        jobs.submit(begun)
        jobs.submit(waiting)
        wait(store, begun, has_an_epoch)
        kill_tree(scheduler)
        threads = len(psutil.Process().threads())
        until = time.monotonic() + 2
        while time.monotonic() < until:
            jobs.tend()
            time.sleep(0.1)
        assert len(psutil.Process().threads()) <= threads + 2  # trying again leaves none behind
        assert State.QUEUED is store.get(waiting.id).status.state

        cluster.start_scheduler()
        cluster.start_worker()
        done = wait(store, waiting, has_ended, jobs=jobs)
        assert State.COMPLETED is done.status.state
        known = len(store.get(begun.id).steps())
        wait(store, begun, lambda run: has_ended(run) or len(run.steps()) > known, jobs=jobs)
        jobs.stop(store.get(begun.id))
        ended = wait(store, begun, lambda run: has_ended(run) and run.is_usable, jobs=jobs)
        steps = [record["step"] for record in ended.steps()]
        assert sorted(set(steps)) == steps
