"""The gallery of Explore and the digit beside it: by mouse, by keyboard and on a phone."""

from playwright.sync_api import Locator, Page, expect

from benchmarks.app import PHONE, Server
from core.data import load
from tests.browser.conftest import NewPage

IN_ROW = 14


def test_a_gallery_by_keyboard(page: Page, shared_server: Server) -> None:
    """One key of Tab reaches it, arrow keys move over its rows, Home and End to its ends; Enter and
    Space open a digit, put it into the address, and the focus stays."""
    page.goto(f"{shared_server.url}/explore")
    tiles = gallery(page)
    expect(tiles).to_have_count(7 * IN_ROW)
    tiles.first.focus()
    assert 1 == sum(tile.get_attribute("tabindex") == "0" for tile in tiles.all())
    for key, place in (
        ("ArrowRight", 1),
        ("ArrowDown", 1 + IN_ROW),
        ("ArrowLeft", IN_ROW),
        ("ArrowLeft", IN_ROW - 1),
        ("End", 7 * IN_ROW - 1),
        ("ArrowDown", 7 * IN_ROW - 1),
        ("ArrowUp", 6 * IN_ROW - 1),
        ("Home", 0),
        ("ArrowRight", 1),
    ):
        page.keyboard.press(key)
        expect(tiles.nth(place)).to_be_focused()
    for key, number in (("Enter", 1), ("Space", 2)):
        page.keyboard.press(key)
        expect(page.get_by_text(f", number {number} of the training digits")).to_be_visible()
        expect(tiles.nth(number)).to_be_focused()
        expect(tiles.nth(number)).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**digit=2")
    page.keyboard.press("Tab")
    expect(tiles.nth(3)).not_to_be_focused()
    assert page.evaluate("document.activeElement.closest('.st-key-digits')") is None


def test_another_split_shows_no_digit_that_nobody_chose(page: Page, shared_server: Server) -> None:
    """The digit that was chosen among the training digits goes, until one of the test digits is
    clicked; a link to that one opens it."""
    page.goto(f"{shared_server.url}/explore?digit=4")
    expect(page.get_by_text(", number 4 of the training digits")).to_be_visible()
    page.get_by_text("Test digits", exact=True).click()
    expect(page.get_by_text("How many of each digit")).to_be_visible()
    expect(page.locator(".st-key-digit_pixels")).to_have_count(0)
    assert "digit=" not in page.url
    gallery(page).nth(5).click()
    expect(page.get_by_text(", number 5 of the test digits")).to_be_visible()
    page.reload()
    expect(page.get_by_text(", number 5 of the test digits")).to_be_visible()


def test_a_tap_brings_the_digit_into_view(new_page: NewPage, shared_server: Server) -> None:
    """On a phone, where it stands below all the tiles."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{shared_server.url}/explore")
    gallery(page).nth(3).tap()
    label = load().train.labels[3]
    opened = page.get_by_text(f"{label}, number 3 of the training digits")
    expect(opened).to_be_in_viewport()
    page.close()


def gallery(page: Page) -> Locator:
    """Return the tiles of the digits."""
    return page.get_by_role("group", name="Digits of the data set").get_by_role("button")
