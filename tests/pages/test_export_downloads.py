"""The downloads of a run: there on a page, made only when asked for, and what they hold."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.data import load_named
from core.errors import DigitLabError
from core.export import notebook, script
from core.runs.checksums import MODELS, model_content
from core.runs.folder import RunFile
from pages.ui import cache
from pages.ui.run_downloads import downloads


def page() -> None:
    """A page with the downloads of the shipped run."""
    from pages.ui import cache
    from pages.ui.run_downloads import downloads

    downloads(cache.store().get("pretrained"))


def test_downloads() -> None:
    """A popover offers the model in two formats, script, notebook and TensorBoard, each with a
    help text."""
    app = AppTest.from_function(page).run()

    assert [] == list(app.exception)
    labels = [
        "Keras model",
        "LiteRT model (TensorFlow Lite)",
        "Python script",
        "Jupyter notebook",
        "TensorBoard (ZIP)",
    ]
    assert labels == [button.label for button in app.download_button]
    assert all(button.help.endswith((".", "FOLDER")) for button in app.download_button)


def test_says_what_is_left_out() -> None:
    """The shipped run learned from more than a script can load, which stands above the buttons."""
    app = AppTest.from_function(page).run()

    assert "without the synthetic digits" in app.markdown[1].value


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

    assert run.keras_path.read_bytes() == files["pretrained.keras"]
    assert run.litert_path.read_bytes() == files["pretrained.tflite"]
    assert script(run) == files["pretrained.py"]
    assert json.loads(notebook(run)) == json.loads(files["pretrained.ipynb"])
    with zipfile.ZipFile(io.BytesIO(files["pretrained-tensorboard.zip"])) as packed:
        assert packed.testzip() is None
        assert 2 == len(packed.namelist())


def test_made_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Showing the buttons makes no file, so a rerun costs nothing; a click reruns nothing."""
    made: list[str] = []
    for name in ("script", "notebook", "events_zip", "model_content"):
        monkeypatch.setattr(
            f"pages.ui.run_downloads.{name}", lambda run, *_, name=name: made.append(name)
        )
    app = AppTest.from_function(page).run()

    assert 5 == len(app.download_button)
    assert [] == made


@pytest.mark.parametrize("damage", ["missing", "another"])
@pytest.mark.parametrize("file", list(MODELS))
def test_damaged_model(file: RunFile, damage: str) -> None:
    """A model that is not as the training left it is said to be so, and not served, neither by
    the page nor to who had opened it before; the other one is."""
    shipped = cache.store().get("pretrained")
    run = cache.store().create(shipped.info.config, load_named("offline"))
    for name in (*MODELS, RunFile.RESULT):
        shutil.copy(shipped.folder / name, run.folder / name)
    if damage == "missing":
        (run.folder / file).unlink()
    else:
        (run.folder / file).write_bytes(b"another")
    app = AppTest.from_function(page_of, args=(run.id,)).run()
    run = cache.store().get(run.id)
    shutil.rmtree(run.folder)

    assert [f"`{file}` is damaged or missing."] == [caption.value for caption in app.caption]
    assert 4 == len(app.download_button)
    with pytest.raises(DigitLabError, match=f"{file} of .* is damaged or missing"):
        model_content(run, file)


def page_of(run_id: str) -> None:
    """A page with the downloads of a run."""
    from pages.ui import cache
    from pages.ui.run_downloads import downloads

    downloads(cache.store().get(run_id))
