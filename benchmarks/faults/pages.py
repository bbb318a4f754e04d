"""Pages of a real server, which is started anew should it die over one of them."""

import time
from collections.abc import Mapping
from pathlib import Path

from websockets.exceptions import WebSocketException

from benchmarks.app import Server, start_server
from benchmarks.client import Session
from benchmarks.faults.outcome import one_line
from benchmarks.faults.server_log import PLAIN, ServerLog


class Pages:
    """Opens pages of a server of its own, and reads what the server logs."""

    def __init__(self, runs_dir: Path, log: Path, environment: Mapping[str, str]) -> None:
        """Start the server in `environment`, with its runs in `runs_dir`."""
        self._start = (runs_dir, log, {**environment, **PLAIN})
        self.server = self._started()
        self.log = ServerLog(log)

    def __enter__(self) -> "Pages":
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()

    def open(self, page: str, query: str = "") -> tuple[str, float]:
        """Return what is wrong with a page, "" if nothing, and the seconds until it was sent."""
        begun = time.perf_counter()
        try:
            with Session(self.server.url) as session:
                session.open(page, query)
            fault = self.log.traceback()
        except (RuntimeError, OSError, TimeoutError, WebSocketException) as error:
            fault = self.log.traceback() or str(error)
            self.revive()
        where = f"{page}?{query}" if query else page
        return one_line(f"{where}: {fault}") if fault else "", time.perf_counter() - begun

    def revive(self) -> None:
        """Start the server anew if it is gone."""
        if self.server.process.poll() is not None:
            self.server = self._started()

    def _started(self) -> Server:
        runs_dir, log, environment = self._start
        return start_server(runs_dir, log, environment)
