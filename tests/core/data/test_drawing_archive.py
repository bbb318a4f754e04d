"""Drawings as a ZIP file: what goes out comes in again, and nothing hostile does."""

import io
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from core.data import drawing_archive
from core.data.drawing_archive import read_archive, write_archive
from core.data.drawing_details import Details, NewDrawing, Said
from core.data.drawings import Drawings
from core.data.png import encode_png
from core.errors import DigitLabError
from core.files import flat_zip

DIGIT = encode_png(np.eye(28, dtype=np.uint8) * 255)
TABLE = "file,label\na.png,7\n"
SAID = st.builds(
    Said, st.just("pretrained"), st.just("pretrained"), st.integers(0, 9), st.floats(0, 1)
)
NEW = st.builds(
    NewDrawing,
    arrays(np.uint8, (28, 28)),
    st.integers(0, 9),
    st.builds(Details, st.none() | SAID, st.none() | arrays(np.uint8, (3, 4, 3)).map(encode_png)),
)


def packed(files: Mapping[str, bytes | str], method: int = ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it has this size, as small as it can be."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + bytes(4)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels)


@given(st.lists(NEW, min_size=1, max_size=4))
def test_what_goes_out_comes_in(
    tmp_path_factory: pytest.TempPathFactory, new: list[NewDrawing]
) -> None:
    """Pixels, labels, times, originals and what was said are the same in another folder, under
    another name; the same archive once more adds nothing."""
    first, second = (Drawings(tmp_path_factory.mktemp("drawings")) for _ in range(2))
    kept = sorted(set(first.keep_all(new, "Anna")), key=lambda drawing: drawing.number)
    archive = write_archive(first, kept)
    for _ in range(2):
        second.keep_all(read_archive(archive, "mine.zip"), "Ben")
    there = second.kept()

    assert [(d.label, d.time, d.digest) for d in kept] == [
        (d.label, d.time, d.digest) for d in there
    ]
    assert [first.said(d) for d in kept] == [second.said(d) for d in there]
    for before, after in zip(kept, there, strict=True):
        assert same(first.original(before), second.original(after))
    assert b"Anna" not in archive


def same(one: NDArray[np.uint8] | None, other: NDArray[np.uint8] | None) -> bool:
    """Whether both are the same picture, or none."""
    return other is None if one is None else other is not None and np.array_equal(one, other)


def test_a_table_made_by_hand_is_enough() -> None:
    """Two columns, as a spreadsheet writes them; what nobody said is not made up."""
    table = "\ufefflabel,file\r\n7,a.png\r\n"
    (new,) = read_archive(packed({"drawings.csv": table, "a.png": DIGIT, "notes.txt": b""}), "x")

    assert (7, None, None, None) == (
        new.label,
        new.details.said,
        new.details.original,
        new.time,
    )
    assert np.array_equal(np.eye(28, dtype=np.uint8) * 255, new.image)


HOSTILE = {
    "empty": (b"", "not a whole ZIP"),
    "no archive": (b"hello" * 100, "not a whole ZIP"),
    "cut": (packed({"drawings.csv": TABLE, "a.png": DIGIT})[:-30], "not a whole ZIP"),
    "no table": (packed({"a.png": DIGIT}), "lacks drawings.csv"),
    "no picture": (packed({"drawings.csv": TABLE}), "lacks a.png"),
    "climbs": (packed({"../../a.png": DIGIT}), "plain names without folders"),
    "absolute": (packed({"/etc/passwd": DIGIT}), "plain names without folders"),
    "backslash": (packed({"..\\a.png": DIGIT}), "plain names without folders"),
    "folder": (packed({"a/": b""}), "plain names without folders"),
    "bomb as table": (packed({"drawings.csv": bytes(10**7)}), "unpacks drawings.csv to more"),
    "bomb": (packed({"drawings.csv": TABLE, "a.png": bytes(10**7)}), "unpacks a.png to more"),
    "unusual": (packed({"drawings.csv": TABLE}, ZIP_BZIP2), "unusual way"),
    "too large a picture": (
        packed({"drawings.csv": TABLE, "a.png": png_of(50_000, 50_000)}),
        "a.png",
    ),
    "another size": (
        packed({"drawings.csv": TABLE, "a.png": encode_png(np.zeros((27, 28), np.uint8))}),
        "28x27 pixels; it must have 28x28",
    ),
    "no PNG": (packed({"drawings.csv": TABLE, "a.png": b"GIF89a"}), "a.png is not a whole PNG"),
    "cut PNG": (packed({"drawings.csv": TABLE, "a.png": DIGIT[:60]}), "a.png is not a whole PNG"),
    "no columns": (packed({"drawings.csv": "a,b\n1,2\n"}), "columns file and label"),
    "no lines": (packed({"drawings.csv": "file,label\n"}), "names no drawings"),
    "no text": (packed({"drawings.csv": b"\xff\xfe\x00"}), "not a table"),
    "twice": (packed({"drawings.csv": TABLE + "a.png,8\n", "a.png": DIGIT}), "names a file twice"),
    "label": (packed({"drawings.csv": "file,label\na.png,x\n", "a.png": DIGIT}), "digit from 0"),
    "no label": (packed({"drawings.csv": "file,label\na.png\n", "a.png": DIGIT}), "digit from 0"),
    "no file": (packed({"drawings.csv": "label,file\n7\n", "a.png": DIGIT}), "lacks"),
    "arabic": (packed({"drawings.csv": "file,label\na.png,٣\n", "a.png": DIGIT}), "digit from 0"),
    "time": (
        packed({"drawings.csv": "file,label,time\na.png,7,soon\n", "a.png": DIGIT}),
        "must be a time",
    ),
    "run": (
        packed({"drawings.csv": "file,label,said,run\na.png,7,1,../x\n", "a.png": DIGIT}),
        "a run's id",
    ),
    "probability": (
        packed(
            {
                "drawings.csv": "file,label,said,run,probability\na.png,7,1,x,nan\n",
                "a.png": DIGIT,
            }
        ),
        "from 0 to 1",
    ),
    "original": (
        packed({"drawings.csv": "file,label,original\na.png,7,a.png\n", "a.png": png_of(999, 9)}),
        "a.png",
    ),
}


@pytest.mark.parametrize(("archive", "said"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_archives_are_refused(archive: bytes, said: str) -> None:
    """With what is wrong and where; nothing was unpacked beyond its bounds."""
    with pytest.raises(DigitLabError, match=said):
        read_archive(archive, "theirs.zip")


def test_a_password_is_refused() -> None:
    """The bit that tells of it is enough, in the entry and in the directory."""
    archive = bytearray(packed({"drawings.csv": TABLE}))
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        archive[archive.index(start) + flags] |= 1
    with pytest.raises(DigitLabError, match="password"):
        read_archive(bytes(archive), "theirs.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused() -> None:
    """Which of both is meant, nobody can tell."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for _ in range(2):
            archive.writestr("a.png", DIGIT)
    with pytest.raises(DigitLabError, match="twice"):
        read_archive(buffer.getvalue(), "theirs.zip")


def test_a_large_directory_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many entries, or a directory of the 64-bit kind: zipfile is not asked to read them."""

    def read(*_: object) -> None:
        pytest.fail("the directory was read")

    monkeypatch.setattr(flat_zip, "ZipFile", read)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 40_000_000, 0, 0)
    for archive in (bytes(50) + end, bytes(30) + b"PK\x06\x07" + bytes(16) + end[:12] + bytes(10)):
        with pytest.raises(DigitLabError, match="files"):
            read_archive(archive, "theirs.zip")


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything in them is looked at."""
    monkeypatch.setattr(drawing_archive, "MAX_BYTES", 2**20)
    with pytest.raises(DigitLabError, match="more than the 1 MB"):
        read_archive(bytes(2**20 + 1), "theirs.zip")


@given(st.data())
def test_a_damaged_archive_is_refused_or_read(data: st.DataObject) -> None:
    """Whichever bytes are changed, it is a DigitLabError or drawings, never another error."""
    archive = bytearray(packed({"drawings.csv": TABLE, "a.png": DIGIT}))
    for _ in range(data.draw(st.integers(1, 4))):
        archive[data.draw(st.integers(0, len(archive) - 1))] = data.draw(st.integers(0, 255))
    try:
        new = read_archive(bytes(archive), "theirs.zip")
    except DigitLabError:
        return
    assert all((28, 28) == one.image.shape for one in new)


def test_nothing_is_half_imported(tmp_path: Path) -> None:
    """One picture of three is none: no drawing is kept."""
    table = "file,label\na.png,1\nb.png,2\nc.png,3\n"
    archive = packed({"drawings.csv": table, "a.png": DIGIT, "b.png": DIGIT[:50], "c.png": DIGIT})
    drawings = Drawings(tmp_path)
    with pytest.raises(DigitLabError, match=r"b\.png"):
        drawings.keep_all(read_archive(archive, "theirs.zip"))
    assert () == drawings.kept()
