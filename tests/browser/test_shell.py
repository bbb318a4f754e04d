"""What is around every page: the menu on a phone, and light and dark."""

from playwright.sync_api import Page, expect

from benchmarks.app import PHONE, Server
from tests.browser.at_rest import wait_until_at_rest
from tests.browser.conftest import NewPage

BACKGROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
DARK, LIGHT = "rgb(17, 21, 28)", "rgb(255, 255, 255)"


def test_the_menu_of_a_phone_closes_after_a_choice(
    new_page: NewPage, shared_server: Server
) -> None:
    """And its button says where one is."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(shared_server.url)
    menu = page.get_by_test_id("stExpandSidebarButton")
    menu.tap()
    page.get_by_test_id("stSidebarNavLink").get_by_text("Explore", exact=True).tap()
    expect(page.get_by_role("button", name="Expand sidebar")).to_be_visible()
    expect(page).to_have_title("Explore · Digit Lab")
    wait_until_at_rest(page)
    shown = menu.evaluate("button => getComputedStyle(button, '::after').content")
    assert '"Explore"' == shown
    page.close()


def test_the_theme_is_chosen_for_every_page(new_page: NewPage, shared_server: Server) -> None:
    """By keyboard, at once, for pages that are opened later, too; back to the system's as well."""
    page = new_page(color_scheme="light")
    page.goto(f"{shared_server.url}/explore")
    wait_until_at_rest(page)
    choose_theme(page, "Dark")
    page.wait_for_function(f"{BACKGROUND} === '{DARK}'")
    page.wait_for_function("localStorage['stActiveTheme-/runs-v2'] === '\"Dark\"'")
    page.goto(f"{shared_server.url}/runs")
    page.wait_for_function(f"document.querySelector('.stApp') && {BACKGROUND} === '{DARK}'")
    choose_theme(page, "System")
    page.wait_for_function(f"{BACKGROUND} === '{LIGHT}'")
    page.close()


def test_what_listens_is_made_once(page: Page, shared_server: Server) -> None:
    """However many pages were opened, there are no more listeners than after the first ones."""
    page.goto(shared_server.url)
    counts = []
    for name in ("Explore", "Runs", "Explore", "Runs", "Explore"):
        page.get_by_role("link", name=name, exact=True).first.click()
        expect(page).to_have_title(f"{name} · Digit Lab")
        page.wait_for_timeout(500)  # components come after the page
        wait_until_at_rest(page)
        counts.append(click_listeners(page))
    assert counts[1] == counts[-1]


def click_listeners(page: Page) -> int:
    """How many listeners for clicks the document has."""
    session = page.context.new_cdp_session(page)
    document = session.send("Runtime.evaluate", {"expression": "document"})["result"]
    found = session.send("DOMDebugger.getEventListeners", {"objectId": document["objectId"]})
    return sum(listener["type"] == "click" for listener in found["listeners"])


def choose_theme(page: Page, name: str) -> None:
    """Choose a theme with the keyboard alone."""
    page.get_by_test_id("stMainMenuButton").focus()
    page.keyboard.press("Enter")
    item = page.get_by_test_id(f"stMainMenuItem-theme-{name}")
    while not item.evaluate("item => item === document.activeElement"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
