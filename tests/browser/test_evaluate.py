"""From one number to the very digits behind it: the Evaluate page as a person uses it."""

import re
from functools import cache

import numpy as np
from playwright.sync_api import Locator, Page, ViewportSize, expect

from benchmarks.app import Server, click_cell
from core.analysis import Evaluation, evaluate
from core.analysis.comparison import compare
from core.config.train_config import TrainConfig
from core.data import load, load_named
from core.formats import with_article
from core.runs.run import Run
from core.runs.store import RunStore
from core.training.worker import train_run
from tests.browser.conftest import NewPage

SHOWN = 48  # digits of a gallery of the comparison


def test_from_the_headline_to_a_digit_on_the_predict_page(page: Page, shared_server) -> None:
    """A click on a cell shows its digits, one on a digit its five neighbours, and from there the
    Predict page shows that very digit."""
    evaluation = shipped()
    actual, predicted = worst_confusion(evaluation)
    number = int(evaluation.cell(actual, predicted)[0])
    page.goto(f"{shared_server.url}/evaluate?run=pretrained")
    expect(page.get_by_text(f"{evaluation.errors:,} of {len(evaluation.labels):,}")).to_be_visible()
    click_cell(page, actual, predicted)
    gallery = page.get_by_role("group", name=f"{actual} predicted as {predicted}")
    gallery.get_by_role("button").first.click()
    title = f"Number {number}: {with_article(actual)}, predicted as {with_article(predicted)}"
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    alike = page.get_by_role("group", name="Nearest neighbours among the training digits")
    expect(alike.get_by_role("link")).to_have_count(5)

    page.get_by_role("link", name="Open on the Predict page").click()
    expect(page.get_by_role("heading", name="Predict your own digits")).to_be_visible()
    expect(
        page.get_by_text(re.compile(f"test digit {number}, an? {actual}", re.I)).first
    ).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^It is an? "))).to_be_visible()


def test_from_a_cause_to_a_neighbour(page: Page, shared_server: Server) -> None:
    """A digit under its cause opens among those of that cause, whatever was chosen before, and
    a training digit that is like it opens on the Explore page, from where one comes back to it."""
    cause = "Ambiguous"
    page.goto(f"{shared_server.url}/evaluate?run=pretrained&section=causes&actual=0&predicted=1")
    tiles = page.get_by_role("group", name=cause).get_by_role("button")
    expect(tiles.first).to_be_visible()
    count = tiles.count()
    tiles.first.click()
    expect(page.get_by_role("heading", name="All mistakes")).to_be_visible()
    expect(page.get_by_text(f"{count} digits. Captions")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_enabled()

    alike = page.get_by_role("group", name="Nearest neighbours among the training digits")
    opened = page.url
    first = alike.get_by_role("link").first
    number = int(re.search(r"\d+", first.get_attribute("aria-label") or "").group())
    first.click()
    expect(page.get_by_role("heading", name="Explore the digits")).to_be_visible()
    expect(page.get_by_text(f"number {number:,} of the training digits")).to_be_visible()
    label = int(load().train.labels[number])
    chosen = page.get_by_role("button", name=f"{with_article(label)}, number {number}", exact=True)
    expect(chosen).to_have_attribute("aria-pressed", "true")

    page.go_back()
    expect(first).to_be_visible()
    assert opened == page.url
    page.go_forward()
    expect(chosen).to_have_attribute("aria-pressed", "true")


def test_next_and_previous_by_keyboard(page: Page, shared_server: Server) -> None:
    """Arrow keys go through the digits that are shown, in their order."""
    first, second = shipped().mistakes()[:2].tolist()
    page.goto(f"{shared_server.url}/evaluate?run=pretrained&digit={first}")
    alike = page.get_by_role("group", name="Nearest neighbours among the training digits")
    expect(alike).to_be_visible()  # the page is complete and hears its keys
    page.get_by_role("heading", name=f"Number {first}:").click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name=f"Number {second}:")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name=f"Number {first}:")).to_be_visible()


def test_the_matrix_by_keyboard(page: Page, shared_server: Server) -> None:
    """One key of Tab reaches it, arrow keys move over it, Enter opens; the focus stays."""
    page.goto(f"{shared_server.url}/evaluate?run=pretrained")
    everything = button(page, "All ")
    expect(everything).to_be_visible()
    everything.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(button(page, "Wrongly predicted as a 3")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wrongly predicted as 3")).to_be_visible()
    expect(button(page, "Wrongly predicted as a 3")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="0 predicted as 3")).to_be_visible()
    page.wait_for_url("**actual=0**")


def test_a_link_opens_the_same_in_a_new_window(page: Page, shared_server: Server) -> None:
    """A row, how the matrix is shown and an opened digit: all are in the address."""
    evaluation = shipped()
    actual, _ = worst_confusion(evaluation)
    wrong = evaluation.mistakes()
    number = int(wrong[evaluation.labels[wrong] == actual][0])
    page.goto(f"{shared_server.url}/evaluate?run=pretrained")
    page.get_by_text("Share of actual", exact=True).click()
    page.get_by_text("Diagonal", exact=True).click()
    button(page, f"An? {actual} predicted as another digit").click()
    title = f"{actual} predicted as another digit"
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("group", name=title).get_by_role("button").first.click()
    expect(page.get_by_role("heading", name=f"Number {number}:")).to_be_visible()
    page.wait_for_url("**digit=**")
    for part in (f"actual={actual}", "shown_as=Share", "diagonal=false"):
        assert part in page.url, page.url

    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", name=title)).to_be_visible()
    expect(other.get_by_role("heading", name=f"Number {number}:")).to_be_visible()
    expect(other.get_by_role("radio", name="Share of actual")).to_be_checked()
    expect(other.get_by_role("switch", name="Diagonal")).not_to_be_checked()
    right = button(other, f"An? {actual} predicted as an? {actual}")
    expect(right).to_have_text("")
    shown = other.get_by_role("group", name=title).get_by_role("button")
    expect(shown).to_have_count(int((evaluation.labels[wrong] == actual).sum()))


def test_two_runs_with_galleries_both_ways(
    page: Page, shared_server: Server, store: RunStore
) -> None:
    """The sentence of McNemar's test, what B corrected and what is newly wrong; a click opens the
    digit."""
    other = small_run(store)
    digits = load()
    comparison = compare(shipped(), evaluate(other, digits))
    page.goto(f"{shared_server.url}/evaluate?run=pretrained&section=compare&with={other.id}")
    expect(page.get_by_role("heading", name=comparison.conclusion())).to_be_visible()
    groups = (("Corrected by B", comparison.fixed), ("Newly wrong in B", comparison.broken))
    for title, rows in groups:
        expect(page.get_by_text(f"{title}: {len(rows):,}", exact=True)).to_be_visible()
        tiles = page.get_by_role("group", name=title).get_by_role("button")
        expect(tiles).to_have_count(min(len(rows), SHOWN))
    broken = int(comparison.broken[0])
    page.get_by_role("group", name="Newly wrong in B").get_by_role("button").first.click()
    label = with_article(int(digits.test.labels[broken]))
    heading = page.get_by_role("heading", name=f"Number {broken}: {label}")
    expect(heading).to_be_visible()


def test_the_digit_opens_beside_the_matrix(new_page: NewPage, shared_server: Server) -> None:
    """On a small laptop the whole matrix is seen without scrolling; an opened digit is seen with
    its cell, and the tile that opened it keeps the keyboard's focus."""
    actual, predicted = worst_confusion(shipped())
    page = new_page(viewport=ViewportSize(width=1280, height=720))
    page.goto(f"{shared_server.url}/evaluate?run=pretrained")
    matrix = page.locator(".st-key-confusion_matrix table")
    expect(matrix).to_be_in_viewport(ratio=1)
    click_cell(page, actual, predicted)
    tiles = page.get_by_role("group", name=f"{actual} predicted as {predicted}")
    tiles.get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Number"))).to_be_in_viewport(ratio=1)
    expect(page.locator(".st-key-digit_probabilities")).to_be_in_viewport(ratio=1)
    expect(button(page, f"An? {actual} predicted as an? {predicted}:")).to_be_in_viewport(ratio=1)
    expect(matrix).to_be_in_viewport(ratio=1)
    expect(tiles.get_by_role("button").first).to_be_focused()
    page.close()


@cache
def shipped() -> Evaluation:
    """Return the evaluation of the shipped model, computed here and not read off the page."""
    return evaluate(RunStore().get("pretrained"), load())


def small_run(store: RunStore) -> Run:
    """Train the smallest network on the digits that need no download: about a second."""
    config = TrainConfig(architecture="dense", hidden_layers=0, batch_size=64, epochs=2)
    return train_run(store.create(config, load_named("offline")))


def worst_confusion(evaluation: Evaluation) -> tuple[int, int]:
    """Return actual and predicted class of the most frequent mistake."""
    matrix = evaluation.confusion_matrix.copy()
    np.fill_diagonal(matrix, 0)
    actual, predicted = divmod(int(matrix.argmax()), 10)
    return actual, predicted


def button(page: Page, start: str) -> Locator:
    """Return the button of the matrix whose name starts so."""
    return page.locator(".st-key-confusion_matrix").get_by_role(
        "button", name=re.compile(f"^{start}")
    )
