"""Drawings of several people: given, relabelled, deleted and brought back, with what is known."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from core.data.drawing_details import Details, NewDrawing, Said
from core.data.drawing_file import artist_of
from core.data.drawings import Drawings
from core.data.png import encode_png
from core.errors import DigitLabError
from core.files import deletion
from tests.core.data.kept import files, image, keep

PROJECT = Path(__file__).resolve().parents[3]

LABELS = st.integers(0, 9)
NAMES = st.text(st.characters(codec="utf-8"), max_size=9)
ORIGINAL = encode_png(np.zeros((2, 2, 3), np.uint8))
SIDES = st.integers(1, 5)


@pytest.fixture
def drawings(tmp_path: Path) -> Drawings:
    """A store in a folder that is not there yet."""
    return Drawings(tmp_path / "deep" / "drawings")


def test_whose_a_drawing_is(drawings: Drawings) -> None:
    """Told by a digest alone; the same pixels under two names are two, and neither is changed by
    the other; those of nobody are read too."""
    same, nobodys = image(1)[np.newaxis], image(2)[np.newaxis]
    drawings.keep(same, [3], "Anna")
    drawings.keep(nobodys, [4])
    drawings.keep(same, [5], "Ben")
    drawings.keep(same, [6], "Ben")
    hers, of_nobody, his = drawings.kept()

    assert [3, 4, 6] == drawings.read().digits.labels.tolist()
    assert [artist_of("Anna"), None, artist_of("Ben")] == [d.artist for d in drawings.kept()]
    assert [hers, his, None] == [drawings.find(same, who)[0] for who in ("Anna", "Ben", None)]
    assert [of_nobody] == drawings.find(nobodys)
    assert not any("Anna" in path.name for path in drawings.root.rglob("*"))


def test_drawings_are_given_a_name(drawings: Drawings) -> None:
    """Those of nobody become somebody's, but for pixels that they keep already."""
    drawings.keep(np.stack([image(1), image(2)]), [1, 2])
    drawings.keep(image(2)[np.newaxis], [7], "Anna")
    given = drawings.give(drawings.kept(), "Anna")

    assert [(0, 1, artist_of("Anna"))] == [(one.number, one.label, one.artist) for one in given]
    assert [artist_of("Anna"), None, artist_of("Anna")] == [d.artist for d in drawings.kept()]


@given(st.sets(st.integers(0, 5)), LABELS)
def test_several_are_relabelled(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[int], label: int
) -> None:
    """Those that are chosen and still there, as somebody else may have relabelled or removed them
    meanwhile."""
    drawings = Drawings(tmp_path_factory.mktemp("drawings"))
    kept = drawings.keep(np.stack([image(number) for number in range(6)]), [0, 1, 2, 3, 4, 5])
    drawings.relabel(kept[:1], 9)
    drawings.remove(kept[5])
    changed = drawings.relabel([kept[number] for number in sorted(chosen)], label)

    expected = [label if number in chosen else (9, 1, 2, 3, 4)[number] for number in range(5)]
    assert expected == [drawing.label for drawing in drawings.kept()]
    assert sorted(chosen - {5}) == [drawing.number for drawing in changed]
    assert 5 == len(drawings.read())


def test_a_deletion_is_undone(drawings: Drawings) -> None:
    """Until then nobody finds the drawings; what was kept beside them is there again, and no other
    drawing has got their numbers."""
    said = Said("pretrained", "Shipped", 1, 0.75)
    first, second = drawings.keep(
        np.stack([image(1), image(2)]), [7, 8], details=[Details(said), Details()]
    )
    removed = drawings.remove_soon([first, second])
    assert () == drawings.kept()
    again = keep(drawings, 2, 3)
    assert 2 == again.number

    drawings.undo(removed)
    assert (first, again) == drawings.kept()  # its pixels were kept anew: once is enough
    assert said == drawings.said(first)


def test_after_a_while_a_deletion_is_for_good(
    drawings: Drawings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes next clears away what nobody can bring back, with what is beside it."""
    (kept,) = drawings.keep(
        image(1)[np.newaxis], [7], details=[Details(Said("r", "R", 1, 0.5), ORIGINAL)]
    )
    removed = drawings.remove_soon([kept])
    monkeypatch.setattr(deletion, "UNDO_SECONDS", -1.0)
    later = keep(drawings, 2, 3)

    assert {later.name, "details"} == {path.name for path in files(drawings.root)}
    assert [] == list((drawings.root / "details").iterdir())
    with pytest.raises(DigitLabError, match="deleted for good"):
        drawings.undo(removed)


@given(
    st.none() | st.builds(Said, NAMES, NAMES, LABELS, st.floats(0, 1), st.booleans()),
    st.none() | arrays(np.uint8, st.tuples(SIDES, SIDES, st.just(3))),
)
def test_what_is_known_of_a_drawing_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    said: Said | None,
    original: NDArray[np.uint8] | None,
) -> None:
    """The answer and the picture as they were, also after another label."""
    drawings = Drawings(tmp_path_factory.mktemp("drawings"))
    png = None if original is None else encode_png(original)
    drawings.keep(image(1)[np.newaxis], [7], "Anna", [Details(said, png)])
    (kept,) = drawings.keep(image(1)[np.newaxis], [8], "Anna", [Details()])

    assert said == drawings.said(kept)
    found = drawings.original(kept)
    assert (original is None) == (found is None)
    assert original is None or np.array_equal(original, found)


def test_details_are_written_first(drawings: Drawings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed half-way leaves no drawing without its answer, and what it left is
    in nobody's way."""
    details = [Details(Said("r", "R", 1, 0.5), ORIGINAL)]
    written: list[str] = []
    replace = Path.replace

    def note(self: Path, target: Path) -> Path:
        written.append(target.suffix)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", note)
    drawings.keep(image(1)[np.newaxis], [7], details=details)
    assert [".png", ".json", ".pgm"] == written


@given(st.binary(max_size=200))
def test_damaged_details_are_none(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever stands in their files, the drawing is read."""
    drawings = Drawings(tmp_path_factory.mktemp("drawings"))
    details = [Details(Said("r", "R", 1, 0.5), ORIGINAL)]
    (kept,) = drawings.keep(image(1)[np.newaxis], [7], details=details)
    for path in (drawings.root / "details").iterdir():
        path.write_bytes(content)

    assert (None, None) == (drawings.said(kept), drawings.original(kept))
    assert 1 == len(drawings.read())


def test_all_or_none_are_kept(drawings: Drawings) -> None:
    """Broken off half-way, the folder is as before: nothing added, nothing relabelled."""
    keep(drawings, 1, 7)
    new = [NewDrawing(image(number), 3) for number in (1, 2, 3)]

    def stop(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drawings.keep_all(new, progress=stop)
    assert [7] == [kept.label for kept in drawings.kept()]
    assert 1 == len(drawings.read())
    assert [3, 3, 3] == [kept.label for kept in drawings.keep_all(new)]


def test_many_processes_at_once(tmp_path: Path) -> None:
    """Four that keep at the same time, as a server and commands may, lose nothing."""
    script = (
        "import sys, numpy as np; from pathlib import Path\n"
        "from core.data.drawings import Drawings\n"
        "own = Drawings(Path(sys.argv[1])); process, each = int(sys.argv[2]), int(sys.argv[3])\n"
        "for step in range(each):\n"
        "    image = np.zeros((1, 28, 28), np.uint8)\n"
        "    image[0, 0, :2] = divmod(process * each + step, 256)\n"
        "    own.keep(image, [process])\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    processes = [
        subprocess.Popen([*command, str(number), "25"], cwd=PROJECT) for number in range(4)
    ]
    assert [0] * 4 == [process.wait(120) for process in processes]
    drawn = Drawings(tmp_path).read()

    assert list(range(100)) == [kept.number for kept in drawn.kept]
    assert 100 == len({pixels.tobytes() for pixels in drawn.digits.images})
