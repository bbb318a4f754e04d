"""What becomes of a training when its page, its worker or its server goes away."""

import os
import signal
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.app import Server
from core.data import load
from core.runs.run import Run
from core.runs.status import State
from core.runs.store import RunStore
from tests.waiting import wait_for


def test_page_may_be_left_and_comes_back_to_the_run(
    page: Page, shared_server: Server, store: RunStore
) -> None:
    """A training goes on while its page is closed; its link shows it again, and Stop ends it
    in mid-epoch, keeping the model."""
    run = start_long_training(page, shared_server.url, store)
    before = len(run.steps())
    page.goto("about:blank")
    wait_for(lambda: len(run.steps()) > before + 3)
    page.goto(f"{shared_server.url}/train?run={run.id}")
    stop = page.locator(".st-key-stop").get_by_role("button")
    stop.click()
    wait_for(lambda: run.stop_reason() is not None)
    asked = run.steps()[-1]["epoch"]
    wait_for(lambda: now(run).status.state is not State.TRAINING)
    assert run.steps()[-1]["epoch"] - asked < 0.5
    expect(page.get_by_text("Stopped on request")).to_be_visible()
    assert now(run).is_usable


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_worker_leaves_the_finished_epochs(
    page: Page, shared_server: Server, store: RunStore
) -> None:
    """After kill -9 of the worker the page says what happened, and the best model until then
    can be used."""
    run = start_long_training(page, shared_server.url, store)
    wait_for(lambda: len(run.epochs()) >= 1)
    epochs = run.epochs()
    os.kill(now(run).status.owner.pid, signal.SIGKILL)
    expect(page.get_by_text("The best model until then is kept")).to_be_visible()
    assert now(run).status.state is State.INTERRUPTED
    assert now(run).is_usable
    assert epochs == run.epochs()[: len(epochs)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_server_leaves_the_finished_epochs(page: Page, start, tmp_path: Path) -> None:
    """After kill -9 of the server the training stops by itself and saves what it has; the next
    server says what happened."""
    server = start()
    run = start_long_training(page, server.url, RunStore(tmp_path / "runs"))
    wait_for(lambda: len(run.epochs()) >= 1)
    server.kill()
    wait_for(lambda: now(run).status.state is State.INTERRUPTED and now(run).is_usable)
    page.goto(f"{start().url}/train?run={run.id}")
    expect(page.get_by_text("The server was stopped during this training")).to_be_visible()
    expect(page.get_by_text("Test accuracy")).to_be_visible()


def start_long_training(page: Page, url: str, store: RunStore) -> Run:
    """Start the fast CNN for a hundred epochs and return its run once the first steps are done."""
    # Epochs of seconds, a hundred of which take minutes; of few digits, by small steps.
    size = "train_fraction=0.15" if load().name == "mnist" else "batch_size=16"
    page.goto(f"{url}/train?epochs=100&{size}")
    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_text("Digits per second")).to_be_visible()
    return store.runs()[0]


def now(run: Run) -> Run:
    """Return the run as its folder shows it at this moment."""
    return RunStore(run.folder.parent).get(run.id)
