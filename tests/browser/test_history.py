"""The browser's history: each step is one entry, which Back undoes and Forward redoes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from benchmarks.app import Server, click_cell
from tests.browser.at_rest import wait_until_at_rest

FIFTH = ".st-key-digits button:nth-child(5)"
IS_FIFTH = f"{FIFTH}[aria-pressed=true]"
CELL, DIGIT = ".st-key-confusion_matrix td [aria-pressed=true]", ".st-key-inspected"
UNITS = ".st-key-setting_units"  # what the preset of dense layers has
EPOCHS = ".st-key-setting_epochs input"


@dataclass(frozen=True)
class Step:
    """What is done, the address and the title after it, and what is then seen, or not."""

    act: Callable[[Page], None]
    address: str
    title: str
    seen: Mapping[str, bool] = field(default_factory=dict)

    def check(self, page: Page, server: Server) -> None:
        """Wait until all of it is so."""
        expect(page).to_have_url(server.url + self.address)
        expect(page).to_have_title(f"{self.title} · Digit Lab" if self.title else "Digit Lab")
        for selector, is_seen in self.seen.items():
            expect(page.locator(selector)).to_have_count(int(is_seen))
        wait_until_at_rest(page)


def page_called(name: str) -> Callable[[Page], None]:
    """Return how to open a page by the navigation."""
    return lambda page: page.get_by_test_id("stTopNav").get_by_role("link", name=name).click()


def click(selector: str) -> Callable[[Page], None]:
    """Return how to click the first that a selector finds."""
    return lambda page: page.locator(selector).first.click()


def more_epochs(page: Page) -> None:
    """Move the slider of the epochs by three keys, as fast as a hand."""
    page.get_by_role("tab", name="Learning").click()
    page.locator(EPOCHS).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight", delay=60)


STEPS = (
    Step(page_called("Explore"), "/explore", "Explore", {FIFTH: True, IS_FIFTH: False}),
    Step(click(FIFTH), "/explore?digit=4", "Explore", {IS_FIFTH: True}),
    Step(page_called("Train"), "/train", "Train", {UNITS: False}),
    Step(
        click(".st-key-presets button:has-text('One hidden layer')"),
        "/train?preset=one_hidden",
        "Train",
        {UNITS: True},
    ),
    Step(page_called("Evaluate"), "/evaluate", "Evaluate", {CELL: False, DIGIT: False}),
    Step(
        lambda page: click_cell(page, 4, 9),
        "/evaluate?actual=4&predicted=9",
        "Evaluate",
        {CELL: True, DIGIT: False},
    ),
    Step(
        click(".st-key-mistakes button"),
        "/evaluate?actual=4&predicted=9&digit=2130",
        "Evaluate",
        {CELL: True, DIGIT: True},
    ),
    Step(page_called("Predict"), "/predict", "Predict"),
)


def entries(page: Page) -> int:
    """Return how many entries the history has."""
    return int(page.evaluate("history.length"))


def test_every_step_is_one_entry_and_back_undoes_it(page: Page, shared_server: Server) -> None:
    """From Home over each page and what one opens there, all the way back, and forward again."""
    home = Step(lambda page: None, "/", "")
    page.goto(shared_server.url)
    home.check(page, shared_server)
    for step in STEPS:
        before = entries(page)
        step.act(page)
        step.check(page, shared_server)
        assert entries(page) == before + 1, step.address
    for step in (*reversed(STEPS[:-1]), home):
        page.go_back()
        step.check(page, shared_server)
    for step in STEPS:
        page.go_forward()
        step.check(page, shared_server)


def test_a_slider_adds_nothing_to_the_history(page: Page, shared_server: Server) -> None:
    """Its value stands in the address, which opens the same form; Back leaves the page."""
    page.goto(f"{shared_server.url}/train?preset=one_hidden")
    wait_until_at_rest(page)
    before = entries(page)
    more_epochs(page)
    expect(page).to_have_url(f"{shared_server.url}/train?preset=one_hidden&epochs=8")
    assert before == entries(page)
    page.reload()
    expect(page.locator(EPOCHS)).to_have_value("8")


def test_a_wrong_link_adds_nothing_to_the_history(page: Page, shared_server: Server) -> None:
    """What is not followed is taken out of the address in its place, and said once."""
    before = entries(page)
    page.goto(f"{shared_server.url}/evaluate?run=gone&on=nothing")
    expect(page).to_have_url(f"{shared_server.url}/evaluate")
    assert before + 1 == entries(page)
    expect(page.get_by_test_id("stAlert")).to_have_count(2)
    click_cell(page, 4, 9)
    expect(page).to_have_url(f"{shared_server.url}/evaluate?actual=4&predicted=9")
    expect(page.get_by_test_id("stAlert")).to_have_count(2)  # the matrix alone ran again
