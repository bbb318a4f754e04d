"""What a user says about a run: a name, a note, a star."""

import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import DigitLabError
from core.files.json_files import read_json, write_json
from core.runs.folder import RunFile

MAX_NAME, MAX_NOTE = 80, 2000  # characters

# Control characters, breaks of lines and paragraphs, and halves of characters, which no file and
# no page can hold; then the signs that turn the direction of all text after them.
_UNWRITABLE = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKS = {"\n", "\t"}


@dataclass(frozen=True)
class Annotation:
    """A name of one line, a note and whether the run is starred; the empty name means none.

    Raises `DigitLabError` for a text that is too long or cannot be shown.
    """

    name: str = ""
    note: str = ""
    starred: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.starred, bool):
            raise DigitLabError(f"A run is starred or not, true or false, not {self.starred!r}.")
        _check("name", self.name, MAX_NAME, allowed=set())
        _check("note", self.note, MAX_NOTE, allowed=_BREAKS)


def read_annotation(folder: Path) -> Annotation:
    """Return what was said about the run in `folder`; a damaged file counts as nothing said."""
    try:
        return Annotation(**read_json(folder / RunFile.NOTES))
    except (DigitLabError, TypeError):
        return Annotation()


def write_annotation(folder: Path, annotation: Annotation) -> None:
    """Replace what was said about the run in `folder`; raise `DigitLabError` if it cannot be."""
    try:
        write_json(folder / RunFile.NOTES, asdict(annotation))
    except FileNotFoundError as error:
        raise DigitLabError(f"The run {folder.name} is gone; someone has deleted it.") from error
    except OSError as error:
        raise DigitLabError(
            f"The notes of {folder.name} cannot be kept: {error.strerror}. "
            f"See that {folder} can be written to."
        ) from error


def _check(what: str, text: object, most: int, allowed: set[str]) -> None:
    if not isinstance(text, str):
        raise DigitLabError(f"The {what} of a run is a text, not {text!r:.80}.")
    if len(text) > most:
        raise DigitLabError(
            f"The {what} of a run has at most {most:,} characters; this one has {len(text):,}."
        )
    if any(_is_unwritable(character) for character in set(text) - allowed):
        raise DigitLabError(
            f"The {what} of a run holds signs that cannot be shown; write it in plain text"
            f"{'.' if allowed else ', on one line.'}"
        )


def _is_unwritable(character: str) -> bool:
    return unicodedata.category(character) in _UNWRITABLE or character in _TURNING
