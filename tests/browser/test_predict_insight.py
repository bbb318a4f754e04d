"""Predict in a real browser: a step left out, a digit turned, and all of it on a phone."""

import re

from playwright.sync_api import Locator, Page, expect

from benchmarks.app import PHONE, Server, draw
from tests.browser.at_rest import wait_for_canvas, wait_until_at_rest

SEVEN = [(0.25, 0.25), (0.7, 0.25), (0.45, 0.8)]


def section(page: Page, name: str) -> Locator:
    """The head of a section that opens."""
    return page.locator("summary").filter(has_text=re.compile(f"{name}$"))


def test_switch_and_slider_on_a_phone(page: Page, shared_server: Server) -> None:
    """A step switched off and a slider moved change the answer shown, and nothing is cut off."""
    page.set_viewport_size(PHONE)
    page.goto(f"{shared_server.url}/predict")
    wait_for_canvas(page)
    draw(page, SEVEN)
    section(page, "How it was seen").click()
    expect(page.get_by_alt_text(re.compile("^As it is read: 7"))).to_be_visible()
    page.locator("label").filter(has_text="Inversion").click()
    page.locator("label").filter(has_text="Centring").click()
    left_out = page.get_by_alt_text("Without inversion, centring: no digit")
    expect(left_out).to_be_visible()
    section(page, "How it was seen").click()
    expect(left_out).to_be_hidden()
    wait_until_at_rest(page)  # what stands below moves up meanwhile

    section(page, "What if").click()
    expect(page.get_by_alt_text(re.compile("^The changed digit: 7"))).to_be_visible()
    page.get_by_role("slider", name="Rotation").focus()
    page.keyboard.press("End")
    expect(page.get_by_alt_text(re.compile("^The changed digit: (no digit|[^7])"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
