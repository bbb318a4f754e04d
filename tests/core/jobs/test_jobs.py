"""Trainings in the background, on a real cluster: queued, stopped, killed and never lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import numpy as np
import psutil
import pytest
from distributed import Client

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.errors import DigitLabError
from core.inference import Classifier
from core.jobs import jobs as jobs_module
from core.jobs.jobs import Jobs
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.status import State
from core.runs.store import RunStore
from tests.core.runs.abandoned_run import abandon
from tests.waiting import PATIENCE, wait_for

SHORT = {"architecture": "dense", "hidden_layers": 0, "epochs": 1, "batch_size": 256}
LONG = {
    "architecture": "cnn",
    "hidden_layers": 0,
    "epochs": 50,
    "batch_size": 64,
}  # about half a minute
STATES_OF_A_TRAINING = ["queued", "starting", "training", "saving", "completed"]


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> RunStore:
    """The store of `jobs`."""
    root = tmp_path_factory.mktemp("jobs")
    return RunStore(root, shipped=root / "none")


@pytest.fixture(scope="module")
def abandoned(shared_store: RunStore, trained: Run, dead_owner: Owner) -> Run:
    """A run that an earlier server left behind, with weights."""
    return abandon(shared_store, trained, dead_owner)


@pytest.fixture(scope="module")
def jobs(shared_store: RunStore, abandoned: Run) -> Iterator[Jobs]:
    """Jobs on an embedded cluster that started as a page starts it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
        jobs = Jobs(shared_store)
        for _ in range(5):
            jobs.tend()
        yield jobs
        jobs.close()


@pytest.fixture
def submit(jobs: Jobs, shared_store: RunStore, offline: Dataset) -> Callable[..., Run]:
    """Return a function that makes a run on the offline digits and queues it."""

    def submit(**settings: Any) -> Run:
        run = shared_store.create(TrainConfig(**settings), offline)
        jobs.submit(run)
        return run

    return submit


def wait(store: RunStore, run: Run, until: Callable[[Run], bool]) -> Run:
    """Return the run as soon as `until` holds for it."""
    wait_for(lambda: until(store.get(run.id)))
    return store.get(run.id)


def has_ended(run: Run) -> bool:
    return not run.status.state.is_active


def has_a_model_in_training(run: Run) -> bool:
    """Whether the best weights of a finished epoch are kept while the training goes on."""
    return run.status.state is State.TRAINING and len(run.epochs()) >= 1


def can_be_used(run: Run, digits: Dataset) -> bool:
    said = Classifier(run)(digits.test.images[:9]).probabilities
    return run.is_usable and np.allclose(said.sum(axis=1), 1)


def clusters(store: RunStore) -> list[psutil.Process]:
    """The embedded clusters that this process has started for a store."""
    started = ["core.jobs.cluster", str(store.root)]
    return [one for one in psutil.Process().children() if one.cmdline()[-2:] == started]


def test_abandoned_run_is_rescued(jobs: Jobs, shared_store: RunStore, abandoned: Run) -> None:
    """What an earlier server left in mid-training gets a usable model, without being asked for."""
    rescued = wait(shared_store, abandoned, lambda run: run.is_usable and has_ended(run))

    assert State.INTERRUPTED is rescued.status.state
    assert abandoned.steps() == rescued.steps()


def test_what_another_process_leaves_is_rescued(
    jobs: Jobs, shared_store: RunStore, trained: Run, dead_owner: Owner
) -> None:
    """A living server makes a model of a training of the command line that was killed, though it
    has long been at work itself: within ten seconds, beside what the making takes."""
    wait_for(jobs._is_connected)
    left = abandon(shared_store, trained, dead_owner, "20260102-000000-left")
    begun = time.monotonic()
    wait(shared_store, left, lambda run: run.status.state is State.SAVING or run.is_usable)
    assert time.monotonic() - begun < 10
    rescued = wait(shared_store, left, lambda run: run.is_usable and has_ended(run))

    assert State.INTERRUPTED is rescued.status.state
    assert [] == [*rescued.folder.glob(".new-*")]


def test_one_cluster_for_all(jobs: Jobs, shared_store: RunStore, abandoned: Run) -> None:
    """However often pages ask for it, there is one cluster."""
    wait(shared_store, abandoned, lambda run: run.is_usable)
    jobs.tend()

    assert 1 == len(clusters(shared_store))


def test_one_after_the_other(submit: Callable[..., Run], shared_store: RunStore) -> None:
    """Runs are trained in the order of their making, the second after the first has ended."""
    first, second = submit(**SHORT), submit(**SHORT)
    seen = []

    def both_ended(_run: Run) -> bool:
        states = tuple(str(shared_store.get(run.id).status.state) for run in (first, second))
        seen.append(states)
        return states == ("completed", "completed")

    wait(shared_store, second, both_ended)
    for states in zip(*seen, strict=True):
        order = [STATES_OF_A_TRAINING.index(state) for state in states]
        assert sorted(order) == order
    # The one read first may end between the two readings.
    assert {"queued", "starting"} >= {two for one, two in seen if one != "completed"}
    assert shared_store.get(first.id).is_usable
    assert shared_store.get(second.id).is_usable


def test_stop(
    jobs: Jobs, submit: Callable[..., Run], shared_store: RunStore, offline: Dataset
) -> None:
    """A waiting run stops at once, a running one within moments, and its model is kept."""
    running, waiting = submit(**LONG), submit(**SHORT)
    wait(shared_store, running, has_a_model_in_training)

    jobs.stop(shared_store.get(waiting.id))
    cancelled = shared_store.get(waiting.id).status
    assert (State.STOPPED, "Cancelled before it began.") == (cancelled.state, cancelled.message)

    jobs.stop(shared_store.get(running.id))
    wait(shared_store, running, lambda run: run.status.state is not State.TRAINING)
    stopped = wait(shared_store, running, has_ended)
    assert State.STOPPED is stopped.status.state
    assert stopped.steps()[-1]["step"] < stopped.status.total_steps
    assert can_be_used(stopped, offline)
    assert shared_store.get(waiting.id).status == cancelled


def test_stop_by_a_page_that_saw_it_waiting(
    jobs: Jobs, submit: Callable[..., Run], shared_store: RunStore, offline: Dataset
) -> None:
    """A click that comes just as the training began stops it like any other, model kept."""
    seen_waiting = submit(**LONG)
    wait(shared_store, seen_waiting, has_a_model_in_training)
    jobs.stop(seen_waiting)

    assert "Cancelled before it began." != shared_store.get(seen_waiting.id).status.message
    stopped = wait(shared_store, seen_waiting, lambda run: has_ended(run) and run.is_usable)
    assert State.STOPPED is stopped.status.state
    assert stopped.status.message.startswith("Stopped on request.")
    assert can_be_used(stopped, offline)


def test_cluster_of_others(
    cluster: str, new_run: Callable[..., Run], store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DASK_SCHEDULER_ADDRESS sends jobs to that cluster, which outlives whoever used it."""
    run = new_run(**SHORT)
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", cluster)
    guests = Jobs(store)
    guests.submit(run)

    assert State.COMPLETED is wait(store, run, has_ended).status.state
    guests.close()
    with Client(cluster, timeout="10s", set_as_default=False) as others:
        assert 1 == len(others.scheduler_info()["workers"])
    assert [] == clusters(store)
    assert not (store.root / "cluster.log").exists()


STRANGER = """
import sys
from distributed import Client, Security

security = None if sys.argv[2] == "plain" else Security.temporary()
try:
    Client(sys.argv[1], timeout="2s", security=security).submit(open, sys.argv[3], "w").result()
except (OSError, RuntimeError, TypeError) as error:
    print("refused:", error)
"""


def listening(cluster: psutil.Process) -> list[int]:
    """The ports that a cluster's processes listen on."""
    everyone = [cluster, *cluster.children(recursive=True)]
    places = [place for one in everyone for place in one.net_connections()]
    return [place.laddr.port for place in places if place.status == psutil.CONN_LISTEN]


@pytest.mark.parametrize("scheme", ["tcp", "tls"])
@pytest.mark.parametrize("key", ["plain", "of its own"])
def test_a_stranger_is_refused(
    scheme: str, key: str, jobs: Jobs, shared_store: RunStore, abandoned: Run, tmp_path: Path
) -> None:
    """Another process of this machine, with no key or another, has nothing run for it."""
    wait(shared_store, abandoned, lambda run: run.is_usable)  # the server's own jobs are done
    address = jobs._client.scheduler.address.replace("tls:", f"{scheme}:")
    trace = tmp_path / "it ran"
    stranger = subprocess.run(
        [sys.executable, "-c", STRANGER, address, key, str(trace)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert stranger.stdout.startswith("refused:"), stranger.stderr
    assert not trace.exists()


def test_nothing_is_told_without_the_key(
    jobs: Jobs, shared_store: RunStore, abandoned: Run
) -> None:
    """Every port of the cluster breaks off, or knows no page, when it is asked by HTTP."""
    wait(shared_store, abandoned, lambda run: run.is_usable)
    (cluster,) = clusters(shared_store)
    ports = listening(cluster)

    assert ports
    for port, page in product(ports, ("/", "/health", "/metrics", "/info/main/workers.html")):
        with pytest.raises((OSError, HTTPException)):  # HTTPError of 404 is an OSError
            urlopen(f"http://127.0.0.1:{port}{page}", timeout=PATIENCE)


def test_the_key_is_not_on_show(jobs: Jobs, shared_store: RunStore, abandoned: Run) -> None:
    """It stands in no argument, no variable and no file of the store."""
    wait(shared_store, abandoned, lambda run: run.is_usable)
    (cluster,) = clusters(shared_store)
    everyone = [cluster, *cluster.children(recursive=True)]
    shown = [str((one.cmdline(), one.environ())) for one in everyone]
    written = [path.read_bytes() for path in shared_store.root.rglob("*") if path.is_file()]

    assert not any("PRIVATE KEY" in text for text in shown)
    assert not any(b"PRIVATE KEY" in content for content in written)


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "localhost", "ftp://127.0.0.1:21", "127.0.0.1:port"]
)
def test_no_cluster_at_the_address(
    address: str, store: RunStore, new_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address where nothing answers, or that is none, is named to the caller and on record."""
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", address)
    monkeypatch.setattr(jobs_module, "_CONNECT_SECONDS", "1s")
    run = new_run(**SHORT)

    with pytest.raises(DigitLabError, match="No training cluster answers") as caught:
        Jobs(store).submit(run)
    assert address in str(caught.value)
    failed = store.get(run.id).status
    assert (State.FAILED, str(caught.value)) == (failed.state, failed.message)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_killed_worker(
    jobs: Jobs, submit: Callable[..., Run], shared_store: RunStore, offline: Dataset
) -> None:
    """A worker killed in mid-training interrupts the run; its best model is made usable.

    Dask hands the job to a new worker, which must not train it from the beginning.
    """
    run = submit(**LONG)
    found = wait(shared_store, run, has_a_model_in_training)
    os.kill(found.status.owner.pid, signal.SIGKILL)
    wait(shared_store, run, lambda run: run.status.state is not State.TRAINING)
    history = run.steps()
    rescued = wait(shared_store, run, lambda run: run.is_usable and has_ended(run))

    assert State.INTERRUPTED is rescued.status.state
    assert "ended unexpectedly in epoch" in rescued.status.message
    assert rescued.status.message.endswith("The best model until then is kept.")
    assert history == rescued.steps()
    assert all(a["step"] < b["step"] for a, b in pairwise(rescued.steps()))
    assert can_be_used(rescued, offline)


SERVER = """
import sys
from pathlib import Path
from core.data import load_named
from core.config.train_config import TrainConfig
from core.jobs.jobs import Jobs
from core.runs.store import RunStore

store = RunStore(Path(sys.argv[1]))
run = store.create(TrainConfig(architecture="cnn", epochs=50, batch_size=64), load_named("offline"))
Jobs(store).submit(run)
print(run.id, flush=True)
input()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_killed_server(store: RunStore, offline: Dataset) -> None:
    """A server killed in mid-training takes its cluster along, but not the model."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(store.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        run = store.get(server.stdout.readline().strip())
        wait(store, run, has_a_model_in_training)
        others = psutil.Process(server.pid).children(recursive=True)
    finally:
        server.kill()
        server.communicate()
    ended = wait(store, run, has_ended)

    assert State.INTERRUPTED is ended.status.state
    assert "server was stopped" in ended.status.message
    assert can_be_used(ended, offline)
    assert [] == psutil.wait_procs(others, timeout=PATIENCE)[1]


def test_closed_in_mid_training(
    jobs: Jobs, submit: Callable[..., Run], shared_store: RunStore, offline: Dataset
) -> None:
    """A server that ends in good order stops the training, keeps its model, leaves no process."""
    run = submit(**LONG)
    wait(shared_store, run, has_a_model_in_training)
    (cluster,) = clusters(shared_store)
    others = cluster.children(recursive=True)
    jobs.close()
    ended = shared_store.get(run.id)

    assert State.INTERRUPTED is ended.status.state
    assert "The server was stopped during this training" in ended.status.message
    assert can_be_used(ended, offline)
    assert [] == clusters(shared_store)
    assert [] == psutil.wait_procs(others, timeout=PATIENCE)[1]
