"""The app running for real, and a browser to use it with: for benchmarks and browser tests."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
_GLANCE_MILLISECONDS = 20  # between two looks at the page; more often would slow the page itself
_PATIENCE_SECONDS = 120
_CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Server:
    """A running server: its address and its process."""

    url: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End the server as Ctrl-C would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            self.process.wait(timeout=_PATIENCE_SECONDS)


def start_server(
    runs_dir: Path,
    log: Path,
    environment: Mapping[str, str] | None = None,
    script: str = "streamlit_app.py",
    port: int | None = None,
) -> Server:
    """Start the app, or another script, with its runs in `runs_dir`; return once it answers.

    `environment` stands in place of this process's own; any free port is taken for None.
    """
    port = port or free_port()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", script),
                *("--server.headless", "true", "--server.port", str(port)),
            ],
            cwd=PROJECT,
            env={**(environment or os.environ), "DIGITS_RUNS_DIR": str(runs_dir)},
            stdout=output,
            stderr=output,
        )
    server = Server(f"http://localhost:{port}", process)
    _wait_until_healthy(server)
    return server


@contextmanager
def running_server(
    runs_dir: Path,
    log: Path,
    environment: Mapping[str, str] | None = None,
    port: int | None = None,
) -> Iterator[Server]:
    """Give a server that ends with the block; see `start_server`."""
    server = start_server(runs_dir, log, environment, port=port)
    try:
        yield server
    finally:
        server.stop()


def chromium() -> str | None:
    """Return where Chromium or Chrome is installed, if it is."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Give a headless browser; `chromium()` must have found one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(_CHROMIUM_FLAGS))
        yield browser
        browser.close()


def draw(page: Page, points: list[tuple[float, float]], *, lift: bool = True) -> None:
    """Draw one stroke on the canvas through `points`, in shares of its width and height.

    The pen stays down at the end unless it is to `lift`.
    """
    box = page.locator("canvas").last.bounding_box()
    if box is None:
        raise LookupError("there is no canvas to draw on")
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    if lift:
        page.mouse.up()


def click_cell(page: Page, actual: int, predicted: int) -> None:
    """Click a cell of the confusion matrix."""
    cell = re.compile(f"^An? {actual} predicted as an? {predicted}:")
    page.get_by_role("button", name=cell).click()


def seconds_until(change: Locator, act: Callable[[], None]) -> float:
    """Return how long after the beginning of `act` the `change` is on the page, to about a glance.

    Playwright's own waiting looks again after 20, 50, 100, 100 and then each 500 milliseconds.
    Raises `TimeoutError` when it does not come.
    """
    begun = time.perf_counter()
    act()
    while not change.is_visible():
        if time.perf_counter() - begun > _PATIENCE_SECONDS:
            raise TimeoutError(f"{change} did not come within {_PATIENCE_SECONDS} seconds")
        change.page.wait_for_timeout(_GLANCE_MILLISECONDS)
    return time.perf_counter() - begun


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(server: Server) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"the server at {server.url} did not start")
