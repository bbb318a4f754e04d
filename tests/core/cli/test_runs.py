"""`python -m core runs`: names beside the figures, and deleting what was named and confirmed."""

import json

import pytest

from core.cli import main
from core.config.train_config import TrainConfig
from core.data import load_named
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.status import State, Status
from core.runs.store import RunStore

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def runs(runs_dir) -> list[Run]:
    """Three completed runs."""
    made = [RunStore().create(TrainConfig(), load_named("offline")) for _ in range(3)]
    for run in made:
        run.write_status(Status(State.COMPLETED))
    return made


def left() -> set[str]:
    """The runs that there are."""
    return {run.id for run in RunStore().runs()} - {"pretrained"}


def test_names_are_listed(runs: list[Run], capsys: Capture) -> None:
    """Name, note and star stand in the list: the name for people, all three for programs."""
    runs[0].annotate(name="Wide kernel", note="Better.", starred=True)
    assert 0 == main(["runs"])
    (line,) = [x for x in capsys.readouterr().out.splitlines() if x.startswith(runs[0].id)]
    assert line.endswith("  Wide kernel")

    assert 0 == main(["runs", "--format", "json"])
    said = {run["run"]: run for run in json.loads(capsys.readouterr().out)}
    assert ("Wide kernel", "Better.", True) == tuple(
        said[runs[0].id][key] for key in ("name", "note", "starred")
    )
    assert ("", "", False) == tuple(said[runs[1].id][key] for key in ("name", "note", "starred"))


def test_delete_without_asking(runs: list[Run], capsys: Capture) -> None:
    """With --yes all that are named go, and no other."""
    assert 0 == main(["runs", "--delete", runs[0].id, runs[2].id, "--yes"])

    assert {runs[1].id} == left()
    assert "" == capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "deleted"), [("y", True), ("Yes ", True), ("n", False), ("", False), ("yep", False)]
)
def test_delete_asks(
    answer: str, deleted: bool, runs: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a plain yes deletes; the question names the run."""
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or answer)
    assert 0 == main(["runs", "--delete", runs[0].id])

    assert deleted == (runs[0].id not in left())
    assert [runs[0].id in question for question in asked] == [True]


def test_nobody_to_ask(runs: list[Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal nothing is deleted unless it was said on the command line."""

    def nobody(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    assert 0 == main(["runs", "--delete", runs[0].id])
    assert {run.id for run in runs} == left()


def test_one_wrong_name_deletes_nothing(runs: list[Run], capsys: Capture) -> None:
    """All names are looked up before the first run is deleted."""
    assert 1 == main(["runs", "--delete", runs[0].id, "../etc", "--yes"])

    assert "There is no run called '../etc'" in capsys.readouterr().err
    assert {run.id for run in runs} == left()


def test_what_cannot_be_deleted(runs: list[Run], capsys: Capture) -> None:
    """The shipped run and one at work are refused with a reason."""
    runs[0].write_status(Status(State.TRAINING, Owner.this_process()))
    for name, reason in (("pretrained", "cannot be deleted"), (runs[0].id, "stop it first")):
        assert 1 == main(["runs", "--delete", name, "--yes"])
        assert reason in capsys.readouterr().err
    assert {run.id for run in runs} == left()
