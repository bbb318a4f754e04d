"""What came of a part: how much was tried, what failed, and the worst figure seen on the way."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """One broken promise: the seed that repeats it, and what was seen in one line."""

    seed: int
    what: str


@dataclass(frozen=True)
class Outcome:
    """What came of one part; `worst` says the worst figure in words, `skipped` why none ran."""

    tried: int
    failures: tuple[Failure, ...]
    worst: str = ""
    skipped: str = ""


@dataclass(frozen=True)
class Timing:
    """Seconds that something took, and what it was."""

    seconds: float
    what: str

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s: {self.what}"


def one_line(text: object, most: int = 300) -> str:
    """Return `text` on one line, cut to `most` characters."""
    return " ".join(str(text).split())[:most]
