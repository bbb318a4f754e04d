"""Two models on the same digits: counts, McNemar's test, and a sentence that says no more."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from core.analysis import Evaluation
from core.analysis.comparison import Comparison, compare

DIGITS = st.integers(1, 200)


def evaluation(labels: np.ndarray, predictions: np.ndarray) -> Evaluation:
    """An evaluation with these predictions."""
    return Evaluation(labels.astype(np.uint8), np.eye(10, dtype=np.float32)[predictions])


def with_counts(fixed: int, broken: int, digits: int = 10_000) -> Comparison:
    """A comparison in which so many digits changed sides."""
    none = np.zeros(0, np.int64)
    return Comparison(digits, np.arange(fixed), np.arange(broken), none, np.zeros((10, 10), int))


@given(DIGITS, st.integers(0, 2**32 - 1))
def test_every_digit_is_counted_once(count: int, seed: int) -> None:
    """Right by both, by one, by none: the four groups are all digits, and the difference of the
    matrices sums to nothing, its diagonal to the net gain."""
    rng = np.random.default_rng(seed)
    labels, a, b = rng.integers(0, 10, (3, count))
    comparison = compare(evaluation(labels, a), evaluation(labels, b))

    both_right = np.sum((a == labels) & (b == labels))
    assert count == both_right + len(comparison.fixed) + len(comparison.broken) + len(
        comparison.both_wrong
    )
    assert all(a[i] != labels[i] == b[i] for i in comparison.fixed)
    assert all(a[i] == labels[i] != b[i] for i in comparison.broken)
    assert 0 == comparison.difference.sum()
    assert len(comparison.fixed) - len(comparison.broken) == comparison.difference.trace()


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_exact(fixed: int, broken: int) -> None:
    """The sum of the two tails of the binomial distribution, written out."""
    n, k = fixed + broken, min(fixed, broken)
    tail = sum(comb(n, i) for i in range(k + 1)) / 2**n
    expected = min(1.0, 2 * tail)
    assert expected == pytest.approx(with_counts(fixed, broken).p_value, abs=1e-12)
    assert with_counts(fixed, broken).p_value == with_counts(broken, fixed).p_value


def test_mcnemar_near_its_approximation() -> None:
    """With many changes it comes near the chi-squared form with continuity correction."""
    approximate = chi2.sf((abs(300 - 240) - 1) ** 2 / 540, 1)
    assert approximate == pytest.approx(with_counts(300, 240).p_value, rel=0.02)


@pytest.mark.parametrize(
    ("fixed", "broken", "expected"),
    [
        (41, 12, "B is better: 41 corrected by B, 12 newly wrong in B, p < 0.001."),
        (12, 41, "A is better: 12 corrected by B, 41 newly wrong in B, p < 0.001."),
        (
            12,
            9,
            "Not distinguishable on 10,000 digits "
            "(12 corrected by B, 9 newly wrong in B, p = 0.664).",
        ),
        (0, 0, "A and B are right and wrong on the same digits."),
        (
            5,
            0,
            "Not distinguishable on 10,000 digits "
            "(5 corrected by B, 0 newly wrong in B, p = 0.062).",
        ),
        (6, 0, "B is better: 6 corrected by B, 0 newly wrong in B, p = 0.031."),
    ],
)
def test_conclusion(fixed: int, broken: int, expected: str) -> None:
    """A difference that may be chance is called so."""
    assert expected == with_counts(fixed, broken).conclusion()


def test_other_digits_cannot_be_compared() -> None:
    """Pairs are of the same digit."""
    one, other = np.array([1, 2, 3]), np.array([1, 2, 4])
    with pytest.raises(ValueError, match="different digits"):
        compare(evaluation(one, one), evaluation(other, other))
