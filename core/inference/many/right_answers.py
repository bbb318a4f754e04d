"""What is really written in pictures, where somebody says it: by a list, a folder or a name."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from core.data.drawing_file import parse_name
from core.errors import DigitLabError

MAX_BYTES = 8 * 2**20
"""Of a list."""
_NAME_COLUMNS = ("name", "path", "file", "filename", "image", "picture")
_LABEL_COLUMNS = ("label", "digits", "digit", "right", "answer", "actual", "text")
_LABEL = re.compile(r"[0-9]+(/[0-9]+)*")
_FOLDER, _BEGINNING = re.compile(r"[0-9]"), re.compile(r"([0-9])[_-]")


@dataclass(frozen=True)
class RightAnswers:
    """Right answers by picture.

    `listed` holds those of lists, by path with "/" between its parts. A label has the digits that
    are to be read, rows of them apart by "/".
    """

    listed: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str | None:
        """Return what is really written in a picture, None where nobody says.

        A list counts before a folder ("7/x.png"), and a folder before the name ("7_x.png", or that
        of a drawing which the app keeps). Of a path in a list, its end suffices.
        """
        parts = _parts(name)
        for start in range(len(parts)):
            if (label := self.listed.get("/".join(parts[start:]))) is not None:
                return label
        if len(parts) > 1 and _FOLDER.fullmatch(parts[-2]):
            return parts[-2]
        if (drawing := parse_name(parts[-1])) is not None:
            return str(drawing.label)
        beginning = _BEGINNING.match(parts[-1])
        return beginning[1] if beginning else None


def listed_answers(data: bytes, name: str) -> dict[str, str]:
    """Return the labels of a list, by path: CSV in UTF-8 with a column for each.

    Its first line may name the columns, as in "path,label"; else they are the first two. Labels
    that are no digits, as of pictures without any, are left out. Raises `DigitLabError`, which
    starts with `name`.
    """
    if len(data) > MAX_BYTES:
        raise DigitLabError(f"{name} has more than the {MAX_BYTES // 2**20} MB that are read.")
    try:
        text = data.decode("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text)) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DigitLabError(f"{name} is not CSV in UTF-8: {error}. Save it as that.") from error
    path, label, start = _columns(rows)
    pairs = [(row[path], row[label].strip()) for row in rows[start:] if len(row) > max(path, label)]
    labels = {"/".join(_parts(path)): label for path, label in pairs if _LABEL.fullmatch(label)}
    if not labels:
        raise DigitLabError(
            f"{name} tells no right answers; it needs a line for each picture, as in 7_x.png,7."
        )
    return labels


def is_right(text: str, right: str) -> bool:
    """Tell whether the digits that were read are those of a label; how rows lie does not count."""
    return text == right.replace("/", "")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _columns(rows: list[list[str]]) -> tuple[int, int, int]:
    """Return the columns of paths and labels, and the first row that holds some."""
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    path, label = _first(head, _NAME_COLUMNS), _first(head, _LABEL_COLUMNS)
    return (0, 1, 0) if path is None or label is None else (path, label, 1)


def _first(head: list[str], names: Iterable[str]) -> int | None:
    return next(islice((head.index(name) for name in names if name in head), 1), None)


def _parts(path: str) -> list[str]:
    return [part for part in path.strip().replace("\\", "/").split("/") if part not in ("", ".")]
