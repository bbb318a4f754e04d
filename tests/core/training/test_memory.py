"""What a training held goes back to the system."""

import sys

import numpy as np
import psutil
import pytest

from core.training.memory import release_memory


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have their own ways")
def test_memory_of_cycles_goes_back() -> None:
    """Many small arrays that only a cycle holds, between others that stay."""
    process = psutil.Process()
    release_memory()
    cycle: list[object] = []
    kept = []
    for _ in range(20_000):
        cycle.append(np.ones(1000))  # 8 kB each, so that they lie in the heap
        if len(cycle) % 100 == 0:
            kept.append(np.ones(10))
    cycle.append(cycle)
    before = process.memory_info().rss
    del cycle
    release_memory()

    assert before - process.memory_info().rss > 100e6
    assert len(kept) == 200
