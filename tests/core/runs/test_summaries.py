"""All runs at once: always as their folders are, though most are remembered."""

import os
import shutil
import time
from pathlib import Path

import pytest

from core.config.train_config import TrainConfig
from core.data import load_named
from core.files.json_files import append_line, write_json
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.status import State, Status
from core.runs.store import RunStore
from core.runs.summaries import RunSummaries
from core.runs.summary import summarize


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    """An empty store without a shipped run."""
    return RunStore(tmp_path / "runs", shipped=tmp_path / "none")


def new_run(store: RunStore, state: State = State.COMPLETED) -> Run:
    """A run that has been in `state` for an hour."""
    run = store.create(TrainConfig(), load_named("offline"))
    run.write_status(Status(state, Owner.this_process(), total_steps=10))
    hour_ago = time.time() - 3600
    os.utime(run.folder, (hour_ago, hour_ago))
    return store.get(run.id)


def test_all_in_the_order_of_the_store(store: RunStore) -> None:
    """The summaries are those of all runs, read for the first time or remembered."""
    for _ in range(3):
        new_run(store)
        time.sleep(0.005)
    summaries = RunSummaries(store)
    expected = [summarize(run) for run in store.runs()]

    assert expected == summaries.all() == summaries.all()


def test_run_at_rest_is_not_read_again(store: RunStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot have changed is remembered; only a run at work is read each time."""
    new_run(store)
    active = new_run(store, State.TRAINING)
    summaries = RunSummaries(store)
    summaries.all()
    read: list[str] = []
    monkeypatch.setattr(
        "core.runs.store.read_run", lambda folder: read.append(folder.name) or active
    )
    summaries.all()

    assert [active.id] == read


def test_every_change_is_seen_at_once(store: RunStore) -> None:
    """A new name, another state, a result, a new run and a deleted one show in the next list."""
    run = new_run(store)
    summaries = RunSummaries(store)
    summaries.all()
    for name in ("First", "Second", "Third"):
        run.annotate(name=name)
        assert [name] == [summary.run.title for summary in summaries.all()]
    run.write_status(Status(State.FAILED, message="No."))
    assert [State.FAILED] == [summary.run.status.state for summary in summaries.all()]
    other = new_run(store)
    assert {run.id, other.id} == {summary.run.id for summary in summaries.all()}
    store.delete(run)
    assert [other.id] == [summary.run.id for summary in summaries.all()]


def test_progress_of_an_active_run_is_followed(store: RunStore) -> None:
    """Lines that a training appends show in the next list."""
    run = new_run(store, State.TRAINING)
    summaries = RunSummaries(store)
    for step in (2, 5, 10):
        append_line(run.folder / "steps.jsonl", {"step": step, "epoch": 0.1, "seconds": 1.0})
        assert [step / 10] == [summary.progress for summary in summaries.all()]


def test_damaged_folders_are_left_out(store: RunStore) -> None:
    """Neither a damaged run nor a folder that just goes away takes the list away."""
    sound, damaged = new_run(store), new_run(store)
    summaries = RunSummaries(store)
    summaries.all()
    write_json(damaged.folder / "run.json", {"config": 5})
    assert [sound.id] == [summary.run.id for summary in summaries.all()]
    (sound.folder / "epochs.jsonl").write_bytes(b'{"epoch": 1}\n\xff\xfe\n')
    assert [sound.id] == [summary.run.id for summary in summaries.all()]
    shutil.rmtree(sound.folder)
    assert [] == summaries.all()
