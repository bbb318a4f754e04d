"""Ten files at once in a real browser, one of them broken."""

import csv
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from benchmarks.app import Server
from benchmarks.pictures import drawing

_HEAD, _LINE = 40, 44  # pixels of the table, whose lines are drawn on a canvas


def ten_files() -> list[FilePayload]:
    """Nine drawings of a 7, of which one is said to be a 1, and a file cut off; it comes third."""
    names = [f"7_{number}.png" for number in range(8)] + ["1_z.png"]
    files = [FilePayload(name=name, mimeType="image/png", buffer=drawing()) for name in names]
    broken = FilePayload(name="broken.png", mimeType="image/png", buffer=drawing()[:60])
    return [*files[:2], broken, *files[2:]]


def test_ten_files_with_a_broken_one(page: Page, shared_server: Server, tmp_path: Path) -> None:
    """Nine readings and a reason; a line opens its picture; the filter shows what could
    not be read; the table can be taken away."""
    page.goto(f"{shared_server.url}/predict?way=Upload+a+picture")
    page.locator("input[type=file]").set_input_files(ten_files())
    expect(page.get_by_role("heading", name="9 pictures read")).to_be_visible()
    expect(page.get_by_text("1 file could not be read")).to_be_visible()
    expect(page.get_by_text("8 of 9 right")).to_be_visible()

    table = page.get_by_test_id("stDataFrame")
    table.click(position={"x": 200, "y": _HEAD + 1.5 * _LINE})
    expect(page.get_by_role("heading", name="7_1.png")).to_be_visible()
    expect(page.get_by_alt_text("The picture with a box around each digit: 7")).to_be_visible()

    page.get_by_role("radio", name="Errors 1").click()
    expect(page.get_by_role("heading", name="7_1.png")).to_be_hidden()
    table.click(position={"x": 200, "y": _HEAD + 0.5 * _LINE})
    expect(page.get_by_role("heading", name="broken.png")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("broken.png is not a whole picture")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    download.value.save_as(tmp_path / "readings.csv")
    lines = list(csv.DictReader((tmp_path / "readings.csv").read_text().splitlines()))
    assert [*"77", "", *"7777777"] == [line["reading"] for line in lines]
    assert "broken.png" == lines[2]["name"]
    assert "broken.png is not a whole picture" in lines[2]["error"]
