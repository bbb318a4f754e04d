"""Numbers and times as people read them, written one way everywhere."""


def percent(share: float, digits: int = 2) -> str:
    """Return a share of 0..1 as in "99.31 %"."""
    return f"{100 * share:.{digits}f} %"


def interval(bounds: tuple[float, float]) -> str:
    """Return an interval of shares as in "99.13 to 99.45 %"."""
    return f"{100 * bounds[0]:.2f} to {100 * bounds[1]:.2f} %"


def count(number: float) -> str:
    """Return a whole number with thousands apart, as in "54,000"."""
    return f"{number:,.0f}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, as in "1 digit" or "1,234 digits"."""
    return f"{count(number)} {noun}{'s' * (number != 1)}"


def duration(seconds: float) -> str:
    """Return a time as in "8 s", "3 min 20 s" or "1 h 05 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"


def with_article(digit: int) -> str:
    """Return a digit with its indefinite article, as in "an 8" or "a 3"."""
    return f"an {digit}" if digit == 8 else f"a {digit}"
