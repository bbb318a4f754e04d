"""The table of runs as a person uses it: select, compare, name, star, link, delete, undo."""

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

COUNT_TABLES = """() => {
    const count = () => document.querySelectorAll(".st-key-runs_table").length;
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


def line(page: Page, number: int) -> Locator:
    """A line of the table, 0 = the first below the heading."""
    return page.locator(".st-key-runs_table tbody tr").nth(number)


def open_runs(page: Page, url: str, query: str = "") -> None:
    """Open the page and wait for the table."""
    page.goto(f"{url}/runs{query}")
    line(page, 0).wait_for()
    wait_until_at_rest(page)


def test_two_runs_are_compared_by_a_link(
    page: Page, shared_server: Server, store: RunStore
) -> None:
    """A click anywhere on a line selects its run, one on a box a second; then the page shows what
    differs, both curves, McNemar's verdict and the address that shows it again."""
    newer, older = (run.id for run in store.runs()[:2])
    open_runs(page, shared_server.url)
    line(page, 1).get_by_role("gridcell").nth(3).click()
    expect(page.get_by_role("heading", name=store.get(older).title)).to_be_visible()
    line(page, 0).get_by_role("gridcell").last.click()
    expect(page.get_by_role("heading", name=store.get(newer).title)).to_be_visible()
    line(page, 1).locator(".box").click()
    expect(page.get_by_role("heading", name="2 runs side by side")).to_be_visible()
    page.wait_for_url(f"**/runs?runs={newer}%2C{older}")
    expect(page.get_by_text("By McNemar's test on all test digits")).to_be_visible()
    expect(page.get_by_role("link", name="Compare digit by digit")).to_be_visible()
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
    expect(other.get_by_text("No run is selected")).to_be_visible()
    assert "runs=" not in other.url


def test_name_star_delete_and_undo(page: Page, shared_server: Server, store: RunStore) -> None:
    """A run gets a name, a note and a star, which the folder keeps; deleting asks first, takes
    that run alone, and a button brings it back."""
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
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    assert store.get(older)
    page.locator(".st-key-delete").get_by_role("button").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No run is selected")).to_be_visible()
    assert [newer, "pretrained"] == [run.id for run in store.runs()]
    assert "runs=" not in page.url
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="First *try* <b>")).to_be_visible()
    assert said == store.get(older).annotation


def test_selection_stays_with_its_run(page: Page, shared_server: Server, store: RunStore) -> None:
    """While a training goes on the table follows it; the selection and the keyboard's focus stay
    with their run when lines are added above it, and the table rests when it has ended. There is
    never a second table."""
    newer = store.runs()[0]
    open_runs(page, shared_server.url, f"?runs={newer.id}")
    expect(page.get_by_role("heading", name=newer.title)).to_be_visible()
    page.evaluate(COUNT_TABLES)
    line(page, 0).focus()
    run = active_run(store)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")  # whatever makes the page look again
    expect(page.get_by_role("heading", name="2 runs side by side")).to_be_visible()
    expect(line(page, 2)).to_be_focused()
    page.keyboard.press("Space")
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
    return page.locator(".st-key-runs_table td", has_text=text).first
