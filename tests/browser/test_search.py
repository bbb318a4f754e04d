"""A real small search in a real browser, from the form through the queue to its best settings."""

import re

from playwright.sync_api import Page, expect

from benchmarks.app import Server
from core.runs.store import RunStore
from core.search.records import all_searches
from core.search.trials import SearchState
from tests.waiting import wait_for


def test_search_to_its_best_settings(page: Page, shared_server: Server, store: RunStore) -> None:
    """Three trials of softmax regression run one after another while the page is left and opened
    again by its address; the best settings lead to the Train page, filled in."""
    page.goto(f"{shared_server.url}/search")
    expect(page.get_by_text("Nothing has been searched here yet")).to_be_visible()
    page.locator(".st-key-search_preset").get_by_role("combobox").click()
    page.get_by_role("option", name="Softmax regression").click()
    estimate = page.get_by_text("less with pruning")
    at_first = estimate.inner_text()
    page.locator(".st-key-search_epochs").get_by_role("slider").press("Home")
    page.locator(".st-key-search_train_fraction").get_by_role("slider").press("Home")
    expect(estimate).not_to_have_text(at_first)
    of_twelve = estimate.inner_text()
    trials = page.locator(".st-key-search_trials input")
    trials.fill("3")
    trials.press("Enter")
    expect(estimate).not_to_have_text(of_twelve)
    page.get_by_role("button", name="Start searching").click()
    expect(page.get_by_text("of 3", exact=False).first).to_be_visible()
    address = page.url
    assert re.search(r"search=[0-9a-f-]+", address)

    page.goto("about:blank")
    (search,) = all_searches(store.root)
    wait_for(lambda: search.progress().ended)
    page.goto(address)
    expect(page.get_by_text("3 of 3", exact=True)).to_be_visible()
    expect(page.get_by_text("Best so far").first).to_be_visible()
    expect(page.get_by_text("Parallel coordinates")).to_be_visible()

    progress = search.progress()
    assert SearchState.FINISHED is progress.state
    made = {run.id for run in store.runs()} - {"pretrained"}
    assert made == {trial.run for trial in progress.trials}
    best = progress.best
    assert f"{100 * best.value:.2f} %" in page.locator(".stMetric").first.inner_text()

    page.get_by_role("link", name="Train the best settings").click()
    expect(page.get_by_role("heading", name="Train a network")).to_be_visible()
    assert f"learning_rate={best.settings['learning_rate']}" in page.url
    assert "train_fraction" not in page.url
