"""Many pictures out of files, folders, ZIPs and PDFs, each read or told why not."""

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.pictures import drawing
from core.errors import DigitLabError
from core.inference.many import (
    Given,
    Outcome,
    RightAnswers,
    accuracy_of,
    in_file,
    in_paths,
    read_all,
)
from core.inference.many.archive import MAX_FILES, files_in_zip, picture_count
from core.inference.many.right_answers import listed_answers
from core.inference.many.summary import Summary, as_csv, as_json, in_group, summary_of
from core.runs.store import RunStore
from core.vision.formats import isolated
from tests.core.vision.test_formats import BLACK, locked, pdf

PNG = drawing()  # a 7


def zipped(files: dict[str, bytes], **options: int) -> bytes:
    """A ZIP of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **{"compression": zipfile.ZIP_DEFLATED} | options) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def given(data: bytes, name: str = "all.zip") -> list[Given]:
    return list(in_file(name, io.BytesIO(data)))


def reason(picture: Given) -> str:
    assert isinstance(picture.data, DigitLabError), picture
    return str(picture.data)


def test_a_folder_is_read_by_name_with_all_below_it(tmp_path: Path) -> None:
    """Pictures, ZIPs and PDFs count; notes and hidden files do not; links to folders are let be."""
    (tmp_path / "7").mkdir()
    for name in ("b.png", "7/a.PNG", "notes.txt", ".hidden.png"):
        (tmp_path / name).write_bytes(PNG)
    (tmp_path / "c.zip").write_bytes(zipped({"d.png": PNG, "__MACOSX/._d.png": b"", "e/": b""}))
    (tmp_path / "d.pdf").write_bytes(pdf(BLACK, pages=2))
    (tmp_path / "loop").symlink_to(tmp_path)
    names = [
        Path(picture.name).relative_to(tmp_path).as_posix() for picture in in_paths([tmp_path])
    ]
    assert ["b.png", "c.zip/d.png", "d.pdf, page 1", "d.pdf, page 2", "7/a.PNG"] == names


def test_a_folder_without_a_picture_is_told(tmp_path: Path) -> None:
    """It is no silence."""
    (picture,) = in_paths([tmp_path])
    assert reason(picture).endswith("is a folder without a picture in it.")


def test_of_a_pdf_the_first_pages_are_read_and_the_rest_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Thousands of pages cost no more than those that are read."""
    monkeypatch.setattr(isolated, "MAX_PAGES", 2)
    *pages, rest = given(pdf(BLACK, pages=3000, size="9 9"), "a.pdf")
    assert [f"a.pdf, page {n}" for n in (1, 2)] == [page.name for page in pages]
    assert reason(rest).startswith("a.pdf has 3,000 pages, of which the first 2 are read")


def test_a_locked_pdf_is_one_reason() -> None:
    """Not one for each of its pages."""
    (picture,) = given(locked(), "a.pdf")
    assert "with a password" in reason(picture)


def linked() -> bytes:
    """A ZIP with a link to a file of the system."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def with_bytes(data: bytes, change: dict[int, bytes]) -> bytes:
    """A ZIP whose table of contents has other bytes in its (only) entry."""
    at = data.index(b"PK\1\2")
    for offset, new in change.items():
        data = data[: at + offset] + new + data[at + offset + len(new) :]
    return data


ONE = zipped({"a.png": PNG})
HOSTILE = {
    "encrypted": (with_bytes(ONE, {8: b"\1\0"}), "all.zip/a.png has a password"),
    "link": (linked(), "all.zip/link.png is a link"),
    "lzma": (zipped({"a.png": PNG}, compression=zipfile.ZIP_LZMA), "a way that is not read"),
    "claims 4 GB": (with_bytes(ONE, {24: b"\xfe\xff\xff\xff"}), "MB, more than the 32 MB"),
    "in a zip": (zipped({"b.zip": ONE}), "all.zip/b.zip is a ZIP in a ZIP"),
    "wrong checksum": (with_bytes(ONE, {16: b"1234"}), "all.zip/a.png is damaged in its ZIP"),
    "truncated": (ONE[:-30], "all.zip is not a whole ZIP"),
    "nothing but its start": (b"PK\3\4", "all.zip is not a whole ZIP"),
    "empty": (zipped({}), "all.zip is a ZIP without a picture"),
    "no picture": (zipped({"readme.txt": b"7"}), "all.zip is a ZIP without a picture"),
    "table of 4 GB": (ONE[:-10] + b"\xff\xff\xff\xff" + ONE[-6:], "table of contents of more than"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_zips_are_told(kind: str) -> None:
    """Each with the name of what is wrong and the reason."""
    data, words = HOSTILE[kind]
    (picture,) = given(data)
    assert words in reason(picture)


def test_names_in_a_zip_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written anywhere, and no name steers a terminal."""
    monkeypatch.chdir(tmp_path)
    pictures = given(zipped({"../../up.png": PNG, "/root.png": PNG, "\x1b[2Jred\n.png": PNG}))
    names = ["all.zip/../../up.png", "all.zip//root.png", "all.zip/?[2Jred?.png"]
    assert names == [picture.name for picture in pictures]
    assert all(picture.data == PNG for picture in pictures)
    assert [] == list(tmp_path.parent.glob("*.png")) + list(tmp_path.iterdir())


def test_more_files_than_are_read_are_told() -> None:
    """Of thousands the first are read."""
    data = zipped({f"{n}.png": b"" for n in range(MAX_FILES + 2)}, compression=zipfile.ZIP_STORED)
    pictures = list(files_in_zip("all.zip", io.BytesIO(data)))
    assert MAX_FILES + 1 == len(pictures)
    assert "all.zip has 2 more than the 5,000 files" in reason(pictures[-1])
    assert MAX_FILES == picture_count(io.BytesIO(data))


def test_a_bomb_is_unpacked_within_bounds() -> None:
    """Entries of gigabytes of zeros cost no more memory than two pictures may have."""
    zeros = bytes(12 * 2**20)
    data = zipped({f"{n}.png": zeros for n in range(3)} | {"large.png": 3 * zeros})
    tracemalloc.start()
    begun = time.process_time()
    sizes = [
        len(p.data) if isinstance(p.data, bytes) else 0 for p in in_file("b.zip", io.BytesIO(data))
    ]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [len(zeros)] * 3 + [0] == sizes
    assert peak < 8 * len(zeros)
    assert time.process_time() - begun < 5


def test_what_is_known_is_not_even_unpacked() -> None:
    """Who goes on with a ZIP or a PDF begins where they were."""
    data = zipped({"a.png": PNG, "b.png": PNG})
    left = in_file("all.zip", io.BytesIO(data), {"all.zip/a.png"}.__contains__)
    assert ["all.zip/b.png"] == [picture.name for picture in left]
    pages = in_file("a.pdf", io.BytesIO(pdf(BLACK, pages=2)), {"a.pdf, page 1"}.__contains__)
    assert ["a.pdf, page 2"] == [picture.name for picture in pages]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("7_x.png", "7"),
        ("all.zip/7-x.png", "7"),
        ("some/3/7_x.png", "3"),
        ("000012-4-20261121T103912-9f86d081884c7d65.pgm", "4"),
        ("some/listed.png", "12/34"),
        ("IMG_2703.HEIC", None),
        ("7.png", None),
        ("20261121_1.jpg", None),
        ("12/x.png", None),
    ],
)
def test_right_answers(name: str, label: str | None) -> None:
    """A list counts before a folder, a folder before a name; a date is none."""
    answers = RightAnswers(listed_answers(b"path;label\nlisted.png;12/34\nb.png;letter", "l.csv"))
    assert answers.of(name) == label


@pytest.mark.parametrize("data", [b"", b"\xff\xfe1", b"a,b\n", b'"a', b"name,label\n"])
def test_lists_that_tell_nothing_are_refused(data: bytes) -> None:
    """With the list's name."""
    with pytest.raises(DigitLabError, match=r"^l\.csv "):
        listed_answers(data, "l.csv")


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome[Summary]]:
    """A 7 read right, one whose name is wrong, one of which nothing is known, and a broken one."""
    pictures = [Given(n, PNG) for n in ("7_a.png", "1_b.png", "=c.png")] + [
        Given("7_d.png", PNG[:99])
    ]
    return list(read_all(pictures, RunStore().get("pretrained"), summary_of))


def test_outcomes_come_in_order_with_what_is_right(outcomes: list[Outcome[Summary]]) -> None:
    """A broken file stops nothing, and is no wrong answer."""
    assert [True, False, None, None] == [outcome.is_right for outcome in outcomes]
    assert ["7", "7", "7", None] == [outcome.kept and outcome.kept.reading for outcome in outcomes]
    assert "7_d.png is not a whole picture" in (outcomes[3].error or "")
    assert (1, 2) == accuracy_of(outcomes)
    assert [1, 1] == [sum(in_group(o, group) for o in outcomes) for group in ("errors", "wrong")]


def test_files_for_other_programs(outcomes: list[Outcome[Summary]]) -> None:
    """CSV has a line each, and no formula; JSON is what the command line prints."""
    lines = as_csv(outcomes).splitlines()
    assert lines[0] == "name,reading,confidence,digits,refused,right_answer,is_right,error"
    assert lines[1].startswith("7_a.png,7,0.9")
    assert lines[3].startswith("'=c.png,7,")
    assert lines[4].startswith('7_d.png,,,,,7,,"7_d.png is not')
    assert '"path": "1_b.png", "text": "7"' in as_json(outcomes)
    assert '"right": "1", "is_right": false' in as_json(outcomes)


def test_pictures_are_taken_as_they_are_needed() -> None:
    """However many there are, few are in memory, and who stops leaves the rest."""
    taken = 0

    def endless() -> Iterator[Given]:
        nonlocal taken
        while True:
            taken += 1
            yield Given("a.png", PNG)

    reading = read_all(endless(), RunStore().get("pretrained"), lambda r: r.text)
    assert "7" == next(reading).kept
    reading.close()  # type: ignore[attr-defined]
    assert taken <= 5


def test_a_run_without_a_model_is_an_error() -> None:
    """It is not told for each picture."""
    run = SimpleNamespace(id="r", result=None, status=SimpleNamespace(state="queued"))
    with pytest.raises(DigitLabError, match="r has no model yet"):
        next(read_all([Given("a.png", PNG)], run, lambda r: r.text))  # type: ignore[arg-type]


def test_a_table_of_contents_is_bounded_before_it_is_parsed() -> None:
    """A ZIP of a million empty names is refused by the size of its table."""
    entry = b"PK\1\2" + bytes(24) + struct.pack("<H", 4) + bytes(16) + b".png"
    table = entry * 200_000
    end = b"PK\5\6" + bytes(4) + struct.pack("<HHLLH", 65_535, 65_535, len(table), 0, 0)
    (picture,) = given(b"PK\3\4" + table + end)
    assert "more than the 8 MB" in reason(picture)
