"""The table of runs as a person uses it: tick, compare, name, star, link, delete."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks.app import Server
from core.config.train_config import TrainConfig
from core.data import load_named
from core.files.json_files import append_line
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.status import State, Status
from core.runs.store import RunStore
from core.training.worker import train_run
from tests.browser.at_rest import wait_until_at_rest

LINE = 33  # pixels of a line of the table, and of its heading
COUNT_TABLES = """() => {
    const count = () => document.querySelectorAll(".st-key-runs_table .dvn-scroller").length;
    window.mostTables = count();
    new MutationObserver(() => { window.mostTables = Math.max(window.mostTables, count()); })
        .observe(document.body, {childList: true, subtree: true});
}"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two finished runs, the second newer and with another number of epochs."""
    store = RunStore(tmp_path_factory.mktemp("trained"))
    small = {"architecture": "dense", "hidden_layers": 0, "batch_size": 64}
    for epochs in (1, 2):
        train_run(store.create(TrainConfig(epochs=epochs, **small), load_named("offline")))
    return store.root


@pytest.fixture
def store(trained: Path, store: RunStore) -> RunStore:
    """The store of the server, with copies of the two runs."""
    shutil.copytree(trained, store.root, dirs_exist_ok=True)
    return store


def click_line(page: Page, line: int) -> None:
    """Click the box of a line of the table, 0 = the first below the heading."""
    box = page.locator(".st-key-runs_table .dvn-scroller").bounding_box()
    assert box is not None, "there is no table"
    page.mouse.click(box["x"] + 17, box["y"] + LINE * (line + 1.5))


def open_runs(page: Page, url: str, query: str = "") -> None:
    """Open the page and wait for the table to be drawn."""
    page.goto(f"{url}/runs{query}")
    page.locator(".st-key-runs_table canvas").first.wait_for()
    wait_until_at_rest(page)


def test_two_runs_are_compared_by_a_link(
    page: Page, shared_server: Server, store: RunStore
) -> None:
    """Ticking two runs shows what differs, both curves and the address that shows it again."""
    newer, older = (run.id for run in store.runs()[:2])
    open_runs(page, shared_server.url)
    click_line(page, 0)
    expect(page.get_by_role("heading", name=store.get(newer).title)).to_be_visible()
    click_line(page, 1)
    expect(page.get_by_role("heading", name="2 runs side by side")).to_be_visible()
    page.wait_for_url(f"**/runs?runs={newer}%2C{older}")
    expect(page.get_by_text("Settings that differ")).to_be_visible()
    table = page.get_by_role("region", name="The settings in which the runs differ")
    expect(table.locator("[role=gridcell]")).to_have_text(["Epochs", "2", "1"])

    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", name="2 runs side by side")).to_be_visible()
    lines = other.locator(".stVegaLiteChart [aria-roledescription='line mark']")
    expect(lines).to_have_count(4)  # training and validation of both
    other.locator(".st-key-curves_part").get_by_text("Validation", exact=True).click()
    expect(lines).to_have_count(2)
    other.locator(".st-key-curves_axis").get_by_text("Time", exact=True).click()
    ticks = other.locator(".stVegaLiteChart .role-axis-label text")
    expect(ticks.filter(has_text=re.compile("^0:00:00$"))).to_be_attached()
    other.locator(".st-key-curves_metric").get_by_text("Accuracy", exact=True).click()
    expect(ticks.filter(has_text=re.compile(r"^\d+(\.\d+)? %$")).first).to_be_attached()
    other.locator(".st-key-untick").get_by_role("button").click()
    expect(other.get_by_text("Nothing is ticked")).to_be_visible()
    assert "runs=" not in other.url


def test_name_star_and_delete(page: Page, shared_server: Server, store: RunStore) -> None:
    """A run gets a name, a note and a star, which the folder keeps; deleting asks first and takes
    that run alone."""
    newer, older = (run.id for run in store.runs()[:2])
    open_runs(page, shared_server.url, f"?runs={older}")
    field = page.locator(f".st-key-name_{older}").get_by_role("textbox")
    field.fill("First *try* <b>")
    field.press("Enter")
    expect(page.get_by_role("heading", name="First *try* <b>")).to_be_visible()
    note = page.locator(f".st-key-note_{older}").get_by_role("textbox")
    note.fill("One epoch is too few.")
    note.blur()
    page.locator(".st-key-star").get_by_role("button").click()
    expect(page.get_by_role("button", name="Starred", exact=True)).to_be_visible()
    said = store.get(older).annotation
    assert ("First *try* <b>", "One epoch is too few.", True) == (
        said.name,
        said.note,
        said.starred,
    )

    page.locator(".st-key-delete").get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("First *try* <b>")).to_be_visible()
    dialog.get_by_role("button", name="Keep").click()
    expect(dialog).to_have_count(0)
    assert store.get(older)
    page.locator(".st-key-delete").get_by_role("button").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Nothing is ticked")).to_be_visible()
    assert [newer, "pretrained"] == [run.id for run in store.runs()]
    assert "runs=" not in page.url


def test_ticks_stay_with_their_runs(page: Page, shared_server: Server, store: RunStore) -> None:
    """While a training goes on the table follows it; the tick stays with its run when lines are
    added above it, and the table rests when it has ended. There is never a second table."""
    newer = store.runs()[0]
    open_runs(page, shared_server.url, f"?runs={newer.id}")
    expect(page.get_by_role("heading", name=newer.title)).to_be_visible()
    page.evaluate(COUNT_TABLES)
    run = active_run(store)
    click_line(page, 1)  # whatever makes the page look again
    expect(page.get_by_role("heading", name="2 runs side by side")).to_be_visible()
    click_line(page, 2)
    expect(cell(page, "Training, 25 %")).to_be_attached()
    for step in (50, 75):
        append_line(run.folder / "steps.jsonl", record(step))
        expect(cell(page, f"Training, {step} %")).to_be_attached()
    assert f"runs={newer.id}" in page.url
    run.write_status(Status(State.STOPPED, message="Stopped on request."))
    expect(cell(page, "Stopped")).to_be_attached()
    expect(page.get_by_role("heading", name=newer.title)).to_be_visible()
    assert page.evaluate("window.mostTables") == 1


def active_run(store: RunStore) -> Run:
    """Return a run that is a quarter done, under this process."""
    run = store.create(TrainConfig(architecture="dense", epochs=9), load_named("offline"))
    append_line(run.folder / "steps.jsonl", record(25))
    run.write_status(Status(State.TRAINING, Owner.this_process(), total_steps=100))
    return run


def record(step: int) -> dict[str, float]:
    """What a training says about a stretch of steps."""
    return {"step": step, "epoch": step / 10, "loss": 1.0, "accuracy": 0.5, "seconds": step}


def cell(page: Page, text: str) -> Locator:
    """A cell of the table, as a screen reader finds it."""
    return page.locator(".st-key-runs_table [role=gridcell]", has_text=text).first
