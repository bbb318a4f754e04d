"""What a user says about a run: kept, bounded, and never in the way of the run."""

import json
import timeit
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DigitLabError
from core.runs.annotations import MAX_NAME, MAX_NOTE, Annotation, read_annotation, write_annotation
from core.runs.run import Run
from core.runs.store import RunStore

NewRun = Callable[..., Run]

WRITABLE = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
NAMES = st.text(WRITABLE, max_size=MAX_NAME).map(str.strip)
NOTES = st.lists(st.text(WRITABLE, max_size=40), max_size=5).map("\n".join).map(str.strip)


@given(NAMES, NOTES, st.booleans())
def test_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, name: str, note: str, starred: bool
) -> None:
    """Whatever text can be shown is read back letter by letter."""
    folder = tmp_path_factory.mktemp("run")
    write_annotation(folder, Annotation(name, note, starred))

    assert Annotation(name, note, starred) == read_annotation(folder)


def test_run_reads_with_what_is_said_about_it(store: RunStore, new_run: NewRun) -> None:
    """A name becomes the run's title everywhere; without one the default title stands."""
    run = new_run()
    assert run.default_title == run.title

    run.annotate(name="  Wide kernel ", note="Better on 4 and 9.\nTry 7 x 7.", starred=True)
    found = store.get(run.id)
    assert ("Wide kernel", "Wide kernel", True) == (
        found.title,
        found.annotation.name,
        found.annotation.starred,
    )
    assert "Better on 4 and 9.\nTry 7 x 7." == found.annotation.note

    found.annotate(name="   ")
    assert run.default_title == store.get(run.id).title


def test_one_change_leaves_the_rest(store: RunStore, new_run: NewRun) -> None:
    """Two people who change different things of one run lose nothing of each other's."""
    run = new_run()
    mine, theirs = store.get(run.id), store.get(run.id)
    mine.annotate(name="Mine")
    theirs.annotate(starred=True)
    mine.annotate(note="A note.")

    assert Annotation("Mine", "A note.", starred=True) == store.get(run.id).annotation


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{",
        b'{"name": 5}',
        b'{"name": null}',
        b'{"starred": "yes"}',
        b'{"surname": "x"}',
        b'{"name": "two\\nlines"}',
        b'{"name": "\\ud800"}',
        b'{"note": "\\u202egnp.exe"}',
        json.dumps({"name": "x" * (MAX_NAME + 1)}).encode(),
        json.dumps({"note": "x" * (MAX_NOTE + 1)}).encode(),
    ],
)
def test_damaged_file_counts_as_nothing_said(
    content: bytes, store: RunStore, new_run: NewRun
) -> None:
    """Whatever stands in the file, the run is listed, and can be named anew."""
    run = new_run()
    (run.folder / "notes.json").write_bytes(content)
    (found,) = store.runs()
    assert Annotation() == found.annotation

    found.annotate(name="Again")
    assert "Again" == store.get(run.id).title


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "x" * (MAX_NAME + 1)}, "at most 80 characters; this one has 81"),
        ({"note": "x" * (MAX_NOTE + 1)}, "at most 2,000 characters; this one has 2,001"),
        ({"name": "two\nlines"}, "on one line"),
        ({"name": "tab\tbed"}, "on one line"),
        ({"note": "a\0b"}, "cannot be shown"),
        ({"name": "\ud800"}, "cannot be shown"),
        ({"name": "\u202egnp.exe"}, "cannot be shown"),
    ],
)
def test_text_that_is_refused(
    change: dict[str, str], message: str, store: RunStore, new_run: NewRun
) -> None:
    """A refused text says why, and what was said before stays."""
    run = new_run()
    run.annotate(name="Before", note="Before.")

    with pytest.raises(DigitLabError, match=message):
        run.annotate(**change)
    assert Annotation("Before", "Before.") == store.get(run.id).annotation


def test_longest_texts_are_taken(store: RunStore, new_run: NewRun) -> None:
    """The bounds themselves are allowed."""
    run = new_run()
    run.annotate(name="x" * MAX_NAME, note="y" * MAX_NOTE)

    assert ("x" * MAX_NAME, "y" * MAX_NOTE) == (
        store.get(run.id).annotation.name,
        store.get(run.id).annotation.note,
    )


def test_shipped_run_stays_as_it_is() -> None:
    """The run that came with the program takes no name, note or star."""
    run = RunStore().get("pretrained")
    for change in ({"name": "Mine"}, {"note": "Mine."}, {"starred": True}):
        with pytest.raises(DigitLabError, match="came with the program"):
            run.annotate(**change)

    assert not (run.folder / "notes.json").exists()


def test_run_that_is_gone(store: RunStore, new_run: NewRun) -> None:
    """Naming a run that someone has deleted says so."""
    run = new_run()
    run.folder.rename(store.root / "elsewhere")

    with pytest.raises(DigitLabError, match=f"{run.id} is gone"):
        run.annotate(name="Late")


def test_writing_leaves_no_other_file(new_run: NewRun) -> None:
    """The file is replaced at once; nothing temporary stays."""
    run = new_run()
    before = {path.name for path in run.folder.iterdir()}
    for number in range(5):
        run.annotate(name=f"Name {number}")

    assert before | {"notes.json"} == {path.name for path in run.folder.iterdir()}


def test_reading_costs_little(store: RunStore, new_run: NewRun, tmp_path: Path) -> None:
    """A thousand annotations are read in well under a second."""
    run = new_run()
    run.annotate(name="x" * MAX_NAME, note="y" * MAX_NOTE)
    tries = timeit.repeat(lambda: read_annotation(run.folder), number=1000, repeat=5)
    assert min(tries) < 1.0  # the quickest: the others say what else the machine did
