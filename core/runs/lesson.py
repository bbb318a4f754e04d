"""What a fine-tuned run was taught with, as it was: its drawings, and the run it came from.

Both lie in its own folder, so that it can be explained, and continued, when the drawings and the
run it came from are long deleted.
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from core.data.dataset import Split
from core.data.drawing_file import digest_of
from core.errors import DigitLabError
from core.files.arrays import UnreadableError, read_npz
from core.files.json_files import replacing
from core.files.storage import writing
from core.runs.checksums import litert_content, model_content
from core.runs.folder import RunFile
from core.runs.run import Run, read_run

_ARRAYS = ("learned", "learned_labels", "held_back", "held_back_labels", "known")
_OF_BASE = (
    RunFile.RUN,
    RunFile.STATUS,
    RunFile.NOTES,
    RunFile.KERAS_MODEL,
    RunFile.LITERT_MODEL,
    RunFile.RESULT,
    RunFile.PREDICTIONS,
    RunFile.DRAWINGS,
)
"""What is kept of the run that a fine-tuned one came from: what it was, and its model."""


@dataclass(frozen=True, eq=False)
class Lesson:
    """The drawings of a fine-tuning: those to learn from, and those held back to judge it by.

    `known` are the digests of what the runs that it came from had learned from.
    """

    learned: Split
    held_back: Split
    known: frozenset[str] = frozenset()

    @property
    def digests(self) -> frozenset[str]:
        """The digests of all drawings that a run with this lesson has ever learned from."""
        return self.known | {digest_of(image) for image in self.learned.images}


def write_lesson(folder: Path, lesson: Lesson, base: Run) -> None:
    """Put the drawings, and what is kept of `base`, into the folder of a run.

    Raises `DigitLabError` when a model of `base` is damaged.
    """
    model_content(base, RunFile.KERAS_MODEL)  # of which a copy would be damaged as well
    litert_content(base)
    with replacing(folder / RunFile.DRAWINGS) as path:
        parts = lesson.learned, lesson.held_back
        arrays: list[Any] = [array for part in parts for array in (part.images, part.labels)]
        arrays.append(np.array(sorted(lesson.known), "U16"))
        np.savez_compressed(path, **dict(zip(_ARRAYS, arrays, strict=True)))
    kept = folder / RunFile.BASE
    with writing(kept):
        kept.mkdir()
        for name in _OF_BASE:
            if (base.folder / name).exists():
                shutil.copyfile(base.folder / name, kept / name)


def read_lesson(run: Run) -> Lesson | None:
    """Return the drawings of a fine-tuned run, None for any other.

    Raises `DigitLabError` when they are damaged or missing.
    """
    if run.info.fine_tuning is None:
        return None
    path = run.folder / RunFile.DRAWINGS
    try:
        *arrays, known = read_npz(path, _ARRAYS).values()
        learned, held_back = Split(arrays[0], arrays[1]), Split(arrays[2], arrays[3])
    except (UnreadableError, ValueError) as error:
        raise DigitLabError(
            f"{path} is damaged or missing ({error}). Fine-tune {run.info.fine_tuning.base_title} "
            "again, and delete this run."
        ) from error
    return Lesson(learned, held_back, frozenset(map(str, known)))


def base_of(run: Run) -> Run:
    """Return the run that a fine-tuned one came from, as it was then.

    Raises `DigitLabError` when it cannot be read, or when `run` came from no other.
    """
    if run.info.fine_tuning is None:
        raise DigitLabError(f"{run.id} was not fine-tuned: it came from no other run.")
    return replace(read_run(run.folder / RunFile.BASE), id=run.info.fine_tuning.base)
