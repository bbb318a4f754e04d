"""The benchmark of a class, with a few people for a few seconds on a real server."""

import math

from benchmarks.classroom.__main__ import Class, measure
from benchmarks.classroom.actions import OPEN, Act
from benchmarks.classroom.limits import limits


def test_everyone_is_answered(few_digits: None) -> None:
    """Whatever people do is answered without an error: alone, beside a training, beside those
    who watch one; and each limit is measured."""
    rows, kept = measure(Class(people=3, seconds=2, pause=0.3))

    assert 3 == len({row["class"] for row in rows})
    assert [] == [row["error"] for row in rows if row.get("error")]
    assert all(0 < row["median"] <= row["p95"] for row in rows)
    assert all(math.isfinite(limit.measured) for limit in kept)
    assert kept[0].holds


def test_limits_find_what_is_too_much() -> None:
    """An error, a slow action beside a training, a large server and a slowed training each break
    the limit that is theirs, and no other."""
    slow = [Act(OPEN, 0.1)] * 10 + [Act(OPEN, 3.0)] * 10
    fine = [Act(OPEN, 0.1)]

    def broken(*given: object) -> list[str]:
        return [limit.what for limit in limits(*given) if not limit.holds]

    assert [] == broken(fine, fine, 500.0, 0.1)
    assert ["errors"] == broken([Act(OPEN, 0.1, "RuntimeError: x")], fine, 500.0, 0.1)
    assert [f"p95 of seconds, {OPEN}"] == broken(slow, slow, 500.0, 0.1)
    assert ["memory of the server (MB)"] == broken(fine, fine, 700.0, 0.1)
    assert ["slowing of the training (share)"] == broken(fine, fine, 500.0, 0.3)
