"""Trainings as jobs on a Dask cluster: submit, stop, and be ready before the first click.

With `DASK_SCHEDULER_ADDRESS` set (Dask's own setting) jobs go to that cluster. Otherwise an
embedded one starts on demand, see `core.jobs.cluster`.
"""

import asyncio
import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.errors import DigitLabError
from core.files.storage import writing
from core.files.versions import FileVersion, file_version
from core.jobs.access import Access
from core.runs.folder import RunFile
from core.runs.owner import Owner
from core.runs.requests import STOPPED_BY_USER
from core.runs.run import Run, read_run
from core.runs.status import State, Status, disown
from core.runs.store import RunStore
from core.training.versions import installed_versions

_PROJECT = Path(__file__).resolve().parents[2]
_CONNECT_SECONDS = "30s"
_ANSWER_SECONDS = 3.0
_PERIOD_SECONDS = 2.0  # between two looks for what lacks a job, or for a cluster that is not there

# Jobs travel as text: a worker that cannot unpickle a function of ours, because it has no Digit
# Lab, closes instead of failing, and the job would wait for ever.
_TRAIN = """
from pathlib import Path
from core.training.worker import run_job
run_job(Path(folder), software)
"""
_WARM_UP = """
from core.training.worker import warm_up
warm_up()
"""


def _is_no_cancellation(record: logging.LogRecord) -> bool:
    # A client that is closed while it looks for a cluster that is gone logs this as an error.
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


logging.getLogger("distributed.client").addFilter(_is_no_cancellation)


class Jobs:
    """The jobs of one store of runs. Safe to use from several threads."""

    def __init__(self, store: RunStore) -> None:
        """Serve `store`; nothing is started yet."""
        self._store = store
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._client: Any = None  # distributed.Client
        self._futures: dict[str, Any] = {}  # by run; Dask forgets a job whose future is dropped
        self._warm_up: Any = None
        self._tried: set[tuple[str, FileVersion]] = set()  # the runs whose rescue was begun
        self._tending: threading.Thread | None = None
        self._beginning = threading.Lock()
        self._closing = threading.Event()

    def submit(self, run: Run) -> None:
        """Put `run` at the end of the queue; raise `DigitLabError` if there is no cluster."""
        try:
            with self._lock:
                self._submit(run)
        except DigitLabError as error:
            run.write_status(Status(State.FAILED, message=str(error)))
            raise

    def stop(self, run: Run) -> None:
        """Cancel `run` if it waits, or ask its training to end and keep what it has."""
        run.request_stop(STOPPED_BY_USER)
        # Asked anew: `run` may have been read while it still waited.
        if read_run(run.folder).status.state is State.QUEUED:
            with self._lock:
                future = self._futures.pop(run.id, None)
            if future is not None:
                future.cancel()
            run.write_status(Status(State.STOPPED, message="Cancelled before it began."))

    def rescue(self, run: Run) -> None:
        """Have a usable model made of what a run has left, its weights or its Keras model.

        Raises `DigitLabError` if there is no cluster.
        """
        with self._lock:
            if run.id not in self._futures:
                self._submit(run)

    def tend(self) -> None:
        """See in the background that a cluster runs, is warm, and has all jobs it should have.

        From now on: every few seconds, also for what any other process leaves behind. Cheap, so a
        page may call it as often as it likes.
        """
        with self._beginning:
            if self._tending is None and not self._closing.is_set():
                self._tending = threading.Thread(target=self._tend, name="tend-jobs", daemon=True)
                self._tending.start()

    def close(self) -> None:
        """End the embedded cluster; a running training stops, saves and is marked interrupted."""
        self._closing.set()
        if self._tending is not None:
            self._tending.join()
        with self._lock:
            self._futures.clear()
            if self._client is not None:
                self._client.close()
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
                self._process.wait()
            self._client = self._process = None

    def _submit(self, run: Run) -> None:
        future = self._connected().submit(
            exec,
            _TRAIN,
            {"folder": str(run.folder), "software": installed_versions()},
            key=f"{run.id}-{secrets.token_hex(4)}",  # a run that goes on is another job
            pure=False,
            priority=_first_come(run),
        )
        self._futures[run.id] = future
        future.add_done_callback(lambda done: self._settle(run, done))

    def _settle(self, run: Run, future: Any) -> None:  # noqa: ANN401
        from core.jobs.job_failures import record_failure

        with self._lock:
            # A cancelled job that is still held went down with its scheduler; `tend` sees to it.
            held = self._futures.get(run.id) is future
            if not held or future.cancelled():
                return
            del self._futures[run.id]
            address = future.client.scheduler.address
        if future.status == "error":
            record_failure(run, future.exception(), address)

    def _tend(self) -> None:
        while not self._closing.is_set():
            # Without a cluster there is nothing to tend; whoever submits a job is told why.
            with suppress(DigitLabError, OSError):
                self._revive()
            self._closing.wait(_PERIOD_SECONDS)

    def _revive(self) -> None:
        with self._lock:
            fresh = not self._is_connected()
            client = self._connected()
            if fresh:
                self._warm_up = client.submit(exec, _WARM_UP, {}, key="warm-up", pure=False)
        runs = self._store.runs()
        self._give_up_dead_hosts(client, runs)
        for run in runs:
            with self._lock:
                if self._lacks_a_job(run):
                    self._submit(run)

    def _lacks_a_job(self, run: Run) -> bool:
        future = self._futures.get(run.id)
        if future is None:  # a run that another process, or an earlier server, left behind
            return self._is_left_behind(run)
        if future.client is self._client and not future.cancelled():
            return False
        if run.status.state is State.QUEUED or run.status.state is State.INTERRUPTED:
            return True
        if not run.status.state.is_active:
            del self._futures[run.id]
        return False  # it ended, or its worker goes on with it

    def _is_left_behind(self, run: Run) -> bool:
        if not (run.needs_rescue or run.needs_repair):
            return False
        life = run.id, file_version(run.folder / RunFile.STATUS)
        is_new = life not in self._tried
        self._tried.add(life)  # what cannot be rescued is not tried again and again
        return is_new

    def _give_up_dead_hosts(self, client: Any, runs: list[Run]) -> None:  # noqa: ANN401
        held = [run for run in runs if run.id in self._futures]
        remote = [run for run in held if _is_in_training(run) and not _owner(run).is_here()]
        if not remote:
            return
        at_work = client.run(Owner.this_process, on_error="return").values()
        if any(isinstance(reply, OSError) for reply in at_work):
            return  # a worker that does not answer now may be the one
        for run in remote:
            if run.status.owner not in at_work:
                disown(run.folder, run.status.owner)

    def _is_connected(self) -> bool:
        process = self._process
        alive = process is None or process.poll() is None
        return self._client is not None and self._client.status == "running" and alive

    def _connected(self) -> Any:  # noqa: ANN401
        from distributed import Client
        from distributed.comm import get_address_host_port

        if self._is_connected():
            return self._client
        if self._client is not None:
            self._client.close(timeout=1)
        address, security = self._find_cluster()
        try:
            if security is None:
                # A Client refuses such addresses too, but hangs when it is then freed, or leaves a
                # thread behind each time. One's own cluster has just said that it listens.
                place = get_address_host_port(address)
                socket.create_connection(place, timeout=_ANSWER_SECONDS).close()
            self._client = Client(
                address, timeout=_CONNECT_SECONDS, set_as_default=False, security=security
            )
        except (OSError, ValueError) as error:  # no answer, or no address
            raise DigitLabError(
                f"No training cluster answers at {address}: {error}. "
                "Start one there, or unset DASK_SCHEDULER_ADDRESS to train on this machine."
            ) from error
        return self._client

    def _find_cluster(self) -> tuple[str, Any]:
        if address := os.environ.get("DASK_SCHEDULER_ADDRESS"):
            return address, None  # Dask's own settings say with which key
        access = self._start_cluster()
        return access.address, access.security()

    def _start_cluster(self) -> Access:
        path = self._store.root / "cluster.log"
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            log = path.open("w")
        with log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "core.jobs.cluster", str(self._store.root)],
                cwd=_PROJECT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                # Ctrl-C in the terminal must reach the server alone, which ends this in good order.
                start_new_session=True,
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise DigitLabError(f"The training process did not start; {path} says why.")
        return Access.from_line(line)


def _is_in_training(run: Run) -> bool:
    status = run.status
    return status.state.is_active and status.state is not State.QUEUED and status.owner is not None


def _owner(run: Run) -> Owner:
    assert run.status.owner is not None
    return run.status.owner


def _first_come(run: Run) -> float:
    # Dask takes jobs that arrive within a tenth of a second in any order unless told otherwise.
    return -run.info.created.timestamp()
