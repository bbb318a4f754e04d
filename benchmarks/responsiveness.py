"""How fast the app starts and answers, alone and while a training runs, and the memory it takes.

"rerun" is what a whole page costs the server, seen by a client without a browser; the others are
from a click in a real browser to the change on its page. Browser, server and training share the
cores of this machine here, which in a class they do not.
"""

import re
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Locator, Page, expect

from benchmarks.app import (
    DESKTOP,
    click_cell,
    draw,
    running_browser,
    running_server,
    seconds_until,
    start_server,
)
from benchmarks.client import Session
from benchmarks.report import main, summary

_ROUNDS = 25
_PAGES = ("explore", "train", "evaluate", "predict")
_STROKES = {
    "1": [(0.5, 0.15), (0.5, 0.85)],
    "7": [(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)],
}
Action = Callable[[Page, int], float]  # does it for the nth time, returns the seconds


def measure() -> list[dict[str, Any]]:
    """Return a row for each figure: seconds, or megabytes for memory."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        rows = [_row("start: from the command to the first page sent", _starts(folder))]
        browser = stack.enter_context(running_browser())
        page = browser.new_page(viewport=DESKTOP)
        begun = time.perf_counter()
        server = start_server(folder / "runs", folder / "log")
        stack.callback(server.stop)
        page.goto(f"{server.url}/explore")
        expect(page.get_by_role("group", name="Digits of the data set")).to_be_visible()
        shown = time.perf_counter() - begun
        rows.append(_row("start: from the command to the first page in a new browser", [shown]))
        rows += _reruns(page, server.url, "alone")
        rows.append(_memory(server.process.pid))
        _start_long_training(page, server.url)
        rows += _reruns(page, server.url, "while training")
        page.locator(".st-key-at_work").get_by_role("link").click()
        stop = page.locator(".st-key-stop").get_by_role("button")
        expect(stop).to_be_enabled()  # it went on all the time
        stop.click()
        rows.append(_stopping(page))
    return rows


def _reruns(page: Page, url: str, when: str) -> list[dict[str, Any]]:
    rows = [_row(f"rerun of a page, {when}", _server_seconds(url))]
    for name, address, action in _ACTIONS:
        page.goto(f"{url}/{address}")
        page.wait_for_timeout(1500)
        action(page, -1)  # loads what is loaded once
        times = [action(page, number) for number in range(_ROUNDS)]
        rows.append(_row(f"{name}, {when}", times))
    clicks = [seconds for row in rows[1:] for seconds in row["times"]]
    rows.append(_row(f"all clicks in a browser, {when}", clicks))
    page.goto(f"{url}/train")
    page.wait_for_timeout(1500)
    return rows


def _starts(folder: Path) -> list[float]:
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        with running_server(folder / "runs", folder / "log") as server:
            with Session(server.url) as session:
                session.open("explore")
            times.append(time.perf_counter() - begun)
    return times


def _server_seconds(url: str) -> list[float]:
    with Session(url) as session:
        for page in _PAGES:
            session.open(page)  # loads what is loaded once
        return [session.open(page) for _ in range(_ROUNDS) for page in _PAGES]


def _switch_page(page: Page, number: int) -> float:
    name, title = (("Explore", "Explore the digits"), ("Evaluate", "Evaluate a model"))[number % 2]
    link = page.get_by_role("link", name=name).first
    return seconds_until(page.get_by_role("heading", name=title), link.click)


def _turn_page(page: Page, number: int) -> float:
    first_of_page = re.compile(rf"number {(number + 2) * _tiles(page).count()}$")
    following = page.locator(".st-key-page").get_by_role("button", name="Next page")
    return seconds_until(page.get_by_role("button", name=first_of_page), following.click)


def _open_digit(page: Page, number: int) -> float:
    shown = page.locator(".st-key-digit_pixels").get_by_text(f", number {number + 2} of the")
    return seconds_until(shown, _tiles(page).nth(number + 2).click)


def _click_matrix(page: Page, number: int) -> float:
    digit = number % 10
    title = page.get_by_role("heading", name=f"{digit} predicted as {digit}")
    return seconds_until(title, lambda: click_cell(page, digit, digit))


def _draw_stroke(page: Page, number: int) -> float:
    clear = page.get_by_role("button", name="Clear")
    if clear.is_enabled():  # the first time there is nothing to clear
        clear.click()
    expect(page.get_by_text("the answer follows each stroke")).to_be_visible()
    page.wait_for_timeout(500)
    digit = "17"[number % 2]
    draw(page, _STROKES[digit], lift=False)
    return seconds_until(page.get_by_role("heading", name=f"It is a {digit}"), page.mouse.up)


def _tiles(page: Page) -> Locator:
    return page.get_by_role("group", name="Digits of the data set").get_by_role("button")


_ACTIONS: list[tuple[str, str, Action]] = [
    ("move to another page", "explore", _switch_page),
    ("turn a page of digits", "explore", _turn_page),
    ("open a digit", "explore", _open_digit),
    ("click a cell of the matrix", "evaluate", _click_matrix),
    ("read a stroke on the canvas", "predict", _draw_stroke),
]


def _start_long_training(page: Page, url: str) -> None:
    page.goto(f"{url}/train?epochs=100")
    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_text("Digits per second")).to_be_visible(timeout=60_000)


def _stopping(page: Page) -> dict[str, Any]:
    begun = time.perf_counter()
    expect(page.get_by_text("Saving the model").or_(page.get_by_text("Stopped on"))).to_be_visible(
        timeout=10_000
    )
    return _row("stop: from the click to the page saying so", [time.perf_counter() - begun])


def _memory(pid: int) -> dict[str, Any]:
    megabytes = psutil.Process(pid).memory_info().rss / 1e6
    return _row("resident memory of the server (MB)", [megabytes])


def _row(name: str, values: list[float]) -> dict[str, Any]:
    return summary(name, values) | {"times": values}


if __name__ == "__main__":
    main(measure, __doc__, hidden=("times",))
