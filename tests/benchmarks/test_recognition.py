"""The benchmark of recognition: what it counts, what it compares with, what it refuses to read."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from benchmarks import recognition
from benchmarks.pictures import LabelledPicture, drawing, labelled_pictures, photo
from benchmarks.recognition import (
    Outcome,
    Transcription,
    edit_distance,
    main,
    measure,
    naive_image,
    read_naively,
    read_with_vision,
    score,
)
from core.errors import DigitLabError
from core.inference import Classifier
from core.runs.store import RunStore

HEADER = "path,label,kind,source\n"
STROKES = {
    "1": [(0.5, 0.15), (0.5, 0.85)],
    "7": [(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)],
}
digits = st.text("0123456789", max_size=8)
Rows = dict[str, dict[str, Any]]


@pytest.fixture(scope="module", autouse=True)
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Runs outside of the project, and pictures timed once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITS_RUNS_DIR", str(tmp_path_factory.mktemp("runs")))
        patch.setattr(recognition, "REPEATS", 1)
        yield


@pytest.fixture(scope="module")
def classifier(quick: None) -> Classifier:
    """The shipped model."""
    return Classifier(RunStore().get("pretrained"))


def write(file: Path, *rows: str) -> None:
    """Write rows of ones and sevens on white, 200 pixels a digit, as a picture file."""
    sheet = np.full((200 * max(1, len(rows)), 200 * max(map(len, rows), default=1)), 255, np.uint8)
    for y, row in enumerate(rows):
        for x, digit in enumerate(row):
            points = 200 * np.array([(x, y)] * len(STROKES[digit])) + 200 * np.array(STROKES[digit])
            cv2.polylines(sheet, [points.astype(np.int32)], False, 0, 14, cv2.LINE_AA)
    cv2.imwrite(str(file), sheet)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written pictures; the labels of the second and the fourth are not what is written."""
    folder = tmp_path_factory.mktemp("pictures")
    listed = [
        ("7", "canvas", ["7"]),
        ("7", "canvas", ["1"]),
        ("71/17", "multi", ["71", "17"]),
        ("711", "multi", ["717"]),
        ("1", "printed", ["1"]),
        ("blank", "ood", []),
        ("doodle:hook", "ood", ["7"]),
        ("letter?:l", "ood", ["1"]),
    ]
    lines = []
    for number, (label, kind, rows) in enumerate(listed):
        write(folder / f"{number}.png", *rows)
        lines.append(f"{number}.png,{label},{kind},here\n")
    (folder / "labels.csv").write_text(HEADER + "".join(lines))
    return folder


@pytest.fixture(scope="module")
def measured(folder: Path) -> dict[str, Any]:
    """What the benchmark measures on the folder."""
    return measure(folder, "pretrained")


def by_kind(rows: list[dict[str, Any]]) -> Rows:
    return {row["kind"]: row for row in rows}


@given(digits, digits, digits)
def test_edit_distance_is_a_distance(a: str, b: str, c: str) -> None:
    """Zero only for the same text, the same both ways, and never shorter by a detour."""
    assert (a == b) == (edit_distance(a, b) == 0)
    assert edit_distance(a, b) == edit_distance(b, a)
    assert edit_distance(a, c) <= edit_distance(a, b) + edit_distance(b, c)


@given(digits, digits)
def test_edit_distance_bounds(a: str, b: str) -> None:
    """At least the difference in length, at most the longer text; to nothing, the length."""
    assert abs(len(a) - len(b)) <= edit_distance(a, b) <= max(len(a), len(b))
    assert len(a) == edit_distance(a, "")


@given(digits, st.sampled_from("0123456789"), st.integers(0, 8))
@example("717", "1", 1)
def test_edit_distance_of_one_edit(text: str, digit: str, place: int) -> None:
    """One digit more is one edit, and one digit replaced by another is one."""
    assert 1 == edit_distance(text[:place] + digit + text[place:], text)
    if place < len(text):
        assert int(digit != text[place]) == edit_distance(
            text[:place] + digit + text[place + 1 :], text
        )


def outcome(label: str, kind: str, digits: str, accepted: str, milliseconds: float = 1) -> Outcome:
    picture = LabelledPicture(Path("x.png"), "x.png", label, kind)
    told = Transcription(digits, accepted, len(digits) - len(accepted))
    return Outcome(picture, told, milliseconds)


def test_what_is_counted() -> None:
    """Exact counts a refused digit as read, but not among several, where it may be a sign."""
    rows = score(
        [
            outcome("7", "canvas", "7", "7", 1),
            outcome("7", "canvas", "7", "", 2),
            outcome("7", "canvas", "1", "1", 9),
            outcome("12/345", "multi", "12345", "12345"),
            outcome("1345", "multi", "12345", "1345"),
            outcome("12", "multi_rotated", "123", "13"),
        ]
    )

    assert [
        {
            "kind": "canvas",
            "pictures": 3,
            "milliseconds": 2,
            "exact": 2 / 3,
            "exact_refused_left_out": 1 / 3,
            "digit_accuracy": 1 - 1 / 3,
            "digits_refused": 1 / 3,
        },
        {
            "kind": "multi",
            "pictures": 2,
            "milliseconds": 1,
            "exact": 1,
            "exact_refused_left_out": 1,
            "digit_accuracy": 1,
            "digits_refused": 1 / 10,
        },
        {
            "kind": "multi_rotated",
            "pictures": 1,
            "milliseconds": 1,
            "exact": 0,
            "exact_refused_left_out": 0,
            "digit_accuracy": 1 / 2,
            "digits_refused": 1 / 3,
        },
        {
            "kind": "all handwritten",
            "pictures": 6,
            "milliseconds": 1,
            "exact": 4 / 6,
            "exact_refused_left_out": 3 / 6,
            "digit_accuracy": 1 - 2 / 14,
            "digits_refused": 3 / 16,
        },
    ] == [pytest.approx(row) for row in rows]


def test_nothing_told() -> None:
    """A picture in which nothing is found is read wrong, and no digit of it was refused."""
    (row, _) = score([outcome("7", "photos", "", "")])

    assert (0, 0, None) == (row["exact"], row["digit_accuracy"], row["digits_refused"])


def test_ambiguous_pictures_stand_apart() -> None:
    """What may fairly be taken for a digit is counted in a row of its own; printed ones too."""
    rows = score(
        [
            outcome("letter:pi", "ood", "11", ""),
            outcome("picture:face", "ood", "80", "0"),
            outcome("blank", "ood", "", ""),
            outcome("letter?:sigma", "ood", "6", "6"),
            outcome("picture?:tally", "ood", "1", ""),
            outcome("5", "printed", "5", "5"),
        ]
    )

    refused = {row["kind"]: row.get("pictures_refused") for row in rows}
    assert {"printed": None, "ood": 2 / 3, "ood, ambiguous": 1 / 2} == refused


def test_pictures_read_for_real(measured: dict[str, Any]) -> None:
    """The shipped model reads what is written, in rows from the top; wrong labels are mistakes."""
    rows = by_kind(measured["ways"]["digit_lab"])

    counts = {kind: row["pictures"] for kind, row in rows.items()}
    order = ["canvas", "multi", "all handwritten", "printed", "ood", "ood, ambiguous"]
    assert dict(zip(order, (2, 2, 4, 1, 2, 1), strict=True)) == counts
    assert order == list(rows)
    exact = {kind: rows[kind]["exact"] for kind in order[:4]}
    assert {"canvas": 0.5, "multi": 0.5, "all handwritten": 0.5, "printed": 1} == exact
    assert pytest.approx(1 - 1 / 7) == rows["multi"]["digit_accuracy"]
    assert 0.5 == rows["ood"]["pictures_refused"], "the blank one of two"
    assert 0 == rows["ood, ambiguous"]["pictures_refused"]
    assert 0 < min(row["milliseconds"] for row in rows.values())


def test_naive_way_reads_one_digit(measured: dict[str, Any]) -> None:
    """The naive way has the same rows and gets no picture of several digits right."""
    rows = by_kind(measured["ways"]["naive"])

    assert list(by_kind(measured["ways"]["digit_lab"])) == list(rows)
    assert 0 == rows["multi"]["exact"]


def test_timings(measured: dict[str, Any]) -> None:
    """The drawing and the photo are timed in both ways."""
    sizes = [row["picture"] for row in measured["timings"]]
    assert ["a drawing, 280x280 PNG", "a photo, 4000x3000 JPEG"] == sizes
    for row in measured["timings"]:
        assert 0 < min(row["digit_lab_milliseconds"], row["naive_milliseconds"])


def test_pictures_to_time(classifier: Classifier) -> None:
    """They are of the size they say, always the same, and can be read."""
    small, large = drawing(), photo()
    headers = [Image.open(io.BytesIO(data)) for data in (small, large)]

    assert [("PNG", (280, 280)), ("JPEG", (4000, 3000))] == [(h.format, h.size) for h in headers]
    assert (small, large) == (drawing(), photo())
    assert "7" == read_with_vision(classifier, small, "drawing", True).digits
    assert "721" == read_with_vision(classifier, large, "photo", False).digits


def seven() -> NDArray[np.uint8]:
    """A 7 in black on white, 280x280 RGBA."""
    return np.asarray(Image.open(io.BytesIO(drawing())).convert("RGBA"), np.uint8)


def test_naive_image_is_light_on_dark() -> None:
    """Dark on light, light on dark and ink on nothing give the same 28x28 pixels, ink bright."""
    dark_on_light, light_on_dark, on_nothing = seven().copy(), seven().copy(), seven().copy()
    light_on_dark[..., :3] = 255 - light_on_dark[..., :3]
    on_nothing[..., 3] = 255 - on_nothing[..., 0]
    on_nothing[..., :3] = 0
    image = naive_image(dark_on_light)

    assert ((28, 28), "uint8") == (image.shape, str(image.dtype))
    assert (0, 255) == (image[0, 0], image[5:8, 12].max())
    for other in (light_on_dark, on_nothing):
        np.testing.assert_allclose(naive_image(other), image, atol=1)  # rounded other ways


def test_naive_way_tells_one_digit(classifier: Classifier) -> None:
    """A digit that fills its picture is read; a blank picture is a digit too, but refused."""
    assert "7" == read_naively(classifier, drawing(), "drawing").digits
    blank = cv2.imencode(".png", np.full((90, 90), 255, np.uint8))[1].tobytes()
    transcription = read_naively(classifier, blank, "blank")

    assert (1, "") == (len(transcription.digits), transcription.accepted)


def listing(folder: Path, *lines: str, header: str = HEADER) -> Path:
    """Make a folder with one picture, a.png, and the given labels.csv."""
    folder.mkdir()
    write(folder / "a.png", "7")
    text = header + "".join(f"{line}\n" for line in lines)
    (folder / "labels.csv").write_text(text, encoding="utf-8")
    return folder


def test_labels_are_read(tmp_path: Path) -> None:
    """Columns in any order, with a byte-order mark; a single digit is told to the reader."""
    header = "\ufeffsource,kind,label,path\n"
    folder = listing(
        tmp_path / "f", ",canvas,7,a.png", ',multi,12/3,"./a.png"', ",photos,7,a.png", header=header
    )
    pictures = labelled_pictures(folder)

    assert [("7", True), ("123", False), ("7", False)] == [(p.digits, p.single) for p in pictures]
    assert {folder / "a.png"} == {p.file for p in pictures}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("gone.png,7,canvas,x", "line 3: there is no file 'gone.png'"),
        (",7,canvas,x", "line 3: there is no file ''"),
        ("a\0b.png,7,canvas,x", "line 3: there is no file 'a\\x00b.png'"),
        (f"{'a' * 5000},7,canvas,x", "line 3: there is no file 'aaa"),
        ("loop.png,7,canvas,x", "line 3: there is no file 'loop.png'"),
        ("a.png,7,etchings,x", "line 3: the kind 'etchings' is unknown; use canvas, "),
        ("a.png", "line 3: the kind '' is unknown"),
        ("a.png,seven,photos,x", "line 3: 'seven' is no label for the kind photos"),
        ("a.png,\u0667,photos,x", "line 3: '\u0667' is no label for the kind photos"),
        ("a.png,71,canvas,x", "line 3: '71' is no label for the kind canvas; write one digit"),
        ("a.png,7/,multi,x", "line 3: '7/' is no label for the kind multi"),
        ("a.png,,ood,x", "line 3: '' is no label for the kind ood"),
        ("../secret.png,7,canvas,x", "line 3: '../secret.png' is outside of"),
        ("/etc/passwd,7,canvas,x", "line 3: '/etc/passwd' is outside of"),
        ("link.png,7,canvas,x", "line 3: 'link.png' is outside of"),
        (f'"{"a" * 200_000}",7,canvas,x', "is not CSV in UTF-8: field larger"),
    ],
)
def test_bad_row(line: str, words: str, tmp_path: Path) -> None:
    """A row that cannot be used is named by its line, with what is wrong."""
    folder = listing(tmp_path / "f", "a.png,7,canvas,x", line)
    write(tmp_path / "secret.png", "7")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "loop.png").symlink_to(folder / "loop.png")

    with pytest.raises(DigitLabError) as raised:
        labelled_pictures(folder)
    assert words in str(raised.value)
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "labels.csv lacks path and label and kind; its first line must name"),
        (b"path,label,source\na.png,7,x\n", "labels.csv lacks kind;"),
        (b"path,label,kind\n", "labels.csv lists no pictures"),
        (b"\xff\xfe\x00path", "labels.csv is not CSV in UTF-8"),
        (None, "labels.csv cannot be opened: No such file or directory. Give a folder"),
    ],
)
def test_bad_list(content: bytes | None, words: str, tmp_path: Path) -> None:
    """A list that is missing, empty, without a column or no text is named, with what is wrong."""
    if content is not None:
        (tmp_path / "labels.csv").write_bytes(content)

    with pytest.raises(DigitLabError) as raised:
        labelled_pictures(tmp_path)
    assert words in str(raised.value)


def test_command_prints_one_object(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --format json one object holds both ways and the timings."""
    assert 0 == main([str(folder), "--format", "json"])
    said = json.loads(capsys.readouterr().out)

    assert ["run", "timings", "ways"] == sorted(said)
    assert "pretrained" == said["run"]
    assert by_kind(said["ways"]["naive"]).keys() == by_kind(said["ways"]["digit_lab"]).keys()


def test_command_prints_tables(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For people: three tables, shares in per cent, nothing where nothing is counted."""
    assert 0 == main([str(folder)])
    tables = capsys.readouterr().out.split("\n\n")

    assert ["Digit Lab with pretrained", "The naive way with the same model"] == [
        table.splitlines()[0] for table in tables[:2]
    ]
    (printed,) = (line for line in tables[0].splitlines() if "printed" in line)
    assert ["100.0", "%"] * 3 + ["0.0", "%"] == printed.split()[3:]
    assert "4000x3000" in tables[2]
    assert "nan" not in "".join(tables).lower()


def test_command_explains_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing folder, an unknown run and a file that is no picture end in one line each."""
    folder = listing(tmp_path / "f", "a.png,7,canvas,x", "notes.png,7,canvas,x")
    (folder / "notes.png").write_text("no picture")
    for arguments, words in (
        ([str(tmp_path / "nowhere")], "nowhere"),
        ([str(folder), "--run", "nobody"], "There is no run called 'nobody'"),
        ([str(folder)], "notes.png is text, not a picture"),
    ):
        assert 1 == main(arguments)
        said = capsys.readouterr()
        assert ("", 1) == (said.out, said.err.count("error: "))
        assert words in said.err
