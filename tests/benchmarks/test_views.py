"""The benchmark of the Evaluate page's views, with a tiny network on a real server."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks import views
from benchmarks.app import chromium
from core.config.train_config import TrainConfig

TINY = TrainConfig(architecture="dense", hidden_layers=0, epochs=2)


@pytest.mark.skipif(chromium() is None, reason="Chromium is not installed")
def test_every_view_is_timed(few_digits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each view of a run comes, once a round, and that between them each time."""
    monkeypatch.setattr(views, "_PAUSE", 50)
    # In a thread of its own: Playwright runs once in a thread, and the browser tests' may be here.
    with ThreadPoolExecutor(1) as thread:
        rows = {row["figure"]: row for row in thread.submit(views.measure, TINY, rounds=1).result()}
    assert {"Mistakes", "Robustness", "Compare", "Export"} < set(rows)
    for name, row in rows.items():
        assert (len(rows) - 1 if name == "Export" else 1) == row["count"]
    assert all(0 < row["median"] < 30 for row in rows.values())
