"""The store of runs: found again, listed in order, and not brought down by one damaged folder."""

import json
import os
import platform
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.errors import DigitLabError
from core.files.json_files import append_line, read_json, write_json
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.status import State, Status
from core.runs.store import DamagedRun, RunNotFoundError, RunStore

NewRun = Callable[..., Run]


def test_created_run_is_found_again(store: RunStore, offline: Dataset) -> None:
    """A new run waits under this process and reads back as it was made."""
    config = TrainConfig(architecture="dense", epochs=7)
    run = store.create(config, offline)
    found = store.get(run.id)

    assert config == found.info.config
    assert ("offline", offline.title, offline.fingerprint) == (
        found.info.dataset,
        found.info.dataset_title,
        found.info.fingerprint,
    )
    assert State.QUEUED is found.status.state
    assert Owner.this_process().pid == found.status.owner.pid
    assert found.result is None
    assert not found.is_usable
    assert run.info.created == found.info.created


def test_whose_a_run_is(store: RunStore, offline: Dataset) -> None:
    """Who asked for a run stands in its folder, and nobody does in those of before."""
    run = store.create(TrainConfig(), offline, "anna@school.org")
    assert "anna@school.org" == store.get(run.id).info.user

    info = read_json(run.folder / "run.json")
    del info["user"]
    write_json(run.folder / "run.json", info)
    assert store.get(run.id).info.user is None

    write_json(run.folder / "run.json", info | {"user": ["anna@school.org"]})
    with pytest.raises(DigitLabError, match="user"):
        store.get(run.id)


def test_newest_first_and_pretrained_last(offline: Dataset, tmp_path: Path) -> None:
    """Runs are listed newest first, the shipped one at the end."""
    store = RunStore(tmp_path)
    made = []
    for _ in range(3):
        made.insert(0, store.create(TrainConfig(), offline).id)

    assert [*made, "pretrained"] == [run.id for run in store.runs()]


def test_runs_made_at_once_have_names_of_their_own(store: RunStore, offline: Dataset) -> None:
    """A whole class that clicks in the same second gets as many runs."""
    assert 30 == len({store.create(TrainConfig(), offline).id for _ in range(30)})


def test_folder_from_the_environment(runs_dir: Path, offline: Dataset) -> None:
    """DIGITS_RUNS_DIR names the folder, which is made when missing."""
    run = RunStore().create(TrainConfig(), offline)

    assert runs_dir == run.folder.parent


HOSTILE = ("", ".", "..", "../pretrained", "a/b", "a" * 200, "/etc", "a\0b", "x\n", "Ünï", "-x")


@pytest.mark.parametrize("run_id", HOSTILE, ids=repr)
def test_name_that_is_none(run_id: str, store: RunStore, offline: Dataset) -> None:
    """No name leads out of the folder; each is answered with what to do."""
    # What such a name would find if it were only pasted into a path:
    store.root.mkdir()
    write_json(store.root / "run.json", {})
    write_json(store.root.parent / "run.json", {})

    with pytest.raises(RunNotFoundError, match=r"There is no run called .*; choose another\.$"):
        store.get(run_id)


@given(st.text())
def test_no_text_is_a_run(tmp_path_factory: pytest.TempPathFactory, run_id: str) -> None:
    """Any text that names no run gives the one kind of error."""
    store = RunStore(tmp_path_factory.getbasetemp() / "empty", shipped=Path("/nowhere"))
    with pytest.raises(RunNotFoundError, match=r"There is no run called .*; choose another\.$"):
        store.get(run_id)


DAMAGES = {
    "empty": b"",
    "half": b'{"config": {"ep',
    "not an object": b"[1, 2]",
    "null": b"null",
    "binary": b"\x80\xff\x00\x01",
    "other keys": b'{"a": 1}',
    "wrong values": b'{"state": "happy", "config": null, "created": 5}',
    "bad owner": b'{"state": "training", "owner": {"host": "%s", "pid": -5, "started": 0}}'
    % platform.node().encode(),
    "odd owner": b'{"state": "training", "owner": 7}',
    "unknown setting": b'{"config": {"colour": "red"}}',
}


@pytest.mark.parametrize("file", ["run.json", "status.json", "result.json"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_run(file: str, damage: str, store: RunStore, offline: Dataset) -> None:
    """A damaged folder is listed with the reason, the others stay, and it can be removed."""
    sound, damaged = (store.create(TrainConfig(), offline) for _ in range(2))
    (damaged.folder / file).write_bytes(DAMAGES[damage])

    assert [sound.id] == [run.id for run in store.runs()]
    with pytest.raises(DigitLabError) as caught:
        store.get(damaged.id)
    assert damaged.id in str(caught.value)
    assert [DamagedRun(damaged.id, damaged.folder, str(caught.value))] == store.damaged()

    store.delete(store.damaged()[0])
    assert [] == store.damaged()
    assert [sound.id] == [run.id for run in store.runs()]


def test_stray_files_do_not_matter(store: RunStore, offline: Dataset) -> None:
    """A log, an empty folder and a folder still being made are no runs."""
    run = store.create(TrainConfig(), offline)
    (store.root / "cluster.log").write_text("started")
    (store.root / "empty").mkdir()
    (store.root / "half-made").mkdir()
    write_json(store.root / "half-made" / "status.json", Status(State.QUEUED).to_dict())

    assert [run.id] == [found.id for found in store.runs()]


def test_torn_history(new_run: NewRun) -> None:
    """The line that a killed training did not finish is left out."""
    run = new_run()
    append_line(run.folder / "steps.jsonl", {"step": 1, "epoch": 0.5})
    with (run.folder / "steps.jsonl").open("a") as file:
        file.write('{"step": 2, "ep')

    assert [{"step": 1, "epoch": 0.5}] == run.steps()
    assert [] == run.epochs()


@pytest.mark.parametrize(
    ("state", "steps", "expected"),
    [
        (State.QUEUED, [], "while this training was waiting"),
        (State.STARTING, [], "before the first steps"),
        (State.TRAINING, [], "before the first steps"),
        (State.TRAINING, [(3, 0.3), (17, 1.7)], "in epoch 2"),
        (State.TRAINING, [(10, 1.0)], "in epoch 2"),
        (State.SAVING, [(20, 2.0), (30, 3.0)], "while the model was being saved"),
    ],
)
def test_dead_owner(
    state: State,
    steps: list[tuple[int, float]],
    expected: str,
    new_run: NewRun,
    store: RunStore,
    dead_owner: Owner,
) -> None:
    """A run whose process has died reads as interrupted, and says where; its file stays."""
    run = new_run(epochs=3)
    for step, epoch in steps:
        append_line(run.folder / "steps.jsonl", {"step": step, "epoch": epoch})
    run.write_status(Status(state, dead_owner, total_steps=30, steps_per_epoch=10))
    found = store.get(run.id)

    assert State.INTERRUPTED is found.status.state
    assert f"The process in charge ended unexpectedly {expected}." == found.status.message
    assert str(state) == read_json(run.folder / "status.json")["state"]


@pytest.mark.parametrize("state", [state for state in State if not state.is_active])
def test_ended_run_needs_no_owner(
    state: State, new_run: NewRun, store: RunStore, dead_owner: Owner
) -> None:
    """A run that has ended stays as it is when its process goes."""
    run = new_run()
    run.write_status(Status(state, dead_owner, "As it was."))

    assert Status(state, dead_owner, "As it was.") == store.get(run.id).status


def test_needs_rescue(new_run: NewRun, store: RunStore, dead_owner: Owner) -> None:
    """Only weights that nobody has made usable are worth a rescue."""
    run = new_run()
    run.write_status(Status(State.TRAINING, dead_owner))
    assert not store.get(run.id).needs_rescue

    run.best_path.write_bytes(b"weights")
    assert store.get(run.id).needs_rescue
    assert not run.needs_rescue  # as it was read before, waiting


def test_stop_request(new_run: NewRun) -> None:
    """A request to stop says who asked first, until it is taken back."""
    run = new_run()
    assert run.stop_reason() is None

    run.request_stop("user")
    run.request_stop("server")
    assert "user" == run.stop_reason()
    run.withdraw_stop()
    assert run.stop_reason() is None


def test_stop_request_is_never_read_in_part(new_run: NewRun) -> None:
    """Whoever looks while it is made sees all of it or nothing: a part would be another reason."""
    run, seen = new_run(), set()
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            seen.add(run.stop_reason())

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(1000):
        run.request_stop("server")
        run.withdraw_stop()
    ended.set()
    reader.join()
    assert {None, "server"} == seen


@pytest.mark.parametrize("state", State)
def test_status_round_trip(state: State) -> None:
    """A status comes back from JSON as it was, with an owner and without."""
    for owner in (None, Owner("host", os.getpid(), 12.5)):
        status = Status(state, owner, "A message.", 30, 10)
        assert status == Status.from_dict(json.loads(json.dumps(status.to_dict())))
