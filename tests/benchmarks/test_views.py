"""The benchmark of the Evaluate page's views, with a tiny network on a real server."""

import pytest

from benchmarks.app import chromium
from benchmarks.views import measure
from core.config.train_config import TrainConfig

TINY = TrainConfig(architecture="dense", hidden_layers=0, epochs=2, train_fraction=0.1)


@pytest.mark.skipif(chromium() is None, reason="Chromium is not installed")
def test_every_view_is_timed() -> None:
    """Each view of a run comes, once a round, and that between them each time."""
    rows = {row["figure"]: row for row in measure(TINY, rounds=1)}
    assert {"Mistakes", "Robustness", "Compare", "Files"} < set(rows)
    for name, row in rows.items():
        assert (len(rows) - 1 if name == "Files" else 1) == row["count"]
    assert all(0 < row["median"] < 30 for row in rows.values())
