"""Trainings as jobs on a Dask cluster: submit, stop, and be ready before the first click.

With `DASK_SCHEDULER_ADDRESS` set (Dask's own setting) jobs go to that cluster. Otherwise an
embedded one starts on demand, see `core.training.cluster`.
"""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.errors import DigitLabError
from core.training.runs import Run, read_run
from core.training.status import State, Status
from core.training.store import RunStore

_PROJECT = Path(__file__).resolve().parents[2]
_CONNECT_SECONDS = "30s"
_RETRY_SECONDS = 10.0  # a cluster that is not there is not looked for at every rerun
STOPPED_BY_USER = "user"


class Jobs:
    """The jobs of one store of runs. Safe to use from several threads."""

    def __init__(self, store: RunStore) -> None:
        """Serve `store`; nothing is started yet."""
        self._store = store
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._client: Any = None  # distributed.Client
        self._futures: dict[str, Any] = {}
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
        waiting = time.monotonic() < self._not_before
        if self._is_connected() or self._tending.locked() or waiting:
            return
        self._not_before = time.monotonic() + _RETRY_SECONDS
        threading.Thread(target=self._revive, name="tend-jobs", daemon=True).start()

    def close(self) -> None:
        """End the embedded cluster; a running training stops, saves and is marked interrupted."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
                self._process.wait()
            self._client = self._process = None

    def _submit(self, run: Run) -> None:
        from core.training.worker import run_job

        client = self._connected()
        # Dask forgets a job whose future is dropped, so they are held while they matter.
        self._futures = {key: f for key, f in self._futures.items() if not f.done()}
        self._futures[run.id] = client.submit(
            run_job, run.folder, key=run.id, pure=False, priority=_first_come(run)
        )

    def _revive(self) -> None:
        # Without a cluster there is nothing to tend; whoever submits a job is told why.
        with self._tending, suppress(DigitLabError):
            # Jobs of a cluster that is gone, and runs that a server left behind.
            lost = [run for run in self._store.runs() if run.needs_rescue or self._holds(run)]
            with self._lock:
                warm_up = self._connected().submit(_import_engine, key="warm-up", pure=False)
                self._futures["warm-up"] = warm_up
            for run in lost:
                self.submit(run)

    def _holds(self, run: Run) -> bool:
        return run.id in self._futures and run.status.state.is_active

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
        address = os.environ.get("DASK_SCHEDULER_ADDRESS") or self._start_cluster()
        try:
            # A Client refuses a malformed address too, but may hang when it is then freed.
            get_address_host_port(address)
            self._client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:  # no answer, or no address
            raise DigitLabError(
                f"No training cluster answers at {address}: {error}. "
                "Start one there, or unset DASK_SCHEDULER_ADDRESS to train on this machine."
            ) from error
        return self._client

    def _start_cluster(self) -> str:
        with (self._store.root / "cluster.log").open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "core.training.cluster", str(self._store.root)],
                cwd=_PROJECT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                # Ctrl-C in the terminal must reach the server alone, which ends this in good order.
                start_new_session=True,
            )
        assert self._process.stdout is not None
        address = self._process.stdout.readline().strip()
        if not address:
            raise DigitLabError(
                f"The training process did not start; {self._store.root / 'cluster.log'} says why."
            )
        return address


def _import_engine() -> None:
    import core.training.engine.export
    import core.training.engine.fit  # noqa: F401


def _first_come(run: Run) -> float:
    # Dask takes jobs that arrive within a tenth of a second in any order unless told otherwise.
    return -run.info.created.timestamp()
