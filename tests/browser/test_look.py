"""How the pages fit the screens they are used on, and what they do with a picture."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from benchmarks.app import DESKTOP, PHONE, Server
from core.data import load
from core.figures.montage import enlarged
from tests.browser.at_rest import wait_until_at_rest
from tests.browser.conftest import NewPage

PAGES = {
    "explore": "Explore the digits",
    "train": "Train a network",
    "search": "Search for good settings",
    "evaluate": "Evaluate a model",
    "predict": "Predict your own digits",
}
BACKGROUND = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_page_fits_the_screen_without_an_error(
    new_page: NewPage, shared_server: Server, name: str, size: dict[str, int]
) -> None:
    """No page is wider than its screen, shows an exception or fails in its scripts, by day and
    when the system turns dark."""
    page = new_page(viewport=size, color_scheme="light")
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{shared_server.url}/{name}")
    expect(page.get_by_role("heading", name=PAGES[name])).to_be_visible()
    wait_until_at_rest(page)
    assert fits(page)
    light = page.evaluate(BACKGROUND)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"({BACKGROUND})() != '{light}'")
    wait_until_at_rest(page)
    assert fits(page)
    assert 0 == page.locator(".stException").count()
    assert [] == failures
    page.close()


def fits(page: Page) -> bool:
    """Whether the page is no wider than its screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_uploaded_picture_is_read(page: Page, shared_server: Server) -> None:
    """A picture of a digit, dark on light, is read and shown beside what the model was given."""
    digits = load().test
    index = int((digits.labels == 0).argmax())
    page.goto(f"{shared_server.url}/predict")
    page.get_by_text("Upload a picture", exact=True).click()
    page.locator("input[type=file]").set_input_files(
        {
            "name": "zero.png",
            "mimeType": "image/png",
            "buffer": png(255 - enlarged(digits.images[index], 8)),
        }
    )
    expect(page.get_by_role("heading", name="It is a 0")).to_be_visible()
    expect(page.get_by_text("zero.png").first).to_be_visible()


def test_file_that_is_no_picture_is_explained(page: Page, shared_server: Server) -> None:
    """A text file with a picture's name gives a message that names it, and the page goes on."""
    page.goto(f"{shared_server.url}/predict")
    page.get_by_text("Upload a picture", exact=True).click()
    page.locator("input[type=file]").set_input_files(
        {"name": "letter.png", "mimeType": "image/png", "buffer": b"Dear reader"}
    )
    expect(page.get_by_text("letter.png is not a whole picture")).to_be_visible()
    page.get_by_text("Draw it").click()
    expect(page.get_by_text("the answer follows each stroke")).to_be_visible()


def test_digit_in_the_gallery_opens_in_detail(page: Page, shared_server: Server) -> None:
    """A click on a digit of Explore opens that digit and puts it into the address."""
    page.goto(f"{shared_server.url}/explore")
    page.get_by_role("group", name="Digits of the data set").get_by_role("button").nth(4).click()
    expect(page.get_by_text(", number 4 of the training digits")).to_be_visible()
    assert "digit=4" in page.url


def png(image) -> bytes:
    """Return a grey image as a PNG file."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG")
    return buffer.getvalue()
