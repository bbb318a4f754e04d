"""The embedded cluster: a process of its own beside the server, with one training worker.

The server starts it with `python -m core.jobs.cluster ROOT` and holds its standard input.
When that closes, because the server ended in whatever way, the running training is asked to
stop, saves what it has, and the cluster ends. It is a process of its own because Dask starts
workers by running the main module anew, which must not be Streamlit's.

A scheduler runs whatever it is sent, and other users of the machine reach its port: all of its
connections are TLS with a key made for this session, see `core.jobs.access`.
"""

import sys
import time
from pathlib import Path

import dask
import psutil
from distributed import LocalCluster, Security

from core.jobs.access import Access
from core.runs.requests import SERVER_STOPPED
from core.runs.run import Run
from core.runs.store import RunStore

_GRACE_SECONDS = 20.0
# In place of Dask's own: its early trimming makes the system hand out the memory of every larger
# tensor anew, in each step. TensorFlow's threads would each keep a part of what a training gave
# back, were they not held to two arenas.
# Its profiler keeps every stack that it has seen of a training, and those of TensorFlow are deep.
# Scheduler and worker tell of themselves by HTTP, without any key: here they tell nothing.
_SETTINGS = {
    "distributed.nanny.pre-spawn-environ": {"MALLOC_ARENA_MAX": "2"},
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}


def main(root: Path) -> None:
    """Serve until standard input closes. Prints an `Access` as the only line."""
    _yield_to_the_pages()
    security = Security.temporary()
    with (
        dask.config.set(_SETTINGS),
        LocalCluster(
            n_workers=1,
            threads_per_worker=1,  # one training at a time; the others wait
            memory_limit=0,  # a training that needs more than its share must not be killed for it
            dashboard_address=None,
            host="127.0.0.1",
            security=security,
        ) as cluster,
    ):
        access = Access(
            cluster.scheduler_address, security.tls_client_cert, security.tls_client_key
        )
        print(access.to_line(), flush=True)
        sys.stdout.close()
        sys.stdin.read()
        _stop_trainings(RunStore(root), cluster)


def _yield_to_the_pages() -> None:
    # A training takes every core for minutes, a page one core for a moment: who waits for a page
    # notices, a training does not. Workers inherit this.
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        psutil.Process().nice(10)


def _stop_trainings(store: RunStore, cluster: LocalCluster) -> None:
    deadline = time.monotonic() + _GRACE_SECONDS
    while time.monotonic() < deadline and (running := _running(store, cluster)):
        for run in running:
            run.request_stop(SERVER_STOPPED)
        time.sleep(0.1)


def _running(store: RunStore, cluster: LocalCluster) -> list[Run]:
    workers = {nanny.pid for nanny in cluster.workers.values()}
    owned = ((run, run.status.owner) for run in store.runs() if run.status.state.is_active)
    return [run for run, owner in owned if owner is not None and owner.pid in workers]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
