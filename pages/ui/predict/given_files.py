"""What was uploaded: pictures, ZIPs and PDFs of them, and a list of right answers."""

from collections.abc import Callable, Iterator, Sequence

from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.inference.many import Given, RightAnswers, in_file
from core.inference.many.archive import picture_count
from core.inference.many.given import printable
from core.inference.many.right_answers import listed_answers
from core.vision.formats.kinds import kind_of

_HEAD = 2048  # bytes
_SEVERAL = ("a ZIP", "a PDF")

Key = tuple[str, str]
"""Names a picture among all that were uploaded: its file's id, and its name in the file."""


def split(files: Sequence[UploadedFile]) -> tuple[list[UploadedFile], list[UploadedFile]]:
    """Return the files that hold pictures, and those that list right answers."""
    lists = [file for file in files if file.name.lower().endswith(".csv")]
    return [file for file in files if file not in lists], lists


def holds_several(file: UploadedFile) -> bool:
    """Tell whether a file may hold more than one picture."""
    return _kind(file) in _SEVERAL


def count_of(file: UploadedFile) -> int:
    """Return how many pictures a file holds; of a PDF, whose pages only its decoder counts, 1."""
    file.seek(0)
    return picture_count(file) if _kind(file) == "a ZIP" else 1


def pictures_of(
    file: UploadedFile, known: Callable[[str], bool] = lambda name: False
) -> Iterator[Given]:
    """Yield the pictures in a file but those whose names are `known`."""
    file.seek(0)
    return in_file(printable(file.name), file, known)


def answers_of(lists: Sequence[UploadedFile]) -> RightAnswers:
    """Return the right answers in all lists; raise `DigitLabError` for one that tells none."""
    answers: dict[str, str] = {}
    for file in lists:
        answers |= listed_answers(file.getvalue(), printable(file.name))
    return RightAnswers(answers)


def _kind(file: UploadedFile) -> str:
    file.seek(0)
    return kind_of(file.read(_HEAD))
