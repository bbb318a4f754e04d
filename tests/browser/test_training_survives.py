"""What becomes of a training when its page, its worker or its server goes away."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.data import load
from core.runs.run import Run
from core.runs.status import State
from core.runs.store import RunStore

SECONDS = 1000


def test_page_may_be_left_and_comes_back_to_the_run(page: Page, start, tmp_path: Path) -> None:
    """A training goes on while its page is closed; its link shows it again, and Stop ends it
    within a second, keeping the model."""
    server = start()
    run = start_long_training(page, server.url, tmp_path)
    before = len(run.steps())
    page.goto("about:blank")
    wait_for(lambda: len(run.steps()) > before + 3)
    page.goto(f"{server.url}/train?run={run.id}")
    stop = page.locator(".st-key-stop").get_by_role("button")
    stop.click()
    asked = time.monotonic()
    wait_for(lambda: now(run).status.state is not State.TRAINING)
    assert time.monotonic() - asked < 5  # a second, and what a busy machine adds
    expect(page.get_by_text("Stopped on request")).to_be_visible(timeout=30 * SECONDS)
    assert now(run).is_usable


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_worker_leaves_the_finished_epochs(page: Page, start, tmp_path: Path) -> None:
    """After kill -9 of the worker the page says what happened, and the best model until then
    can be used."""
    server = start()
    run = start_long_training(page, server.url, tmp_path)
    wait_for(lambda: len(run.epochs()) >= 1)
    epochs = run.epochs()
    os.kill(now(run).status.owner.pid, signal.SIGKILL)
    expect(page.get_by_text("The best model until then is kept")).to_be_visible(
        timeout=60 * SECONDS
    )
    assert now(run).status.state is State.INTERRUPTED
    assert now(run).is_usable
    assert epochs == run.epochs()[: len(epochs)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_server_leaves_the_finished_epochs(page: Page, start, tmp_path: Path) -> None:
    """After kill -9 of the server the training stops by itself and saves what it has; the next
    server says what happened."""
    server = start()
    run = start_long_training(page, server.url, tmp_path)
    wait_for(lambda: len(run.epochs()) >= 1)
    server.kill()
    wait_for(lambda: now(run).status.state is State.INTERRUPTED and now(run).is_usable, 30)
    page.goto(f"{start().url}/train?run={run.id}")
    expect(page.get_by_text("The server was stopped during this training")).to_be_visible()
    expect(page.get_by_text("Test accuracy")).to_be_visible()


def start_long_training(page: Page, url: str, tmp_path: Path) -> Run:
    """Start the fast CNN for a hundred epochs and return its run once the first steps are done."""
    # The few offline digits need many small steps to take a while.
    page.goto(f"{url}/train?epochs=100{'&batch_size=16' if load().name == 'offline' else ''}")
    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_text("Digits per second")).to_be_visible(timeout=60 * SECONDS)
    return RunStore(tmp_path / "runs").runs()[0]


def now(run: Run) -> Run:
    """Return the run as its folder shows it at this moment."""
    return RunStore(run.folder.parent).get(run.id)


def wait_for(condition, seconds: float = 60) -> None:
    """Return once the condition holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
