"""How far a long computation is: told to whoever waits for it."""

from collections.abc import Callable

Progress = Callable[[float], None]
"""Is told the share done, 0..1, again and again; what it raises ends the computation."""


def untold(share: float) -> None:
    """Tell nobody."""
