"""How the pages fit the screens they are used on, and what they do with a picture."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from benchmarks.app import DESKTOP, PHONE, Server
from core.data import load
from core.figures.montage import enlarged
from pages.ui.address import SECTIONS
from tests.browser.accessibility import serious_findings
from tests.browser.at_rest import wait_for_canvas, wait_until_at_rest
from tests.browser.conftest import NewPage

PAGES = ("", "explore", "train", "search", "runs", "evaluate", "predict", "drawings")
VIEWS = (
    "",
    "train",
    "train?preset=one_hidden&learning_rate=0.01",
    "search",
    "runs?runs=pretrained",
    "predict",
    "predict?way=Upload+a+picture",
    "predict?digit=3&of=test",
    "predict?digit=1&of=samples",
    "drawings",
    "explore?digit=3",
    "explore?view=labels",
    "evaluate?actual=4&predicted=9&digit=3",
    *(f"evaluate?section={name}" for name in SECTIONS if name != "mistakes"),
)
BACKGROUND = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"


@pytest.mark.parametrize("view", VIEWS)
def test_everyone_can_read_and_reach_it(
    new_page: NewPage, shared_server: Server, view: str
) -> None:
    """On a laptop no view is wider than the screen, shows an exception or fails in its scripts,
    and axe-core finds nothing serious: contrast, names, roles; by day and in the dark."""
    page = new_page(viewport=DESKTOP, color_scheme="light")
    for rules in by_day_and_in_the_dark(page, f"{shared_server.url}/{view}"):
        assert [] == serious_findings(page, *rules)
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_the_phone(new_page: NewPage, shared_server: Server, name: str) -> None:
    """So it is on a phone, as far as width and errors go."""
    page = new_page(viewport=PHONE, color_scheme="light")
    for _ in by_day_and_in_the_dark(page, f"{shared_server.url}/{name}"):
        pass
    page.close()


def by_day_and_in_the_dark(page: Page, address: str) -> Iterator[tuple[str, ...]]:
    """Open a page, and turn the system's colours from light to dark; nothing may fail, or be wider
    than the screen.

    Gives each time the rules of axe-core that may find something new; none are all of them.
    """
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for()
    wait_until_at_rest(page)
    if page.locator(".st-key-canvas_frame").count():
        wait_for_canvas(page)
    assert fits(page)
    yield ()
    light = page.evaluate(BACKGROUND)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"({BACKGROUND})() != '{light}'")
    wait_until_at_rest(page)
    assert fits(page)
    yield ("color-contrast",)
    assert 0 == page.locator(".stException").count()
    assert [] == failures


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


def png(image) -> bytes:
    """Return a grey image as a PNG file."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG")
    return buffer.getvalue()
