"""Kept drawings: what was kept is read, whoever keeps at the same time and whatever lies there."""

import ast
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image

from core.data import drawing_folder as module
from core.data.drawings import Drawings
from core.errors import DigitLabError
from tests.core.data.kept import files, image, keep

PROJECT = Path(__file__).resolve().parents[3]

IMAGES = arrays(np.uint8, (28, 28))
LABELS = st.integers(0, 9)


@pytest.fixture
def drawings(tmp_path: Path) -> Drawings:
    """A store in a folder that is not there yet."""
    return Drawings(tmp_path / "deep" / "drawings")


@given(st.lists(st.tuples(IMAGES, LABELS), max_size=6))
def test_what_is_kept_is_read(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[NDArray[np.uint8], int]]
) -> None:
    """Pixels and labels come back in the order they were kept, each picture once, told last."""
    drawings = Drawings(tmp_path_factory.mktemp("drawings"))
    expected: dict[bytes, int] = {}
    for pixels, label in said:
        drawings.keep(pixels[np.newaxis], [label])
        expected[pixels.tobytes()] = label
    drawn = drawings.read()

    assert list(expected) == [pixels.tobytes() for pixels in drawn.digits.images]
    assert list(expected.values()) == drawn.digits.labels.tolist()
    assert [kept.label for kept in drawn.kept] == drawn.digits.labels.tolist()
    assert drawn.kept == drawings.kept()
    assert drawn.fingerprint == drawings.fingerprint()
    assert ((len(expected), 28, 28), np.uint8) == (
        drawn.digits.images.shape,
        drawn.digits.images.dtype,
    )


@given(st.lists(st.tuples(st.sampled_from(["keep", "remove"]), st.integers(0, 4), LABELS)))
def test_the_fingerprint_tells_sets_apart(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    """Whatever is kept, relabelled and removed: equal fingerprints, equal digits."""
    drawings = Drawings(tmp_path_factory.mktemp("drawings"))
    seen: dict[str, tuple[bytes, bytes]] = {}
    for step, number, label in steps:
        if step == "keep":
            keep(drawings, number, label)
        else:
            for kept in drawings.find(image(number)[np.newaxis]):
                if kept is not None:
                    drawings.remove(kept)
        drawn = drawings.read()
        content = drawn.digits.images.tobytes(), drawn.digits.labels.tobytes()
        assert content == seen.setdefault(drawings.fingerprint(), content)


def test_a_missing_folder_is_empty(drawings: Drawings) -> None:
    """And looking makes none."""
    assert 0 == len(drawings.read())
    assert (0, 28, 28) == drawings.read().digits.images.shape
    assert [None] == drawings.find(image(1)[np.newaxis])
    assert not drawings.root.exists()


def test_the_time_is_kept(drawings: Drawings) -> None:
    """In UTC, to the second."""
    kept = keep(drawings, 1, 7)
    assert kept == drawings.kept()[0]
    assert timedelta(0) <= datetime.now(UTC) - kept.time < timedelta(minutes=1)


def test_the_file_is_a_picture(drawings: Drawings) -> None:
    """Any viewer opens it; its name tells the digit; others may read it; nothing else is left."""
    keep(drawings, 300, 7)
    (path,) = files(drawings.root)
    assert path.name.startswith("000000-7-")
    with Image.open(path) as picture:
        np.testing.assert_array_equal(image(300), np.asarray(picture))
    assert os.name == "nt" or path.stat().st_mode & 0o044 == 0o044


def test_a_label_is_corrected(drawings: Drawings) -> None:
    """The same drawing keeps its number and its time; another one is untouched."""
    first, other = keep(drawings, 1, 7), keep(drawings, 2, 3)
    again = keep(drawings, 1, 1)
    assert (first.number, first.time, 1) == (again.number, again.time, again.label)
    assert (again, other) == drawings.kept()


def test_removing(drawings: Drawings) -> None:
    """Other numbers stay as they are; what is gone may be removed again; the next is new."""
    first, second = keep(drawings, 1, 7), keep(drawings, 2, 3)
    drawings.remove(first)
    drawings.remove(first)
    assert (second,) == drawings.kept()
    assert second.number + 1 == keep(drawings, 3, 3).number
    assert [None, second] == drawings.find(np.stack([image(1), image(2)]))


def test_several_at_once(drawings: Drawings) -> None:
    """The digits of one picture get numbers in their order; twice the same is one drawing."""
    kept = drawings.keep(np.stack([image(1), image(2), image(1)]), [4, 5, 6])
    assert [0, 1, 0] == [one.number for one in kept]
    assert [6, 5] == [one.label for one in drawings.kept()]
    assert () == drawings.keep(np.zeros((0, 28, 28), np.uint8), [])


def test_many_sessions_at_once(tmp_path: Path) -> None:
    """Thirty that keep at the same time lose nothing and share no number."""

    def session(student: int) -> None:
        own = Drawings(tmp_path / "drawings")
        for step in range(5):
            keep(own, student * 5 + step, student % 10)
            own.read()

    with ThreadPoolExecutor(30) as pool:
        list(pool.map(session, range(30)))
    drawn = Drawings(tmp_path / "drawings").read()
    assert list(range(150)) == [kept.number for kept in drawn.kept]
    assert 150 == len({pixels.tobytes() for pixels in drawn.digits.images})


def test_the_store_is_bounded(drawings: Drawings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit is refused as a whole with a remedy; labels can still be corrected."""
    monkeypatch.setattr(module, "MOST", 2)
    keep(drawings, 1, 7)
    with pytest.raises(DigitLabError, match=r"full.*DIGITS_DRAWINGS_DIR"):
        drawings.keep(np.stack([image(2), image(3)]), [1, 1])
    assert 1 == len(drawings.kept())
    keep(drawings, 2, 7)
    with pytest.raises(DigitLabError, match="Remove some"):
        keep(drawings, 3, 7)
    assert 1 == keep(drawings, 2, 1).label
    drawings.remove(drawings.kept()[0])
    assert 2 == keep(drawings, 3, 7).number


def test_numbers_are_bounded(drawings: Drawings) -> None:
    """After the last number nothing is kept any more."""
    last = keep(drawings, 1, 7)
    (drawings.root / last.name).rename(drawings.root / last.name.replace("000000", "999999"))
    with pytest.raises(DigitLabError, match="full"):
        keep(drawings, 2, 7)


@pytest.mark.parametrize("label", [-1, 10, 256])
def test_labels_that_are_no_digits(drawings: Drawings, label: int) -> None:
    """Are a programmer's error, and nothing is kept."""
    with pytest.raises(ValueError, match="ten digits"):
        keep(drawings, 1, label)
    assert () == drawings.kept()


@pytest.mark.parametrize(
    "images", [np.zeros((1, 20, 20), np.uint8), np.zeros((1, 28, 28)), np.zeros((2, 28, 28), "u1")]
)
def test_images_that_are_no_digits(drawings: Drawings, images: NDArray[np.uint8]) -> None:
    """Another size, type or number than that of the labels is a programmer's error."""
    with pytest.raises(ValueError, match="images"):
        drawings.keep(images, [1])


@given(st.binary(max_size=900))
def test_files_with_other_content_are_left_out(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Whatever stands in a file of a right name, it is skipped; the others are read."""
    drawings = Drawings(tmp_path_factory.mktemp("drawings"))
    damaged, whole = keep(drawings, 1, 7), keep(drawings, 2, 3)
    (drawings.root / damaged.name).write_bytes(content)
    assert (whole,) == drawings.read().kept
    assert [None] == drawings.find(image(1)[np.newaxis])


@given(st.integers(0, 796), st.integers(1, 255))
def test_a_changed_byte_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: int
) -> None:
    """The pixels must be those that the name tells of."""
    drawings = Drawings(tmp_path_factory.mktemp("drawings"))
    path = drawings.root / keep(drawings, 1, 7).name
    content = bytearray(path.read_bytes())
    content[place] ^= change
    path.write_bytes(content)
    assert 0 == len(drawings.read())


def test_a_damaged_drawing_can_be_kept_anew(drawings: Drawings) -> None:
    """It gets a number of its own."""
    damaged = keep(drawings, 1, 7)
    (drawings.root / damaged.name).write_bytes(b"")
    assert damaged.number + 1 == keep(drawings, 1, 7).number
    assert 1 == len(drawings.read())


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "000000-7-20261121T103912-0123456789abcde.pgm",
        "000000-7-20261341T103912-0123456789abcdef.pgm",
        "000000-7-20261121T103912-0123456789abcdef.pgm.bak",
        "\u0660" * 6 + "-7-20261121T103912-0123456789abcdef.pgm",
        "000000-7-00000101T000000-0123456789abcdef.pgm",
        ".new-abc",
    ],
)
def test_other_files_are_left_alone(drawings: Drawings, name: str) -> None:
    """They are neither read nor counted nor deleted."""
    kept = keep(drawings, 1, 7)
    (drawings.root / name).write_bytes((drawings.root / kept.name).read_bytes())
    assert (kept,) == drawings.kept()
    drawings.remove(kept)
    assert [name] == [path.name for path in files(drawings.root)]


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes")
def test_links_pipes_and_folders_are_left_out(drawings: Drawings) -> None:
    """Nothing is followed, and nothing waits for a writer that never comes."""
    kept = keep(drawings, 1, 7)
    content = (drawings.root / kept.name).rename(drawings.root / "elsewhere")
    path = drawings.root / kept.name
    for make in (lambda: path.symlink_to(content), lambda: os.mkfifo(path), path.mkdir):
        make()
        assert 0 == len(drawings.read())
        path.rmdir() if path.is_dir() else path.unlink()


def test_too_many_files_are_not_read(drawings: Drawings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a folder that was filled by hand the first are taken."""
    for number in range(4):
        keep(drawings, number, 1)
    monkeypatch.setattr(module, "MOST", 3)
    assert [0, 1, 2] == [kept.number for kept in drawings.read().kept]


def test_a_failed_write_leaves_nothing(drawings: Drawings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told with the folder; no half of a file is there."""
    keep(drawings, 1, 7)

    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(DigitLabError, match=r"cannot be written in .*drawings: No space left"):
            keep(drawings, 2, 7)
    assert 1 == len(files(drawings.root))


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """A file in its place is named, with the variable to correct."""
    path = tmp_path / "drawings"
    path.write_text("no folder")
    for use in (Drawings(path).kept, Drawings(path).read, lambda: keep(Drawings(path), 1, 7)):
        with pytest.raises(DigitLabError, match=r"drawings cannot be.*DIGITS_DRAWINGS_DIR"):
            use()


def test_the_folder_of_the_environment(drawings_dir: Path) -> None:
    """DIGITS_DRAWINGS_DIR names it; without, it is in the working tree, which git ignores."""
    keep(Drawings(), 1, 7)
    assert 1 == len(files(drawings_dir))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DIGITS_DRAWINGS_DIR")
        assert PROJECT / "drawings" == Drawings().root
    assert "/drawings/" in (PROJECT / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize("folder", ["core/training", "core/export"])
def test_no_training_finds_drawings(folder: str) -> None:
    """Neither a training nor a script made of one looks for them: a fine-tuning is given them."""
    for path in (PROJECT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in getattr(node, "names", []) if hasattr(alias, "name")]
            assert getattr(node, "module", None) != "core.data.drawings", path
            assert "Drawings" not in names, path
