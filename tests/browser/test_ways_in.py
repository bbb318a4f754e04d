"""Pictures that are pasted and cropped, and numbers on the wide canvas, in a real browser."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from benchmarks.app import DESKTOP, PHONE, Server, draw
from core.data import load
from core.figures.montage import enlarged
from core.inference import Classifier
from core.runs.store import RunStore
from tests.browser.at_rest import wait_for_canvas, wait_until_at_rest
from tests.browser.conftest import NewPage
from tests.browser.test_canvas import canvas, touch

# As Ctrl+V does it with a picture in the clipboard.
PASTE = """(data) => {
    const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], "image.png", { type: "image/png" }));
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}"""
SEVEN = [(0.08, 0.2), (0.2, 0.2), (0.12, 0.8)]
ONE = [(0.32, 0.2), (0.32, 0.8)]
BOX = "The picture with a box around each digit: "


@pytest.fixture(scope="module")
def two_digits() -> bytes:
    """A PNG of a 7 and a 2, dark on light, that the shipped model is sure of."""
    test = load().test
    answers = Classifier(RunStore().get("pretrained"))(test.images[:200])
    sure = answers.is_digit & (answers.probabilities.max(axis=1) > 0.99)
    right = sure & (answers.probabilities.argmax(axis=1) == test.labels[:200])
    digits = [
        test.images[np.flatnonzero(right & (test.labels[:200] == digit))[0]] for digit in (7, 2)
    ]
    sheet = 255 - np.hstack([np.pad(enlarged(digit, 10), 40) for digit in digits])
    buffer = io.BytesIO()
    Image.fromarray(sheet).save(buffer, "PNG")
    return buffer.getvalue()


def paste(page: Page, picture: bytes) -> None:
    page.evaluate(PASTE, base64.b64encode(picture).decode("ascii"))


def part(page: Page) -> Locator:
    return page.get_by_role("group", name="The part of the picture that is read")


def test_a_pasted_picture_is_read_and_cropped(
    page: Page, shared_server: Server, two_digits: bytes
) -> None:
    """Pasted while one draws, it is shown as the way that it came by; a box dragged around one
    digit reads that alone, whose corner arrow keys move; and then all of it again. What is no
    picture is explained."""
    page.goto(f"{shared_server.url}/predict?run=pretrained")
    wait_for_canvas(page)
    paste(page, two_digits)
    expect(page.get_by_alt_text(f"{BOX}7, 2", exact=True)).to_be_visible()
    assert "way=Paste" in page.url

    page.get_by_role("button", name="Crop it").click()
    wait_until_at_rest(page)
    sheet = part(page).bounding_box()
    assert sheet is not None
    page.mouse.move(sheet["x"] + 3, sheet["y"] + 3)
    page.mouse.down()
    page.mouse.move(sheet["x"] + 0.5 * sheet["width"], sheet["y"] + sheet["height"] - 3, steps=4)
    page.mouse.up()
    expect(page.get_by_alt_text(f"{BOX}7", exact=True)).to_be_visible()
    corner = part(page).get_by_role("button", name="Lower right corner")
    for _ in range(25):
        corner.press("ArrowRight")
    expect(page.get_by_alt_text(f"{BOX}7, 2", exact=True)).to_be_visible()
    page.get_by_role("button", name="Whole picture").click()
    expect(page.get_by_role("button", name="Whole picture")).to_have_count(0)
    expect(page.get_by_alt_text(f"{BOX}7, 2", exact=True)).to_be_visible()

    paste(page, b"Dear reader")
    expect(page.get_by_text("pasted picture is text, not a picture")).to_be_visible()


def test_a_part_is_chosen_with_a_finger(
    new_page: NewPage, shared_server: Server, two_digits: bytes
) -> None:
    """On a phone, where the way to paste is one of four that all fit."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{shared_server.url}/predict?run=pretrained&way=Paste")
    expect(page.get_by_role("button", name="Paste from the clipboard")).to_be_in_viewport(ratio=1)
    ways = page.get_by_role("radiogroup").bounding_box()
    assert ways is not None
    assert ways["x"] + ways["width"] <= PHONE["width"]
    paste(page, two_digits)
    page.get_by_role("button", name="Crop it").click()
    part(page).scroll_into_view_if_needed()
    wait_until_at_rest(page)
    sheet = part(page).bounding_box()
    assert sheet is not None
    right, bottom = sheet["x"] + sheet["width"], sheet["y"] + sheet["height"]
    touch(page, [(right - 3, sheet["y"] + 3), (right - 0.48 * sheet["width"], bottom - 3)])
    expect(page.get_by_alt_text(f"{BOX}2", exact=True)).to_be_visible()
    page.close()


@pytest.mark.parametrize("device", ["mouse", "finger"])
def test_a_number_on_the_wide_canvas(new_page: NewPage, shared_server: Server, device: str) -> None:
    """It is twice as wide as the square one on a laptop and fits a phone; each stroke adds to the
    number, which a reload leaves there."""
    by_mouse = device == "mouse"
    page = (
        new_page(viewport=DESKTOP)
        if by_mouse
        else new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    )
    page.goto(f"{shared_server.url}/predict?run=pretrained")
    wait_for_canvas(page)
    square = canvas(page).bounding_box()
    page.locator("label").filter(has_text="Wide canvas").click()
    expect(page.get_by_text("Draw digits side by side: the answer")).to_be_visible()
    wait_for_canvas(page)
    wide = canvas(page).bounding_box()
    assert square is not None
    assert wide is not None
    assert wide["width"] >= 2 * square["width"] if by_mouse else wide["width"] <= PHONE["width"]
    for stroke, read in ((SEVEN, "It is a 7"), (ONE, "71")):
        if by_mouse:
            draw(page, stroke)
        else:
            left, top = wide["x"], wide["y"]
            touch(page, [(left + x * wide["width"], top + y * wide["height"]) for x, y in stroke])
        expect(page.get_by_role("heading", name=read, exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="71", exact=True)).to_be_visible()
    page.close()
