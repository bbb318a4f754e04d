"""The form of the Train page under fast hands: keys, clicks, the keyboard alone."""

from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page, expect

from benchmarks.app import PHONE, Server
from core.runs.store import RunStore
from tests.browser.at_rest import wait_until_at_rest
from tests.browser.conftest import NewPage

PAUSES = (60, 120, 75, 105, 90, 65, 110, 80)  # milliseconds after each of eight keys


def address(page: Page) -> dict[str, str]:
    """Return the values in the page's address."""
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query).items()}


def press_eight(page: Page, tab: str, setting: str, key: str) -> str:
    """Press a key eight times on a slider, faster than the page answers; return what it shows."""
    page.get_by_role("tab", name=tab).click()
    slider = page.locator(f".st-key-setting_{setting}").get_by_role("slider")
    slider.focus()
    for pause in PAUSES:
        page.keyboard.press(key)
        page.wait_for_timeout(pause)
    page.wait_for_timeout(300)  # until the last key is on its way
    wait_until_at_rest(page)
    return slider.get_attribute("aria-valuetext") or ""


def test_no_key_is_lost(page: Page, shared_server: Server, store: RunStore) -> None:
    """Eight keys on three sliders, one with steps of its own: what each shows, the address and the
    run that is started agree, and the browser's history is as long as it was."""
    page.goto(f"{shared_server.url}/train?preset=one_hidden&train_fraction=0.05")
    expect(page.get_by_role("button", name="Start training")).to_be_visible()
    entries = page.evaluate("history.length")
    assert "13" == press_eight(page, "Learning", "epochs", "ArrowRight")
    assert "1e-05" == press_eight(page, "Learning", "learning_rate", "ArrowLeft")
    assert "18%" == press_eight(page, "Digits", "validation_fraction", "ArrowRight")

    changed = {"epochs": "13", "learning_rate": "1e-05", "validation_fraction": "0.18"}
    link = {"preset": "one_hidden", "train_fraction": "0.05"}
    assert link | changed == address(page)
    assert entries == page.evaluate("history.length")

    page.get_by_role("button", name="Start training").click()
    page.wait_for_url("**run=*")
    (config,) = (run.info.config for run in store.runs() if run.id == address(page)["run"])
    assert changed == {name: str(getattr(config, name)) for name in changed}
    wait_until_at_rest(page)
    assert changed.items() <= address(page).items()


def test_presets_by_keyboard(page: Page, shared_server: Server) -> None:
    """Tab leads to the pressed row, arrow keys to the others, Enter presses one and the focus
    stays; the bare address is the default's, and another preset stands in it."""
    page.goto(f"{shared_server.url}/train")
    rows = page.get_by_role("group", name="Presets")
    expect(rows.get_by_role("button", pressed=True)).to_contain_text("Fast CNN")
    rows.get_by_role("button", pressed=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(rows.get_by_role("button", pressed=True)).to_contain_text("Deep CNN")
    expect(rows.get_by_role("button", pressed=True)).to_be_focused()
    page.wait_for_url("**/train?preset=best")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    page.wait_for_url("**/train")


def test_first_screen(new_page: NewPage, shared_server: Server) -> None:
    """On a laptop purpose, presets, button and the network are in view at once; on a phone the
    button is reached with less than a screen of scrolling."""
    page = new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{shared_server.url}/train")
    for seen in (
        page.get_by_role("heading", name="Train a network"),
        page.get_by_role("group", name="Presets"),
        page.get_by_role("button", name="Start training"),
        page.get_by_role("heading", name="The network"),
        page.get_by_role("heading", name="Recorded when this preset was measured"),
    ):
        expect(seen).to_be_in_viewport(ratio=1)
    page.close()
    phone = new_page(viewport=PHONE)
    phone.goto(f"{shared_server.url}/train")
    expect(phone.get_by_role("button", name="Start training")).to_be_in_viewport(ratio=1)
    phone.close()
