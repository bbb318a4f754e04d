"""The benchmark of the Predict page, with a few strokes on a real server."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks import predict
from benchmarks.app import chromium


@pytest.mark.skipif(chromium() is None, reason="Chromium is not installed")
def test_every_stroke_is_timed(few_digits: None) -> None:
    """By the server and in the browser, alone and beside a training, with the limits to keep."""
    # In a thread of its own: Playwright runs once in a thread, and the browser tests' may be here.
    with ThreadPoolExecutor(1) as thread:
        rows = {row["figure"]: row for row in thread.submit(predict.measure, strokes=2).result()}
    assert [2] * 4 == [row["count"] for row in rows.values()]
    assert all(0 < row["median"] <= row["p95"] < 30 for row in rows.values())
    limits = [row["limit"] for row in rows.values()]
    assert [0.05, 0.3, 0.15, None] == limits
