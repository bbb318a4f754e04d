"""How soon the answer is there after a stroke on the Predict page, alone and beside a training.

"server" is from the message with the stroke to the end of all that the server sends for it, to a
client without a browser; "browser" from lifting the pen, in a real one, to the frame in which the
answer's line has changed. Browser, server and training share the cores of this machine here, which
in a class they do not. `limit` is what the 95th percentile is to keep, in seconds.
"""

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, expect

from benchmarks.app import DESKTOP, draw, running_browser, running_server
from benchmarks.classroom.training import trainings
from benchmarks.client import Session
from benchmarks.report import Row, main, summary
from core.runs.store import RunStore

STROKES = 100
_LIMITS = {"server, alone": 0.05, "server, beside a training": 0.15, "browser, alone": 0.3}
_PEN = 18
# Digits by their strokes, in shares of the sheet: each stroke adds to what was drawn before.
_DIGITS = (
    ([(0.35, 0.2), (0.3, 0.55), (0.7, 0.55)], [(0.62, 0.3), (0.58, 0.85)]),
    ([(0.62, 0.2), (0.35, 0.5), (0.36, 0.78), (0.6, 0.8), (0.62, 0.58), (0.4, 0.56)],),
    ([(0.4, 0.2), (0.38, 0.45), (0.6, 0.5), (0.6, 0.75), (0.35, 0.8)], [(0.4, 0.2), (0.65, 0.2)]),
    ([(0.3, 0.15), (0.7, 0.15), (0.45, 0.85)], [(0.4, 0.5), (0.65, 0.5)]),
)
_ONE, _BAR = [(0.4, 0.15), (0.4, 0.85)], [(0.4, 0.15), (0.75, 0.15)]
_POINTS = 12  # between two corners of a stroke, as a hand at its usual pace leaves
_SHEET = 280
_PAUSE = 300  # milliseconds between two strokes

# The line is in a shadow tree; its text changes once for each answer.
_WATCH = """() => {
    const host = [...document.querySelectorAll(".st-key-answer_line *")].find(e => e.shadowRoot);
    const line = host.shadowRoot.querySelector("p");
    window.answered = null;
    window.lifted = null;
    const lift = () => { window.lifted = performance.now(); };
    window.addEventListener("pointerup", lift, { capture: true, once: true });
    const change = () => requestAnimationFrame(() => {
        if (window.lifted !== null) window.answered ??= performance.now() - window.lifted;
    });
    const watch = new MutationObserver(change);
    watch.observe(line, { childList: true, characterData: true, subtree: true });
}"""


def measure(strokes: int = STROKES, *, beside_training: bool = True) -> list[Row]:
    """Return a row of seconds from a stroke to its answer for each place and time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            running_server(folder / "runs", folder / "server.log") as server,
            running_browser() as browser,
        ):
            page = browser.new_page(viewport=DESKTOP)
            rows = list(_rows(server.url, page, strokes, "alone"))
            if beside_training:
                with trainings(server.url, RunStore(folder / "runs"), 1):
                    rows += _rows(server.url, page, strokes, "beside a training")
    return rows


def _rows(url: str, page: Page, strokes: int, when: str) -> Iterator[Row]:
    yield _row(f"server, {when}", _server_seconds(url, strokes))
    yield _row(f"browser, {when}", _browser_seconds(page, url, strokes))


def _row(figure: str, seconds: list[float]) -> Row:
    return {**summary(figure, seconds), "limit": _LIMITS.get(figure)}


def _server_seconds(url: str, count: int) -> list[float]:
    seconds: list[float] = []
    with Session(url) as session:
        session.open("predict", "run=pretrained")
        session.draw("canvas", _drawings(0)[0])  # loads what is loaded once
        number = 0
        while len(seconds) < count:
            for drawing in _drawings(number):
                seconds.append(session.draw("canvas", drawing))
            session.draw("canvas", [])
            number += 1
    return seconds[:count]


def _drawings(number: int) -> list[list[dict[str, object]]]:
    """Return what the canvas sends after each stroke of a digit: all strokes so far.

    Each digit has a place of its own, so that no answer is known from before.
    """
    right, down = 3 * (number % 7) - 9, 2 * (number % 11) - 10
    strokes = [_stroke(corners, right, down) for corners in _DIGITS[number % len(_DIGITS)]]
    return [strokes[: end + 1] for end in range(len(strokes))]


def _stroke(corners: list[tuple[float, float]], right: int, down: int) -> dict[str, object]:
    points: list[float] = []
    for (from_x, from_y), (to_x, to_y) in pairwise(corners):
        for step in range(_POINTS):
            share = step / (_POINTS - 1)
            points.append(round(_SHEET * (from_x + share * (to_x - from_x)) + right, 1))
            points.append(round(_SHEET * (from_y + share * (to_y - from_y)) + down, 1))
    return {"points": points, "width": _PEN, "erases": False}


def _browser_seconds(page: Page, url: str, count: int) -> list[float]:
    page.goto(f"{url}/predict?run=pretrained")
    seconds: list[float] = []
    _until_empty(page)
    _stroke_seconds(page, _ONE)  # loads what is loaded once
    _undo(page, 1)
    while len(seconds) < count:
        seconds += [_stroke_seconds(page, _ONE), _stroke_seconds(page, _BAR)]
        _undo(page, 2)
    return seconds[:count]


def _stroke_seconds(page: Page, points: list[tuple[float, float]]) -> float:
    page.evaluate(_WATCH)
    draw(page, points)
    page.wait_for_function("window.answered !== null", polling=20)
    seconds = float(page.evaluate("window.answered")) / 1000
    page.wait_for_timeout(_PAUSE)
    return seconds


def _undo(page: Page, strokes: int) -> None:
    # To clear the canvas makes another one, on which a stroke right behind it would be lost.
    for _ in range(strokes):
        page.get_by_role("button", name="Undo").click()
    _until_empty(page)


def _until_empty(page: Page) -> None:
    expect(page.get_by_text("the answer follows each stroke")).to_be_visible(timeout=60_000)
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    page.get_by_role("img", name="Drawing canvas").wait_for()
    page.wait_for_timeout(_PAUSE)


if __name__ == "__main__":
    main(measure, __doc__)
