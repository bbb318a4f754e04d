"""The harness of faults: a small share of each part, and that it finds what is planted."""

import json
import random
import sys
from pathlib import Path
from typing import cast

import psutil
import pytest

from benchmarks.faults import __main__ as faults
from benchmarks.faults import addresses, clocks, damages, discs
from benchmarks.faults.hostile_pictures import PictureFile, hostile_picture
from benchmarks.faults.kills import kills
from benchmarks.faults.outcome import Failure, Outcome
from benchmarks.faults.pictures import pictures
from benchmarks.faults.server_log import tracebacks
from benchmarks.faults.templates import Templates, make_templates
from tests.waiting import PATIENCE

EXPLAINED = """Traceback (most recent call last):
  File "/app/core/files/json_files.py", line 40, in read_json
    data = json.loads(text)
ValueError: no JSON

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/core/files/json_files.py", line 42, in read_json
    raise DigitLabError(text) from error
core.errors.DigitLabError: run.json cannot be read.
"""
KILLED_WHILE_SAVING = 57  # the seed of a worker that is killed after its last epoch


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """What is damaged, trained once for all tests."""
    return make_templates(tmp_path_factory.mktemp("templates") / "made")


@pytest.fixture
def templates(made: Templates, monkeypatch: pytest.MonkeyPatch) -> Templates:
    """The same, for every part that would make its own."""
    for part in (addresses, clocks, damages, discs):
        monkeypatch.setattr(part, "make_templates", lambda folder: made)
    return made


def test_hostile_pictures_are_read_or_refused() -> None:
    """Damaged files of every format, and whole ones of texture: each within its seconds."""
    outcome = pictures(range(20))

    assert (20, ()) == (outcome.tried, outcome.failures)


def test_a_picture_that_breaks_the_reader_is_found() -> None:
    """What raises anything but an explained error is a failure, with the seed that repeats it."""

    def planted(rng: random.Random) -> PictureFile:
        return PictureFile("planted", cast(bytes, 5))

    (failure,) = pictures([6], planted).failures
    assert 6 == failure.seed
    assert failure.what.startswith("planted: TypeError")


def test_a_seed_draws_the_same_again() -> None:
    """So that a failure can be repeated by its seed alone."""
    assert hostile_picture(random.Random(3)) == hostile_picture(random.Random(3))


def test_damaged_folders_are_borne(templates: Templates) -> None:
    """Damaged runs, searches and drawings leave pages and commands as they are; where another run
    is touched, that is found."""

    def harm(folder: Path, rng: random.Random) -> str:
        if folder.name.startswith("5-"):
            (folder.parents[1] / "runs" / "sound" / "planted").touch()
            return "planted"
        return damages.damage(folder, rng)

    outcome = damages.damages(range(6), harm)

    assert 6 == outcome.tried
    assert [Failure(0, "the sound run changed")] == [
        Failure(failure.seed, failure.what.partition(":")[0]) for failure in outcome.failures
    ]


def test_addresses_are_answered(templates: Templates) -> None:
    """Every page is shown for wrong and hostile addresses."""
    outcome = addresses.addresses(range(20))

    assert (20, ()) == (outcome.tried, outcome.failures)


def test_a_failing_disc_is_borne(templates: Templates) -> None:
    """Notes, drawings and deletions on a full or read-only disc end in an explained error."""
    outcome = discs.discs([6])

    if outcome.skipped:
        pytest.skip(outcome.skipped)
    assert (1, ()) == (outcome.tried, outcome.failures)


def test_stepped_clocks_are_borne(templates: Templates) -> None:
    """A training whose process lives is active, and one whose process was killed is not, whoever
    has set the clock meanwhile."""
    assert () == clocks.clocks([0, 2]).failures


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_an_epoch_that_is_lost_with_a_kill_is_found() -> None:
    """A worker is killed while it saves. Where its history is cut at that moment, this is told."""

    def kill_and_cut(process: psutil.Process) -> None:
        runs_dir = Path(process.environ()["DIGITS_RUNS_DIR"])
        process.kill()
        for history in runs_dir.glob("*/epochs.jsonl"):
            _, *others = history.read_text(encoding="utf-8").splitlines(keepends=True)
            history.write_text("".join(others), encoding="utf-8")

    outcome = kills([KILLED_WHILE_SAVING], within=PATIENCE, kill=kill_and_cut)

    assert {KILLED_WHILE_SAVING} == {failure.seed for failure in outcome.failures}
    assert any("recorded epochs were lost" in failure.what for failure in outcome.failures)


def test_errors_that_are_explained_are_no_tracebacks() -> None:
    """A chain that ends in an error for people is left out; any other is told with its place."""
    assert [] == tracebacks(EXPLAINED)
    assert ["KeyError: run.json cannot be read. (core/files/json_files.py:42)"] == tracebacks(
        EXPLAINED.replace("core.errors.DigitLabError", "KeyError")
    )


def test_the_status_tells_whether_anything_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is 1 after a failure, which is one line with its part and seed, and 0 otherwise."""
    bad = Outcome(2, (Failure(8, "it broke"),), "worst")
    parts = {"pictures": (lambda seeds: bad, 2), "addresses": (lambda seeds: Outcome(2, ()), 2)}
    monkeypatch.setattr(faults, "PARTS", parts)

    assert 1 == faults.main(["--seed", "7"])
    assert "pictures --seed 8: it broke" in capsys.readouterr().out.splitlines()
    assert 0 == faults.main(["--part", "addresses", "--format", "json"])
    assert [] == json.loads(capsys.readouterr().out)["failures"]
