"""My drawings as a person uses them: a wrong answer corrected, found again, changed, exported."""

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks.app import Server, draw
from core.data.drawing_file import artist_of
from core.data.drawings import Drawings
from tests.browser.accessibility import serious_findings
from tests.browser.at_rest import wait_for_canvas, wait_until_at_rest

SEVEN = [(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]


@pytest.fixture
def drawings(shared_server: Server) -> Iterator[Drawings]:
    """Those of the server, which shares this process's folder; none before and after."""
    drawings = Drawings()
    assert () == drawings.kept()
    yield drawings
    for drawing in drawings.kept():
        drawings.remove(drawing)


def name_is(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def tiles(page: Page) -> Locator:
    return page.get_by_role("group", name="Drawings").get_by_role("button")


def test_a_wrong_answer_is_corrected_found_and_changed(
    page: Page, shared_server: Server, drawings: Drawings
) -> None:
    """Said with a key on Predict under a name that the browser keeps; in My drawings it is
    relabelled by a key, selected, exported, deleted and brought back."""
    page.goto(f"{shared_server.url}/predict?run=pretrained")
    wait_for_canvas(page)
    draw(page, SEVEN)
    name_is(page, "Your name").click()
    page.get_by_role("textbox", name="Your name").fill("Anna 7")
    page.keyboard.press("Enter")
    expect(name_is(page, "Anna 7")).to_be_visible()
    assert () == drawings.kept()  # what one writes into a field says nothing of a drawing
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="It is a 7")).to_be_visible()
    wait_until_at_rest(page)
    page.keyboard.press("1")
    expect(page.get_by_text("Saved as a 1. 1 drawing so far.")).to_be_visible()

    (kept,) = drawings.kept()
    said, original = drawings.said(kept), drawings.original(kept)
    assert (1, artist_of("Anna 7")) == (kept.label, kept.artist)
    assert said is not None
    assert ("pretrained", 7, True) == (said.run, said.digit, said.is_digit)
    assert original is not None

    page.reload()
    expect(name_is(page, "Anna 7")).to_be_visible()
    expect(page.get_by_text("Saved as a 1. 1 drawing so far.")).to_be_visible()
    page.get_by_role("link", name="My drawings").last.click()
    title = page.get_by_role("heading", name=f"Number {kept.number}: a 1")
    expect(title).to_be_visible()
    expect(tiles(page)).to_have_text(["1 → 7"])
    wait_until_at_rest(page)
    assert [] == serious_findings(page)
    page.keyboard.press("7")
    expect(page.get_by_role("heading", name=f"Number {kept.number}: a 7")).to_be_visible()
    expect(tiles(page)).to_have_text(["7"])
    assert [7] == [drawing.label for drawing in drawings.kept()]

    page.get_by_role("button", name="Close").click()
    expect(title).to_have_count(0)
    tiles(page).first.focus()
    page.keyboard.press(" ")
    expect(page.get_by_role("checkbox", name=re.compile("^Select number"))).to_be_checked()
    wait_until_at_rest(page)  # a file that is offered anew is another one
    with page.expect_download() as download:
        page.get_by_role("button", name="Export 1").click()
    archive = ZipFile(io.BytesIO(download.value.path().read_bytes()))
    stem = f"{kept.number:06d}-7"
    assert [f"{stem}.png", f"{stem}-original.png", "drawings.csv"] == archive.namelist()

    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("1 drawing deleted")).to_be_visible()
    assert () == drawings.kept()
    page.get_by_role("button", name="Undo").click()
    expect(tiles(page)).to_have_text(["7"])
    assert [7] == [drawing.label for drawing in drawings.kept()]
