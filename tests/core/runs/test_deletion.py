"""Deleting a run: whole or not at all for readers, and never one that is at work or shipped."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import DigitLabError
from core.files.deletion import clear_away, is_overdue
from core.files.json_files import write_json
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.status import State, Status
from core.runs.store import RunStore
from tests.waiting import wait_for

NewRun = Callable[..., Run]
ENDED = Status(State.COMPLETED)


@pytest.fixture
def ended(new_run: NewRun) -> Run:
    """A completed run with a folder beside its files."""
    run = new_run()
    run.write_status(ENDED)
    (run.folder / "more").mkdir()
    (run.folder / "more" / "state").write_bytes(b"state")
    return run


def test_deleted_run_is_gone(store: RunStore, new_run: NewRun, ended: Run) -> None:
    """The folder goes with all that is in it; other runs stay."""
    other = new_run()
    store.delete(ended)

    assert [other.id] == [run.id for run in store.runs()]
    assert [other.folder] == list(store.root.iterdir())
    with pytest.raises(DigitLabError, match="There is no run called"):
        store.get(ended.id)


def test_deleting_twice_is_no_error(store: RunStore, ended: Run) -> None:
    """Who is second has what they wanted."""
    store.delete(ended)
    store.delete(ended)

    assert [] == store.runs()


@pytest.mark.parametrize("state", [state for state in State if state.is_active])
def test_active_run_stays(state: State, store: RunStore, ended: Run) -> None:
    """A run at work is refused, even if it was at rest when it was read."""
    ended.write_status(Status(state, Owner.this_process()))

    with pytest.raises(DigitLabError, match="stop it first"):
        store.delete(ended)
    assert state is store.get(ended.id).status.state


def test_run_of_a_dead_owner_may_go(store: RunStore, ended: Run, dead_owner: Owner) -> None:
    """A run that only seems to be at work can be deleted."""
    ended.write_status(Status(State.TRAINING, dead_owner))
    store.delete(ended)

    assert [] == store.runs()


def test_damaged_run_may_go(store: RunStore, ended: Run) -> None:
    """A run that cannot be read any more can still be deleted."""
    write_json(ended.folder / "run.json", {"config": 5})
    store.delete(ended)

    assert not ended.folder.exists()


def test_shipped_run_stays(tmp_path: Path) -> None:
    """The run that came with the program cannot be deleted."""
    store = RunStore(tmp_path)
    with pytest.raises(DigitLabError, match="came with the program"):
        store.delete(store.get("pretrained"))

    assert store.get("pretrained").is_usable


def test_part_that_cannot_be_deleted(
    store: RunStore, ended: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be deleted is no run all the same; it is named, and goes the next time."""
    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", lambda folder, ignore_errors: None)
        with pytest.raises(DigitLabError, match=r"\.deleted-.* could not be deleted altogether"):
            store.delete(ended)
    assert [] == store.runs()
    (left,) = store.root.iterdir()
    with pytest.raises(DigitLabError, match="There is no run called"):
        store.get(left.name)

    store.delete(ended)  # it is gone, but any deletion finds what an earlier one left
    assert [] == list(store.root.iterdir())


def test_folder_that_cannot_be_moved(
    store: RunStore, ended: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that the system does not let go of stays a whole run, and the error says why."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(DigitLabError, match="cannot be deleted: Permission denied"):
        store.delete(ended)
    assert [ended.id] == [run.id for run in store.runs()]


def test_link_to_a_folder_elsewhere(store: RunStore, ended: Run, tmp_path: Path) -> None:
    """Of a run that is a link only the link goes."""
    elsewhere = ended.folder.rename(tmp_path / "elsewhere")
    ended.folder.symlink_to(elsewhere)
    store.delete(ended)

    assert [] == list(store.root.iterdir())
    assert (elsewhere / "run.json").exists()


def test_readers_see_a_whole_run_or_none(store: RunStore, new_run: NewRun) -> None:
    """Whoever lists the runs while others delete them sees no damaged one."""
    runs = [new_run() for _ in range(20)]
    for run in runs:
        run.write_status(ENDED)

    def delete_all() -> None:
        for run in runs:
            store.delete(run)

    deleting = [threading.Thread(target=delete_all) for _ in range(2)]
    for thread in deleting:
        thread.start()
    while any(thread.is_alive() for thread in deleting):
        assert all(run.status == ENDED for run in store.runs())
    assert [] == list(store.root.iterdir())


def overdue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the time to undo be over."""
    monkeypatch.setattr("core.files.deletion.UNDO_SECONDS", 0.0)


def content(folder: Path) -> dict[str, bytes]:
    """All files of a folder by their places in it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_undone(store: RunStore, ended: Run) -> None:
    """Until it is deleted for good a run is in no list, and comes back whole and as it was."""
    store.runs()
    before, files = store.get(ended.id), content(ended.folder)
    deleted = store.delete_soon(ended)
    assert deleted is not None
    assert ([], []) == (store.runs(), store.damaged())
    with pytest.raises(DigitLabError, match="There is no run called"):
        store.get(ended.id)

    store.undo(deleted)
    assert [before] == store.runs() == [store.get(ended.id)]
    assert files == content(ended.folder)
    assert [ended.folder] == list(store.root.iterdir())


def test_deleted_for_good_by_itself(
    store: RunStore, ended: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the seconds are over the folder goes, though nobody looks; then it is too late."""
    monkeypatch.setattr("core.runs.store.UNDO_SECONDS", 0.0)
    overdue(monkeypatch)
    deleted = store.delete_soon(ended)
    assert deleted is not None
    wait_for(lambda: not list(store.root.iterdir()))
    with pytest.raises(DigitLabError, match="has been deleted for good"):
        store.undo(deleted)


def test_other_deletions_leave_the_time_to_undo(
    store: RunStore, new_run: NewRun, ended: Run
) -> None:
    """Neither another server that lists the runs nor one that deletes a run ends it early."""
    other = new_run()
    other.write_status(ENDED)
    deleted = store.delete_soon(ended)
    assert deleted is not None
    another_server = RunStore(store.root, shipped=store.shipped)
    assert [other.id] == [run.id for run in another_server.runs()]
    another_server.delete(other)
    store.undo(deleted)
    assert [ended.id] == [run.id for run in another_server.runs()]


def test_found_after_a_crash(store: RunStore, ended: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a server that ended had still to delete goes when another one lists the runs."""
    assert store.delete_soon(ended) is not None  # its timer is far away, as of one that ended
    overdue(monkeypatch)
    assert [] == RunStore(store.root, shipped=store.shipped).runs()
    wait_for(lambda: not list(store.root.iterdir()))


def test_clock_that_was_set_back(
    store: RunStore, ended: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that seems to be deleted in the future is not kept for years."""
    with monkeypatch.context() as patch:
        patch.setattr("core.files.deletion.time.time", lambda: 4e9)
        assert store.delete_soon(ended) is not None
    store.runs()
    wait_for(lambda: not list(store.root.iterdir()))


@pytest.mark.parametrize("state", [State.TRAINING, State.QUEUED])
def test_active_run_stays_where_it_is(state: State, store: RunStore, ended: Run) -> None:
    """A run at work is not taken away for a moment either."""
    ended.write_status(Status(state, Owner.this_process()))
    with pytest.raises(DigitLabError, match="stop it first"):
        store.delete_soon(ended)
    assert state is store.get(ended.id).status.state


def test_deleted_twice(store: RunStore, ended: Run) -> None:
    """Of two who delete one run, one can bring it back."""
    deleted = store.delete_soon(ended)
    assert store.delete_soon(ended) is None
    assert deleted is not None
    store.undo(deleted)
    assert [ended.id] == [run.id for run in store.runs()]


def test_brought_back_or_gone(store: RunStore, ended: Run) -> None:
    """Whoever undoes while others clear away has the whole run or none of it."""
    with pytest.MonkeyPatch.context() as patch:
        for _ in range(20):
            files = content(ended.folder)
            deleted = store.delete_soon(ended)
            assert deleted is not None
            overdue(patch)
            clearing = threading.Thread(target=clear_away, args=(store.root,))
            clearing.start()
            try:
                store.undo(deleted)
            except DigitLabError:
                files = {}
            clearing.join()
            assert files == content(ended.folder)
            patch.undo()
            if not files:
                break


def test_what_was_set_aside_this_moment_is_not_overdue() -> None:
    """Its name, rounded up, may lie ahead of the clock by less than a millisecond."""
    assert not any(is_overdue(f".undo-{time.time() + 0.0005:.3f}-run") for _ in range(200))
    assert is_overdue(f".undo-{time.time() + 60:.3f}-run")
