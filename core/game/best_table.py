"""The best rounds of a class: one file that many players add to at once, and that stays small."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import nsmallest
from pathlib import Path
from typing import Any

from core.data import CLASS_COUNT
from core.data.drawings import Drawings
from core.errors import DigitLabError
from core.files import fields
from core.files.json_files import append_line, read_lines, write_lines
from core.files.lock import FileLock
from core.files.storage import writing

MOST_BYTES = 500_000
"""Of the file: when it has more, only the best of each name are left in it."""
MOST_NAMES = 1000
"""That are left then, the best of them."""
LONGEST_NAME = 100
LONGEST_SECONDS = 86_400.0

_FILE, _LOCK = "best.jsonl", ".lock"
_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class Best:
    """A round in the table: its score 0..10, how long it took, and when it ended, in UTC.

    Raises `DigitLabError` for what cannot be in a table.
    """

    name: str
    score: int
    seconds: float
    time: datetime

    def __post_init__(self) -> None:
        fields.whole(vars(self), "score", 0, CLASS_COUNT)
        fields.real(vars(self), "seconds", 0.0, LONGEST_SECONDS)
        if not (0 < len(self.name) <= LONGEST_NAME and self.name.isprintable()):
            raise fields.refusal("name", f"1 to {LONGEST_NAME} printable characters", self.name)

    @property
    def rank(self) -> tuple[int, float, datetime]:
        """The less, the better: by score, then by time; who was there first stays before others."""
        return -self.score, self.seconds, self.time


class BestTable:
    """The table in a folder, which is made with the first entry: beside the drawings by default.

    Safe to add to from several threads and processes of a machine at once.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Use `folder`; without it one named after that of the drawings, as in "drawings_game"."""
        if folder is None:
            drawings = Drawings().root
            folder = drawings.with_name(f"{drawings.name}_game")
        self.folder = folder
        self._path = folder / _FILE

    def add(self, best: Best) -> None:
        """Add a round, on disk before this returns.

        Raises `DigitLabError` when it cannot be written, and leaves the table as it was.
        """
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / _LOCK)
        with writing(self.folder):
            is_ours = lock.take(_PATIENCE_SECONDS)
        if not is_ours:
            raise DigitLabError(f"Many write to {self._path} at this moment; try again.")
        try:
            append_line(self._path, _record(best))
            if self._path.stat().st_size > MOST_BYTES:
                write_lines(self._path, map(_record, self.top(MOST_NAMES)))
        finally:
            lock.release()

    def top(self, most: int = 20) -> list[Best]:
        """Return the best round of each name, the best first; lines that are none are left out."""
        of_each: dict[str, Best] = {}
        for best in _entries(read_lines(self._path)):
            known = of_each.get(best.name)
            if known is None or best.rank < known.rank:
                of_each[best.name] = best
        return nsmallest(most, of_each.values(), key=lambda best: best.rank)


def _entries(records: Iterable[Mapping[str, Any]]) -> Iterator[Best]:
    for record in records:
        try:
            name, score = fields.text(record, "name"), fields.whole(record, "score", 0, CLASS_COUNT)
            seconds = fields.real(record, "seconds", 0.0, LONGEST_SECONDS)
            time = fields.time(record, "time").replace(tzinfo=UTC)
            yield Best(name, score, seconds, time)
        except DigitLabError:
            continue


def _record(best: Best) -> dict[str, Any]:
    time = best.time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    seconds = round(best.seconds, 1)
    return {"name": best.name, "score": best.score, "seconds": seconds, "time": time}
