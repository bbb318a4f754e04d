"""The table of the best: many players at once, one line each, a bounded file, damaged lines."""

from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.data.drawings import Drawings
from core.errors import DigitLabError
from core.game import best_table
from core.game.best_table import Best, BestTable

DAY = datetime(2026, 11, 28, 12, tzinfo=UTC)


def play(folder: Path, player: int) -> None:
    """Add ten rounds of a player, the best of them the fifth."""
    for turn in range(10):
        score = 9 if turn == 4 else 3
        BestTable(folder).add(Best(f"player {player:02d}", score, 60.0 + player + turn, DAY))


def test_thirty_players_at_once(tmp_path: Path) -> None:
    """Each has one line, of the own best round, in order: nobody's is lost or torn."""
    with ProcessPoolExecutor(8) as pool:
        list(pool.map(play, [tmp_path] * 30, range(30)))
    top = BestTable(tmp_path).top(30)
    assert [f"player {player:02d}" for player in range(30)] == [best.name for best in top]
    assert {9} == {best.score for best in top}
    assert 300 == len((tmp_path / "best.jsonl").read_bytes().splitlines())


def test_score_goes_before_time_and_the_first_before_the_next(tmp_path: Path) -> None:
    """Of the same score the faster is better, and of the same time who was there first."""
    table = BestTable(tmp_path)
    later = DAY + timedelta(hours=1)
    for best in (
        Best("slow", 9, 50.0, DAY),
        Best("later", 9, 40.0, later),
        Best("first", 9, 40.0, DAY),
        Best("all ten", 10, 90.0, later),
    ):
        table.add(best)
    assert ["all ten", "first", "later", "slow"] == [best.name for best in table.top()]
    assert ["all ten"] == [best.name for best in table.top(1)]
    assert later == table.top(1)[0].time


def test_the_file_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it has grown too large, the best of each name are left, and the table is as before."""
    monkeypatch.setattr(best_table, "MOST_BYTES", 2000)
    table = BestTable(tmp_path)
    for turn in range(100):
        table.add(Best("a" if turn % 2 else "b", turn % 11, 30.0, DAY))
        assert (tmp_path / "best.jsonl").stat().st_size <= 2000
    assert {("a", 10), ("b", 10)} == {(best.name, best.score) for best in table.top()}


def test_lines_that_are_no_rounds_are_left_out(tmp_path: Path) -> None:
    """Whatever somebody wrote into the file, the others' lines are there, and new ones go in."""
    table = BestTable(tmp_path)
    table.add(Best("Ada", 8, 42.0, DAY))
    with (tmp_path / "best.jsonl").open("ab") as file:
        for line in (
            b"no json",
            b'{"name": "x", "score": 11, "seconds": 1, "time": "2026-11-28T12:00:00"}',
            b'{"name": "x", "score": true, "seconds": 1, "time": "2026-11-28T12:00:00"}',
            b'{"name": "x", "score": 1, "seconds": NaN, "time": "2026-11-28T12:00:00"}',
            b'{"name": "", "score": 1, "seconds": 1, "time": "2026-11-28T12:00:00"}',
            b'{"name": "x", "score": 1, "seconds": 1, "time": "then"}',
            b'{"name": "torn", "sco',
        ):
            file.write(line + b"\n")
    table.add(Best("Emmy", 9, 41.0, DAY))
    assert ["Emmy", "Ada"] == [best.name for best in table.top()]


@pytest.mark.parametrize(
    ("name", "score", "seconds"),
    [("", 1, 1.0), ("a\nb", 1, 1.0), ("x" * 101, 1, 1.0), ("x", 11, 1.0), ("x", 1, -1.0)],
)
def test_what_is_no_round_is_refused(name: str, score: int, seconds: float) -> None:
    """A name that cannot be shown on a line, a score or a time that nobody reaches."""
    with pytest.raises(DigitLabError, match="must be"):
        Best(name, score, seconds, DAY)


def test_it_lies_beside_the_drawings(drawings_dir: Path) -> None:
    """Under a name of its own, and is made with the first entry; until then it is empty."""
    table = BestTable()
    assert Drawings().root.parent == table.folder.parent
    assert [] == table.top()
    assert not table.folder.exists()


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    """Where a file is in its place, the error says so."""
    (tmp_path / "game").write_text("")
    with pytest.raises(DigitLabError, match="game"):
        BestTable(tmp_path / "game").add(Best("Ada", 8, 42.0, DAY))
