"""One process writes a run at a time."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.runs.folder import RunFile
from core.runs.owner import Owner
from core.runs.run import Run, read_run
from core.runs.status import State, Status
from core.runs.writer import RunInUseError, sole_writer
from core.training.worker import rescue_run, run_job, train_run
from tests.core.conftest import NewRun

PROJECT = Path(__file__).resolve().parents[3]
_HOLD = """
import sys
from pathlib import Path
from core.runs.run import read_run
from core.runs.writer import sole_writer
with sole_writer(read_run(Path(sys.argv[1]))):
    print(flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def run(new_run: NewRun) -> Run:
    """A run that waits."""
    return new_run(architecture="dense", hidden_layers=0, epochs=1, batch_size=1024)


@pytest.fixture
def other(run: Run) -> Iterator["subprocess.Popen[str]"]:
    """Another process, which writes the run."""
    pipe = subprocess.PIPE
    arguments = [sys.executable, "-c", _HOLD, str(run.folder)]
    process = subprocess.Popen(arguments, cwd=PROJECT, stdin=pipe, stdout=pipe, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def test_no_second_writer(run: Run, other: "subprocess.Popen[str]") -> None:
    """Neither a training nor a rescue nor a job touches what another process writes."""
    before = (run.folder / RunFile.STATUS).read_bytes()
    for write in (train_run, rescue_run):
        with pytest.raises(RunInUseError, match=f"{run.id} is being written by another process"):
            write(run)
    run_job(run.folder)
    assert before == (run.folder / RunFile.STATUS).read_bytes()

    other.kill()
    other.wait()
    assert State.COMPLETED is train_run(run).status.state


def test_a_run_is_trained_once(run: Run) -> None:
    """Who comes when another process has trained the run does not train it again."""
    train_run(run)
    with pytest.raises(RunInUseError, match="is completed: another process has taken it up"):
        train_run(run)
    assert State.COMPLETED is read_run(run.folder).status.state


def test_alive_but_not_at_work(run: Run, other: "subprocess.Popen[str]") -> None:
    """A run counts as interrupted when its writer has let go of it, though the process lives on,
    as after a full disc on which not even the failure could be put on record."""
    owner = Owner.of(other.pid)
    run.write_status(Status(State.TRAINING, owner))
    assert State.TRAINING is read_run(run.folder).status.state

    other.kill()
    other.wait()
    run.write_status(Status(State.TRAINING, Owner.this_process()))
    assert State.INTERRUPTED is read_run(run.folder).status.state
    with sole_writer(run):
        assert State.TRAINING is read_run(run.folder).status.state


def test_leftovers_go(run: Run) -> None:
    """Temporary files of dead processes are cleared away, those of living ones stay."""
    analysis = run.folder / RunFile.ANALYSIS
    analysis.mkdir()
    dead = [run.folder / ".new-999999999-abc.npz", analysis / ".new-4194305-x.npz"]
    old = run.folder / ".new-zyx.json"  # as versions before wrote them
    living = run.folder / f".new-{Owner.this_process().pid}-abc.json"
    for path in (*dead, old, living):
        path.touch()
    with sole_writer(run):
        pass

    assert [living] == sorted(run.folder.rglob(".new-*"))


def test_the_record_of_before_counts_too(run: Run) -> None:
    """A run of a version without the lock is judged by its process alone."""
    assert not (run.folder / RunFile.WRITER_LOCK).exists()
    alive = replace(Owner.this_process())
    run.write_status(Status(State.TRAINING, alive))

    assert State.TRAINING is read_run(run.folder).status.state
