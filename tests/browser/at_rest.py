"""A page that has come to rest: what a person sees before doing the next thing."""

from playwright.sync_api import Page, expect


def wait_until_at_rest(page: Page) -> None:
    """Return once the server has nothing more to say about the page."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


def wait_for_canvas(page: Page) -> None:
    """Return once one can draw: nothing moves the canvas, and it listens to the pen."""
    wait_until_at_rest(page)
    page.get_by_role("img", name="Drawing canvas").wait_for()
