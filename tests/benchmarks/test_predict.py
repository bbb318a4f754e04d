"""The benchmark of the Predict page, with a few strokes on a real server."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks import predict
from benchmarks.app import chromium


@pytest.mark.skipif(chromium() is None, reason="Chromium is not installed")
def test_every_stroke_is_timed(few_digits: None) -> None:
    """By the server and in the browser, with the limits to keep."""
    # In a thread of its own: Playwright runs once in a thread, and the browser tests' may be here.
    with ThreadPoolExecutor(1) as thread:
        rows = thread.submit(predict.measure, strokes=3, beside_training=False).result()
    assert ["server, alone", "browser, alone"] == [row["figure"] for row in rows]
    assert [3, 3] == [row["count"] for row in rows]
    assert [0.05, 0.3] == [row["limit"] for row in rows]
    assert all(0 < row["median"] <= row["p95"] < 30 for row in rows)
