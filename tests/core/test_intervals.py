"""How sure a measured share is, against SciPy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from core.metrics import wilson_interval


@given(st.integers(1, 100_000), st.data())
def test_wilson_interval_is_that_of_scipy(trials: int, data: st.DataObject) -> None:
    """The 95 % interval agrees for any share, none and all included."""
    successes = data.draw(st.integers(0, trials))
    expected = binomtest(successes, trials).proportion_ci(confidence_level=0.95, method="wilson")

    low, high = wilson_interval(successes, trials)
    assert expected.low == pytest.approx(low, abs=1e-9)
    assert expected.high == pytest.approx(high, abs=1e-9)
    assert 0 <= low <= successes / trials + 1e-12
    assert 1 >= high >= successes / trials - 1e-12


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (-1, 5), (6, 5), (0, -1)])
def test_no_share(successes: int, trials: int) -> None:
    """What is no share has no interval."""
    with pytest.raises(ValueError, match="is no share"):
        wilson_interval(successes, trials)
