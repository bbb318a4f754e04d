"""The downloads of a run: there on a page, made only when asked for, and what they hold."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.export import notebook, script
from pages.ui import cache
from pages.ui.run_downloads import downloads


def page() -> None:
    """A page with the downloads of the shipped run."""
    from pages.ui import cache
    from pages.ui.run_downloads import downloads

    downloads(cache.store().get("pretrained"))


def test_three_downloads() -> None:
    """A popover offers script, notebook and TensorBoard, each with a help text."""
    app = AppTest.from_function(page).run()

    assert [] == list(app.exception)
    labels = ["Python script", "Jupyter notebook", "TensorBoard (ZIP)"]
    assert labels == [button.label for button in app.download_button]
    assert all(button.help.endswith((".", "FOLDER")) for button in app.download_button)


def test_says_what_is_left_out() -> None:
    """The shipped run learned from more than a script can load, which stands above the buttons."""
    app = AppTest.from_function(page).run()

    assert "without the synthetic digits" in app.markdown[0].value


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """What the downloads of the shipped run hand to Streamlit, by label."""
    buttons: dict[str, dict[str, Any]] = {}

    def note(label: str, data: Callable[[], str | bytes], **others: Any) -> bool:
        buttons[label] = {"data": data, **others}
        return False

    monkeypatch.setattr(st, "download_button", note)
    downloads(cache.store().get("pretrained"))
    return buttons


def test_contents(offered: dict[str, dict[str, Any]]) -> None:
    """Each button hands out what its name says, under the run's name and a fitting ending."""
    run = cache.store().get("pretrained")
    files = {button["file_name"]: button["data"]() for button in offered.values()}

    assert script(run) == files["pretrained.py"]
    assert json.loads(notebook(run)) == json.loads(files["pretrained.ipynb"])
    with zipfile.ZipFile(io.BytesIO(files["pretrained-tensorboard.zip"])) as packed:
        assert packed.testzip() is None
        assert 2 == len(packed.namelist())


def test_made_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Showing the buttons makes no file, so a rerun costs nothing; a click reruns nothing."""
    made: list[str] = []
    for name in ("script", "notebook", "events_zip"):
        monkeypatch.setattr(
            f"pages.ui.run_downloads.{name}", lambda run, name=name: made.append(name)
        )
    app = AppTest.from_function(page).run()

    assert 3 == len(app.download_button)
    assert [] == made
