"""The benchmark of a class, with a few people for a few seconds on a real server."""

import pytest

from benchmarks import classroom


def test_everyone_is_answered(few_digits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages come to all who click about, alone, beside a training, and beside those who watch."""
    monkeypatch.setattr(classroom, "_PAUSE", 1.0)
    rows = classroom.measure(people=3, seconds=3)
    assert 9 == len(rows)
    for row in rows:
        assert 0 < row["median"] <= row["p95"]
        assert ("seconds" in row["figure"]) == (row["count"] >= 3)
