"""The game in a real browser, played to its end."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.app import PHONE, Server, draw
from core.data.drawings import Drawings
from core.game.best_table import BestTable
from tests.browser.accessibility import serious_findings
from tests.browser.at_rest import wait_for_canvas, wait_until_at_rest
from tests.browser.conftest import NewPage

# What is drawn for the digit that is asked for, stroke by stroke.
DRAWN = {
    1: [[(0.5, 0.15), (0.5, 0.85)]],
    7: [[(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]],
    4: [[(0.35, 0.15), (0.3, 0.55), (0.75, 0.55)], [(0.6, 0.3), (0.58, 0.88)]],
}


@pytest.fixture
def no_trace() -> Iterator[None]:
    """Take away what a round leaves in the folders of the shared server."""
    yield
    for folder in (Drawings().root, BestTable().folder):
        shutil.rmtree(folder, ignore_errors=True)


def asked(page: Page) -> int:
    """The digit that is asked for now."""
    text = page.get_by_role("status").filter(has_text="Draw a").first.text_content() or ""
    return int(text[-1])


def play(page: Page) -> int:
    """Draw what can be drawn, skip the others, and return how many were read."""
    read = 0
    for turn in range(1, 11):
        expect(
            page.get_by_role("status").filter(has_text=re.compile(f"^{turn} of 10"))
        ).to_be_visible()
        wait_for_canvas(page)
        strokes = DRAWN.get(asked(page))
        if strokes is None:
            page.get_by_role("button", name="Skip it").click()
            continue
        for stroke in strokes:
            draw(page, stroke)
        read += 1
    return read


def test_a_round_from_start_to_table(
    new_page: NewPage, shared_server: Server, no_trace: None
) -> None:
    """Three digits are drawn and read, one is given up as another one, the others are skipped: the
    page says so, keeps the drawings that one agrees to, and has the player in the table. All of it
    on a phone, where what is asked for, the canvas and the way to skip are in sight together."""
    page = new_page(viewport=PHONE, color_scheme="light")
    page.goto(f"{shared_server.url}/predict?run=pretrained")
    page.get_by_role("link", name="Play: ten digits against the clock").click()
    page.get_by_role("button", name="Start").click()
    wait_for_canvas(page)
    status, sheet = page.get_by_role("status"), page.get_by_role("img", name="Drawing canvas")
    for seen in (status.first, sheet, page.get_by_role("button", name="Skip it")):
        expect(seen).to_be_in_viewport(ratio=1)
    first = asked(page)
    wrong = 7 if first == 1 else 1
    draw(page, DRAWN[wrong][0])
    expect(page.get_by_text(f"1 of 10 · read as a {wrong}")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text(re.compile("^1 of 10$"))).to_be_visible()
    assert 3 == play(page)
    expect(
        page.get_by_role("heading", name=re.compile(r"^3 of 10 read in \d+\.\d s$"))
    ).to_be_visible()
    expect(page.get_by_text(f"asked for {first}, read as {wrong}")).to_be_visible()
    wait_until_at_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [] == serious_findings(page)

    page.get_by_role("button", name="Keep 3 drawings").click()
    expect(page.get_by_text("Kept in My drawings.")).to_be_visible()
    page.get_by_role("button", name="Your name").click()
    page.get_by_role("textbox", name="Your name").fill("Ada | *L*")
    page.get_by_role("button", name="OK").click()
    page.get_by_role("button", name="Enter the table as Ada | *L*").click()
    row = page.get_by_role("row").filter(has_text="Ada | *L*")
    expect(row).to_contain_text("3\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}10")
    page.get_by_role("button", name="Play again").click()
    expect(page.get_by_text(re.compile("^1 of 10$"))).to_be_visible()
    page.close()
