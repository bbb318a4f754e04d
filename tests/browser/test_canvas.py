"""The canvas in a real browser: nothing drawn is lost, and the answer is in sight."""

from itertools import pairwise

from playwright.sync_api import Locator, Page, expect

from benchmarks.app import PHONE, Server, draw
from tests.browser.accessibility import serious_findings
from tests.browser.at_rest import wait_for_canvas, wait_until_at_rest
from tests.browser.conftest import NewPage
from tests.waiting import wait_for

ONE = [(0.3, 0.15), (0.3, 0.85)]
BAR = [(0.3, 0.15), (0.7, 0.15)]
SEVEN = [(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]
INK = """() => {
    const hosts = [...document.querySelectorAll("*")].map(each => each.shadowRoot);
    const canvas = hosts.map(root => root?.querySelector(".lower-canvas.dc-canvas")).find(Boolean);
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, place) => place % 4 === 0 && value > 127).length / data.length;
}"""


def canvas(page: Page) -> Locator:
    return page.get_by_role("img", name="Drawing canvas")


def ink(page: Page) -> float:
    """How much of the canvas is white."""
    page.evaluate("() => new Promise(requestAnimationFrame)")  # the canvas is drawn with the next
    return float(page.evaluate(INK))


def expect_ink(page: Page, share: float) -> None:
    """Wait until so much of the canvas is white."""
    wait_for(lambda: page.wait_for_timeout(20) or ink(page) == share)


def tool(page: Page, name: str) -> Locator:
    group = page.get_by_role("group", name="Drawing tools")
    return group.get_by_role("button", name=name)


def answer(page: Page, words: str) -> Locator:
    return page.get_by_role("heading", name=words, exact=True)


def open_canvas(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/predict?run=pretrained{query}")
    wait_for_canvas(page)


def test_undo_redo_eraser_and_clear(page: Page, shared_server: Server) -> None:
    """Each shows at once, also with a stroke right behind it; the answer follows; a double click
    is two dots and no other mode."""
    open_canvas(page, shared_server)
    draw(page, ONE)
    one = ink(page)
    draw(page, BAR)
    tool(page, "Undo").click()
    expect_ink(page, one)
    draw(page, [(0.6, 0.5), (0.7, 0.5)])  # while the server has not answered yet
    assert ink(page) > one
    page.keyboard.press("Control+z")
    expect_ink(page, one)
    expect(answer(page, "It is a 1")).to_be_visible()
    tool(page, "Redo").click()
    wait_for(lambda: page.wait_for_timeout(20) or ink(page) > one)
    page.keyboard.press("Control+z")
    expect_ink(page, one)

    canvas(page).dblclick(position={"x": 300, "y": 300})
    assert ink(page) > one
    for _ in range(2):
        tool(page, "Undo").click()
    expect_ink(page, one)
    tool(page, "Eraser").click()
    expect(tool(page, "Eraser")).to_have_attribute("aria-pressed", "true")
    wait_until_at_rest(page)
    draw(page, ONE)
    assert 0 == ink(page)
    expect(page.get_by_text("the answer follows each stroke")).to_be_visible()
    tool(page, "Undo").click()
    expect(answer(page, "It is a 1")).to_be_visible()
    tool(page, "Clear").click()
    expect(page.get_by_text("the answer follows each stroke")).to_be_visible()
    wait_for_canvas(page)
    expect_ink(page, 0)
    expect(tool(page, "Eraser")).to_have_attribute("aria-pressed", "false")


def test_a_drawing_outlives_page_and_reload(page: Page, shared_server: Server) -> None:
    """Back from another page and after a reload it is there, with its answer, and a stroke goes
    on; what somebody else left in the tab's storage is taken for no drawing."""
    open_canvas(page, shared_server)
    draw(page, SEVEN)
    expect(answer(page, "It is a 7")).to_be_visible()
    drawn = ink(page)
    page.get_by_role("link", name="Explore").first.click()
    expect(page.get_by_role("heading", name="Explore the digits")).to_be_visible()
    page.get_by_role("link", name="Predict").first.click()
    expect(answer(page, "It is a 7")).to_be_visible()
    wait_for_canvas(page)
    wait_for(lambda: page.wait_for_timeout(20) or abs(ink(page) - drawn) < 0.005)

    page.reload()
    expect(answer(page, "It is a 7")).to_be_visible()
    wait_for_canvas(page)
    wait_for(lambda: page.wait_for_timeout(20) or abs(ink(page) - drawn) < 0.005)
    draw(page, BAR)
    wait_for(lambda: page.wait_for_timeout(20) or ink(page) > drawn + 0.005)
    tool(page, "Undo").click()
    wait_for(lambda: page.wait_for_timeout(20) or abs(ink(page) - drawn) < 0.005)
    tool(page, "Clear").click()
    expect(page.get_by_text("the answer follows each stroke")).to_be_visible()

    stored = '[{"points": [1, null], "width": "9", "erases": 0}]'
    page.evaluate(f"sessionStorage.setItem('digit-lab:canvas', '{stored}')")
    page.reload()
    wait_for_canvas(page)
    expect(page.get_by_text("the answer follows each stroke")).to_be_visible()
    assert 0 == ink(page)
    draw(page, ONE)
    expect(answer(page, "It is a 1")).to_be_visible()


def test_the_answer_is_in_sight_on_a_phone(new_page: NewPage, shared_server: Server) -> None:
    """Drawn with a finger, the canvas as wide as the screen has room for it: the answer stands in
    one line right above, and the tools below."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    open_canvas(page, shared_server)
    box = canvas(page).bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE["width"]
    touch(page, [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN])
    line = page.get_by_role("status").filter(has_text="It is a 7 · Confidence")
    expect(line).to_be_in_viewport(ratio=1)
    expect(canvas(page)).to_be_in_viewport(ratio=1)
    expect(tool(page, "Undo")).to_be_in_viewport(ratio=1)
    place = line.bounding_box()
    assert place is not None
    assert 20 < place["height"] < 40
    assert place["y"] + place["height"] <= box["y"]
    page.close()


def touch(page: Page, places: list[tuple[float, float]]) -> None:
    """Draw one stroke with a finger, which passes between `places` in small steps."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    send("touchStart", places[0])
    for (from_x, from_y), (to_x, to_y) in pairwise(places):
        for step in range(1, 9):
            share = step / 8
            send("touchMove", (from_x + share * (to_x - from_x), from_y + share * (to_y - from_y)))
    send("touchEnd")


def test_the_answer_is_beside_the_canvas(new_page: NewPage, shared_server: Server) -> None:
    """On a laptop's screen digit, probability and all ten bars are seen without scrolling, before
    anything is drawn too; there a sample picture is read with one click, and Back returns. With
    an answer axe-core finds nothing serious."""
    page = new_page(viewport={"width": 1280, "height": 720})
    open_canvas(page, shared_server)
    bars = page.get_by_role("list", name="Probability of each digit")
    expect(bars).to_be_in_viewport(ratio=1)
    samples = page.get_by_role("navigation", name="Or read a sample picture")
    expect(samples.get_by_role("link")).to_have_count(3)
    expect(samples).to_be_in_viewport(ratio=1)
    samples.get_by_role("link", name="4 digits").click()
    expect(answer(page, "2048")).to_be_visible()
    page.go_back()
    wait_for_canvas(page)
    expect(samples).to_be_visible()

    draw(page, SEVEN)
    for seen in (answer(page, "It is a 7"), bars, canvas(page), tool(page, "Clear")):
        expect(seen).to_be_in_viewport(ratio=1)
    wait_until_at_rest(page)
    assert [] == serious_findings(page)
    page.close()
