"""What a real browser shows of pictures with several digits, uploaded and drawn."""

import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from benchmarks.app import Server, draw
from core.data import load
from core.figures.montage import enlarged
from core.inference import Classifier
from core.runs.store import RunStore
from tests.browser.at_rest import wait_for_canvas

DIGITS = (7, 2, 4)
ONE, SEVEN = [(0.2, 0.2), (0.2, 0.8)], [(0.45, 0.25), (0.85, 0.25), (0.6, 0.8)]


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> FilePayload:
    """A picture larger than any screen with three digits that the shipped model is sure of."""
    classifier = Classifier(RunStore(tmp_path_factory.mktemp("runs")).get("pretrained"))
    written = [np.pad(enlarged(sure(classifier, digit), 24), 200) for digit in DIGITS]
    buffer = io.BytesIO()
    Image.fromarray(255 - np.hstack(written)).save(buffer, "PNG")
    return {"name": "photo.png", "mimeType": "image/png", "buffer": buffer.getvalue()}


def sure(classifier: Classifier, digit: int) -> NDArray[np.uint8]:
    """A test digit, 28x28, that the model reads as what it is with over 99 %."""
    test = load().test
    images = test.images[np.flatnonzero(test.labels == digit)[:50]]
    classification = classifier(images)
    is_sure = (classification.probabilities[:, digit] > 0.99) & classification.is_digit
    return images[np.flatnonzero(is_sure)[0]]


def upload(page: Page, server: Server, file: FilePayload) -> None:
    """Open the page and upload a file."""
    page.goto(f"{server.url}/predict")
    page.get_by_text("Upload a picture", exact=True).click()
    page.locator("input[type=file]").set_input_files(file)


def picture(page: Page, digits: str) -> Locator:
    """The picture with boxes, by what it says to who cannot see it."""
    return page.get_by_alt_text(f"The picture with a box around each digit: {digits}", exact=True)


def flip_single(page: Page) -> None:
    """Say that there is exactly one digit, or that there may be more."""
    page.locator("label").filter(has_text="Exactly one digit").click()


def test_picture_of_three_digits(page: Page, shared_server: Server, photo: FilePayload) -> None:
    """Three digits are read and boxed in a picture no larger than needed; one can be chosen and
    followed from the picture to its pixels; the reading can be taken away; and told that it is
    one digit, the page draws one box."""
    upload(page, shared_server, photo)
    expect(page.get_by_role("heading", name="724")).to_be_visible()
    boxes = picture(page, "7, 2, 4")
    expect(boxes).to_be_visible()
    assert boxes.evaluate("image => image.naturalWidth") <= 1024

    tiles = page.get_by_role("group", name="Digits in reading order").get_by_role("button")
    expect(tiles).to_have_count(3)
    tiles.nth(1).click()
    heading = page.get_by_role("heading", name="Number 2 of 3: a 2")
    expect(heading).to_be_visible()
    page.get_by_text("How it was seen").click()
    for stage in ("Picture", "Ink", "Cut out", "20 x 20", "28 x 28"):
        expect(page.get_by_alt_text(re.compile(f"^{stage}: "))).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as JSON").click()
    assert "photo.json" == download.value.suggested_filename
    reading = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert ("724", ["724"], 3) == (reading["text"], reading["rows"], len(reading["digits"]))

    flip_single(page)
    expect(tiles).to_have_count(0)
    expect(page.get_by_alt_text(re.compile(r"box around each digit: [^,]+$"))).to_be_visible()
    assert "single_upload=true" in page.url


def test_several_digits_on_the_canvas(page: Page, shared_server: Server) -> None:
    """Where more than one digit may be drawn, each stroke adds to the number that is read."""
    page.goto(f"{shared_server.url}/predict?single_draw=false")
    wait_for_canvas(page)
    draw(page, ONE)
    expect(page.get_by_role("heading", name="It is a 1")).to_be_visible()
    draw(page, SEVEN)
    expect(page.get_by_role("heading", name="17")).to_be_visible()
    expect(picture(page, "1, 7")).to_be_visible()
    flip_single(page)
    expect(picture(page, "1, 7")).to_have_count(0)
