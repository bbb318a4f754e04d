"""Predict: what is shown of an uploaded picture, run by Streamlit's own test harness."""

import io
import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from streamlit.testing.v1 import AppTest

from core.cli import predict
from core.errors import DigitLabError
from core.figures.montage import enlarged
from pages.ui import cache
from tests.core.vision.hostile_pictures import HOSTILE


@pytest.fixture(scope="module")
def known(store_of_pages: None) -> dict[int, NDArray[np.uint8]]:
    """For each class a test digit that the shipped model is sure of and right about, 28x28."""
    test = cache.dataset().test
    classification = cache.classifier(cache.store().get("pretrained"))(test.images[:2000])
    right = classification.probabilities.argmax(1) == test.labels[:2000]
    sure = right & classification.is_digit & (classification.probabilities.max(1) > 0.99)
    return {
        digit: test.images[np.flatnonzero(sure & (test.labels[:2000] == digit))[0]]
        for digit in range(10)
    }


def sheet(
    known: dict[int, NDArray[np.uint8]], rows: Sequence[str], kind: str = "PNG"
) -> tuple[str, bytes, str]:
    """A file with rows of digits, dark on light, as the uploader takes it."""
    return file(sheet_pixels(known, rows), kind)


def sheet_pixels(known: dict[int, NDArray[np.uint8]], rows: Sequence[str]) -> NDArray[np.uint8]:
    """Rows of digits, dark on light, each digit on 144 x 144 pixels."""
    lines = [
        np.hstack([np.pad(enlarged(known[int(digit)], 4), 16) for digit in row]) for row in rows
    ]
    return 255 - np.vstack(lines)


def file(grey: NDArray[np.uint8], kind: str = "PNG") -> tuple[str, bytes, str]:
    """A grey picture as a file."""
    buffer = io.BytesIO()
    Image.fromarray(grey).save(buffer, kind)
    return f"sheet.{kind.lower()}", buffer.getvalue(), f"image/{kind.lower()}"


def upload(app: AppTest, content: tuple[str, bytes, str], *, single: bool = False) -> AppTest:
    """Choose to upload and upload a file."""
    app.button_group(key="way").set_value("upload").run()
    app.toggle(key="single_upload").set_value(single).run()
    app.file_uploader(key="picture").set_value(content).run()
    assert [] == list(app.exception)
    return app


def alts(app: AppTest) -> list[str]:
    """What all pictures of the page say to who cannot see them."""
    return [image.alt for element in app.image for image in element.proto.imgs]


def titles(app: AppTest) -> list[str]:
    """The titles below the page's own."""
    return [title.value for title in app.title[1:]]


def test_one_digit_is_the_default_where_one_draws(open_page) -> None:
    """The canvas takes all strokes as one digit, a picture is searched for several."""
    app = open_page("predict")
    assert app.toggle(key="single_draw").value
    app.button_group(key="way").set_value("upload").run()
    assert not app.toggle(key="single_upload").value


def test_before_the_first_picture(open_page) -> None:
    """Without a file the page says what to choose."""
    app = open_page("predict")
    assert "answer follows each stroke" in app.info[0].value
    app.button_group(key="way").set_value("upload").run()
    assert "Choose photos" in app.info[0].value


def test_several_digits(open_page, known) -> None:
    """The whole text is the headline; the boxes are told in words; one digit is shown closely."""
    app = upload(open_page("predict"), sheet(known, ["724"]))
    assert "724\n===" in [markdown.value for markdown in app.markdown]
    assert any(caption.value.startswith("3 digits, in reading") for caption in app.caption)
    assert "The picture with a box around each digit: 7, 2, 4" in alts(app)
    assert ["Number 1 of 3: a 7"] == [heading.value for heading in app.header]


def test_rows_are_lines_of_the_headline(open_page, known) -> None:
    """Each row of the paper is a line of what was read."""
    app = upload(open_page("predict"), sheet(known, ["31", "42"]))
    assert "31\\\n42\n===" in [markdown.value for markdown in app.markdown]


def test_a_picture_on_its_side_is_turned_and_can_be_turned_back(open_page, known) -> None:
    """The page says by how much it turned the picture, turns it back, and on, as it is told."""
    app = upload(open_page("predict"), file(np.rot90(sheet_pixels(known, ["2473", "5472"]))))
    assert "2473\\\n5472\n===" in [markdown.value for markdown in app.markdown]
    assert "Turned by 90 degrees." in [caption.value for caption in app.caption]

    app.button(key="turn_back").click().run()
    assert not any("Turned by" in caption.value for caption in app.caption)
    assert "2473\\\n5472\n===" not in [markdown.value for markdown in app.markdown]

    app.button(key="turn_on").click().run()
    assert "Turned by 90 degrees." in [caption.value for caption in app.caption]
    assert "2473\\\n5472\n===" in [markdown.value for markdown in app.markdown]


def test_texture_is_refused_in_one_line(
    open_page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Page and command line say what is wrong with noise and what to do."""
    name, content, kind = file(HOSTILE["speckles 0.2 1"](400, 400))
    path = tmp_path / name
    path.write_bytes(content)
    app = open_page("predict")
    app.button_group(key="way").set_value("upload").run()
    app.file_uploader(key="picture").set_value((name, content, kind)).run()
    status = predict.execute(
        Namespace(
            pictures=[path],
            single=False,
            turn=None,
            labels=None,
            run="pretrained",
            format="text",
        )
    )
    (line,) = capsys.readouterr().out.splitlines()

    (error,) = app.error
    assert "is a texture, not digits" in error.value
    assert "take it again on plain paper" in error.value
    assert (1, f"{path}: error: {error.value}") == (status, line)


def test_page_command_line_and_json_agree(
    open_page, known, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the rows, and on what was refused: it keeps its place, and a row of it is left out."""
    name, content, kind = file(with_blots(sheet_pixels(known, ["31", "00", "42"])))
    path = tmp_path / name
    path.write_bytes(content)
    app = upload(open_page("predict"), (name, content, kind))
    answer = cache.answer(cache.store().get("pretrained"), content, name, single=False)
    for file_format in ("json", "text"):
        how = {"single": False, "turn": None, "labels": None, "run": "pretrained"}
        how["format"] = file_format
        predict.execute(Namespace(pictures=[path], **how))
    line, text = capsys.readouterr().out.splitlines()

    assert "3?\\\n42\n===" in [markdown.value for markdown in app.markdown]
    assert any(caption.value.startswith("3 digits") for caption in app.caption)
    assert ("342", ["3?", "42"]) == (json.loads(line)["text"], json.loads(line)["rows"])
    assert {"path": str(path), **json.loads(answer.plain)} == json.loads(line)
    assert text.startswith(f"{path}: 3? / 42  [3 (")
    assert ["3? ?? 42"] == [field.value for field in app.text_input if "My drawings" in field.label]


def with_blots(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A sheet of three rows of two digits, the second and the second row covered by blots."""
    grey = grey.copy()
    for row, column in ((0, 1), (1, 0), (1, 1)):
        grey[144 * row : 144 * (row + 1), 144 * column : 144 * (column + 1)] = 255
        grey[144 * row + 40 : 144 * row + 104, 144 * column + 40 : 144 * column + 104] = 0
    return grey


def test_exactly_one_digit(open_page, known) -> None:
    """Told that there is one digit, the page takes all ink for it, and one box is drawn."""
    app = upload(open_page("predict"), sheet(known, ["724"]), single=True)
    assert 1 == len(titles(app))
    assert [] == list(app.header)
    (picture,) = [alt for alt in alts(app) if alt.startswith("The picture with")]
    assert "," not in picture


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_one_digit(open_page, known, kind: str) -> None:
    """A picture of one digit says what it is, whatever its format."""
    app = upload(open_page("predict"), sheet(known, ["7"], kind))
    assert ["It is a 7"] == titles(app)
    assert "The picture with a box around each digit: 7" in alts(app)


def test_stages_are_shown_on_demand(open_page, known) -> None:
    """Opened, "How it was seen" shows five pictures from the paper to the model's pixels, then
    the digit without each of the seven steps, and as it was read."""
    app = upload(open_page("predict"), sheet(known, ["7"]))
    closed = alts(app)
    assert "How it was seen" in [expander.label for expander in app.expander]
    app.session_state["how_seen"] = True
    app.run()
    shown = [alt.split(":")[0] for alt in alts(app) if alt not in closed]
    assert ["Picture", "Ink", "Cut out", "20 x 20", "28 x 28"] == shown[:5]
    assert 7 == len([name for name in shown if name.startswith("Without")])
    assert "As it is read: 7 · >99 %" in alts(app)


def test_reading_can_be_taken_away(open_page, known) -> None:
    """There is a button for the reading as JSON."""
    app = upload(open_page("predict"), sheet(known, ["72"]))
    assert ["Download as JSON"] == [button.label for button in app.download_button]


def test_blank_picture(open_page) -> None:
    """An empty sheet is no error, and the page says what to do."""
    app = upload(open_page("predict"), file(np.full((200, 300), 240, np.uint8)))
    assert "Nothing is written here" in app.info[0].value
    assert "Write larger" in app.info[0].value
    assert ["The picture"] == alts(app)


def test_file_that_is_no_picture(open_page) -> None:
    """The message names the file and says what to do; the page goes on."""
    app = upload(open_page("predict"), ("letter.png", b"Dear reader", "image/png"))
    assert app.error[0].value.startswith("letter.png is text, not a picture")


def test_picture_is_read_once(known) -> None:
    """The same content is read once, whatever its name; told otherwise it is read again."""
    run = cache.store().get("pretrained")
    _, content, _ = sheet(known, ["58"])
    first = cache.answer(run, content, "a.png", single=False)
    assert first is cache.answer(run, content, "b.png", single=False)
    assert first is not cache.answer(run, content, "a.png", single=True)


def test_bad_file_is_named_each_time() -> None:
    """Two files with the same bad content each get a message of their own."""
    run = cache.store().get("pretrained")
    for name in ("a.png", "b.png"):
        with pytest.raises(DigitLabError, match=f"^{name}"):
            cache.answer(run, b"nothing", name, single=False)


@pytest.mark.parametrize("value", ["<script>", "-1", "true,false", "", "a" * 5000])
def test_hostile_address_does_no_harm(open_page, value: str) -> None:
    """Whatever the address says of the page's controls, it shows, without an error."""
    app = open_page("predict", way=value, single_draw=value, single_upload=value, stages=value)
    assert [] == list(app.exception)
    assert "answer follows each stroke" in app.info[0].value
