"""Trainings as jobs on a Dask cluster: submit, stop, and be ready before the first click.

With `DASK_SCHEDULER_ADDRESS` set (Dask's own setting) jobs go to that cluster. Otherwise an
embedded one starts on demand, see `core.jobs.cluster`.
"""

import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.errors import DigitLabError
from core.jobs.access import Access
from core.runs.owner import Owner
from core.runs.requests import STOPPED_BY_USER
from core.runs.run import Run, read_run
from core.runs.status import State, Status, disown
from core.runs.store import RunStore
from core.training.versions import installed_versions

_PROJECT = Path(__file__).resolve().parents[2]
_CONNECT_SECONDS = "30s"
_ANSWER_SECONDS = 3.0
_RETRY_SECONDS = 10.0  # a cluster that is not there is not looked for at every rerun

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
        self._tending = threading.Lock()
        self._not_before = 0.0

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

    def tend(self) -> None:
        """See in the background that a cluster runs, is warm, and has all jobs it should have.

        Cheap when nothing is amiss, so a page may call it as often as it likes.
        """
        if self._tending.locked() or time.monotonic() < self._not_before:
            return
        # On a cluster of one's own nothing happens behind one's back that Dask does not mend.
        if self._is_connected() and not (self._futures and self._process is None):
            return
        self._not_before = time.monotonic() + _RETRY_SECONDS
        threading.Thread(target=self._revive, name="tend-jobs", daemon=True).start()

    def close(self) -> None:
        """End the embedded cluster; a running training stops, saves and is marked interrupted."""
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

    def _revive(self) -> None:
        # Without a cluster there is nothing to tend; whoever submits a job is told why.
        with self._tending, suppress(DigitLabError, OSError):
            with self._lock:
                fresh = not self._is_connected()
                client = self._connected()
                if fresh:
                    self._warm_up = client.submit(exec, _WARM_UP, {}, key="warm-up", pure=False)
            self._give_up_dead_hosts(client)
            for run in self._store.runs():
                with self._lock:
                    if self._lacks_a_job(run, fresh):
                        self._submit(run)

    def _lacks_a_job(self, run: Run, fresh: bool) -> bool:
        future = self._futures.get(run.id)
        if future is None:  # a run that a server left behind
            return fresh and run.needs_rescue
        if future.client is self._client and not future.cancelled():
            return False
        if run.status.state is State.QUEUED or run.status.state is State.INTERRUPTED:
            return True
        if not run.status.state.is_active:
            del self._futures[run.id]
        return False  # it ended, or its worker goes on with it

    def _give_up_dead_hosts(self, client: Any) -> None:  # noqa: ANN401
        held = [run for run in self._store.runs() if run.id in self._futures]
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
        with (self._store.root / "cluster.log").open("w") as log:
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
            raise DigitLabError(
                f"The training process did not start; {self._store.root / 'cluster.log'} says why."
            )
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
