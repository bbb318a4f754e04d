"""A real small search in a real browser, from the form through the queue to its best settings."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from core.runs.store import RunStore
from core.search.records import all_searches
from core.search.trials import SearchState

SECONDS = 1000
ONE_EPOCH_OF_FEW_DIGITS = 10  # presses of a key that bring the share of the digits down


def test_search_to_its_best_settings(page: Page, start, tmp_path: Path) -> None:
    """Three trials of softmax regression run one after another while the page is left and opened
    again by its address; the best settings lead to the Train page, filled in."""
    server = start()
    page.goto(f"{server.url}/search")
    expect(page.get_by_text("Nothing has been searched here yet")).to_be_visible(
        timeout=60 * SECONDS
    )
    page.locator(".st-key-search_preset").get_by_role("combobox").click()
    page.get_by_role("option", name="Softmax regression").click()
    page.locator(".st-key-search_epochs").get_by_role("slider").press("Home")
    share = page.locator(".st-key-search_train_fraction").get_by_role("slider")
    for _ in range(ONE_EPOCH_OF_FEW_DIGITS):
        share.press("PageDown")
    trials = page.locator(".st-key-search_trials input")
    trials.fill("3")
    trials.press("Enter")
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Start searching").click()
    expect(page.get_by_text("of 3", exact=False).first).to_be_visible(timeout=60 * SECONDS)
    address = page.url
    assert re.search(r"search=[0-9a-f-]+", address)

    page.goto("about:blank")
    page.wait_for_timeout(3000)
    page.goto(address)
    expect(page.get_by_text("3 of 3", exact=True)).to_be_visible(timeout=240 * SECONDS)
    expect(page.get_by_text("Best so far").first).to_be_visible()
    expect(page.get_by_text("What was tried, and what came of it")).to_be_visible()

    (search,) = all_searches(tmp_path / "runs")
    progress = search.progress()
    assert SearchState.FINISHED is progress.state
    store = RunStore(tmp_path / "runs", shipped=tmp_path / "none")
    assert {run.id for run in store.runs()} == {trial.run for trial in progress.trials}
    best = progress.best
    assert f"{100 * best.value:.2f} %" in page.locator(".stMetric").first.inner_text()

    page.get_by_role("link", name="Train the best settings").click()
    expect(page.get_by_role("heading", name="Train a network")).to_be_visible(timeout=30 * SECONDS)
    assert f"learning_rate={best.settings['learning_rate']}" in page.url
    assert "train_fraction" not in page.url
