"""A Dask cluster of processes started by their own commands, as the README has them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.waiting import PATIENCE, wait_for

PROJECT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ExternalCluster:
    """The processes of one cluster; `address` stays the same when its scheduler comes back."""

    def __init__(self, folder: Path) -> None:
        """Start nothing yet; what the processes print goes to `folder`."""
        self._folder = folder
        self._port = free_port()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.address = f"tcp://127.0.0.1:{self._port}"

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler and return once it listens."""
        where = ["--host", "127.0.0.1", "--port", str(self._port), "--no-dashboard"]
        process = self._start("scheduler", *where)
        wait_for(lambda: process.poll() is not None or self._answers())
        assert process.poll() is None, self.printed()
        return process

    def start_worker(
        self, threads: int = 1, cwd: Path = PROJECT, **environment: str
    ) -> subprocess.Popen[bytes]:
        """Start a worker; it joins by itself."""
        options = ["--nthreads", str(threads), "--memory-limit", "0", "--no-dashboard"]
        options += ["--host", "127.0.0.1", "--local-directory", str(self._folder)]
        return self._start("worker", self.address, *options, cwd=cwd, **environment)

    def printed(self) -> str:
        """Return what all processes printed."""
        return "\n".join(path.read_text() for path in sorted(self._folder.glob("*.log")))

    def close(self) -> None:
        """Kill every process of the cluster."""
        for process in self.processes:
            kill_tree(process)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0

    def _start(
        self, *command: str, cwd: Path = PROJECT, **environment: str
    ) -> subprocess.Popen[bytes]:
        log = self._folder / f"{len(self.processes)}-{command[0]}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                cwd=cwd,
                env=os.environ | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self.processes.append(process)
        return process


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those it started, and wait until they are gone."""
    try:
        everyone = [*psutil.Process(process.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        everyone = []
    process.kill()  # first, so that a nanny starts no other worker
    process.wait(PATIENCE)
    for child in everyone:
        if child.is_running():
            child.kill()
    psutil.wait_procs(everyone, timeout=PATIENCE)


@contextmanager
def external_cluster(folder: Path, *threads: int) -> Iterator[ExternalCluster]:
    """Run a cluster with a worker for each of `threads`."""
    cluster = ExternalCluster(folder)
    try:
        cluster.start_scheduler()
        for count in threads:
            cluster.start_worker(count)
        yield cluster
    finally:
        cluster.close()
