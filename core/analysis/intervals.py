"""How sure a measured share is."""

from math import sqrt

_Z = 1.959963984540054  # 97.5 % quantile of the normal distribution


def wilson_interval(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval, within 0..1, of a share measured as `successes` of `trials`.

    Wilson 1927, "Probable inference, the law of succession, and statistical inference". Raises
    `ValueError` unless 0 <= successes <= trials and trials >= 1.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} of {trials} is no share")
    share = successes / trials
    denominator = 1 + _Z**2 / trials
    centre = (share + _Z**2 / (2 * trials)) / denominator
    half = _Z * sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2)) / denominator
    return max(0.0, centre - half), min(1.0, centre + half)
