"""Progress bars on standard error, seen on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def progress_bar(words: str) -> Iterator[Callable[[float], None]]:
    """Show a bar while something is computed; the function given is told the share done, 0..1."""
    with tqdm(desc=words, total=100, unit="%", file=sys.stderr, disable=None, leave=False) as bar:

        def show(share: float) -> None:
            bar.update(100 * share - bar.n)

        yield show
