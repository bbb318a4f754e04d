"""What is kept of a reading among many: a line of a table, and its files for other programs."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from core.inference.many.outcomes import Outcome
from core.inference.reading import Reading
from core.inference.text import NO_DIGIT

THUMBNAIL_SIDE = 96
"""Pixels of its long side."""
DOUBTFUL = 0.9
"""Confidence below which a picture is worth a look."""

Group = Literal["all", "doubtful", "refused", "errors", "wrong"]
_COLUMNS = (
    "name",
    "reading",
    "confidence",
    "digits",
    "refused",
    "right_answer",
    "is_right",
    "error",
)
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Summary:
    """A reading without its pixels.

    `reading` has a text for each row, apart by " / ", with "?" for what was refused; `confidence`
    is that of the digit that the model is least sure of, 0..1, None where it accepts none;
    `digits` and `refused` count; `thumbnail` is RGB (h, w, 3) uint8; `plain` is for JSON.
    """

    reading: str
    confidence: float | None
    digits: int
    refused: int
    thumbnail: NDArray[np.uint8]
    plain: dict[str, Any]

    @property
    def is_doubtful(self) -> bool:
        """Whether the model is unsure of a digit that it accepts."""
        return self.confidence is not None and self.confidence < DOUBTFUL


def summary_of(reading: Reading) -> Summary:
    """Return what is kept of a reading; a picture without a digit counts as refused."""
    accepted = [digit.probability for digit in reading.digits if digit.is_digit]
    return Summary(
        " / ".join(reading.lines) or NO_DIGIT * bool(reading.digits),
        min(accepted, default=None),
        len(accepted),
        len(reading.digits) - len(accepted),
        thumbnail(reading.picture.rgba),
        reading.to_dict(),
    )


def thumbnail(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture (h, w, 4) uint8 on white, small, as (h, w, 3) uint8."""
    height, width = rgba.shape[:2]
    scale = min(1.0, THUMBNAIL_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(rgba, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    alpha = small[..., 3:] / 255
    return np.asarray(np.rint(small[..., :3] * alpha + 255 * (1 - alpha)), np.uint8)


def in_group(outcome: Outcome[Summary], group: Group) -> bool:
    """Tell whether an outcome is one of a group; of "refused" are those without a digit, too."""
    read = outcome.kept
    if group == "errors":
        return read is None
    if group == "wrong":
        return outcome.is_right is False
    if group == "all" or read is None:
        return group == "all"
    return read.is_doubtful if group == "doubtful" else read.refused > 0 or not read.digits


def as_csv(outcomes: Iterable[Outcome[Summary]]) -> str:
    """Return outcomes as CSV, which spreadsheets open without taking a name for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for outcome in outcomes:
        read = outcome.kept
        told = (read.reading, read.confidence, read.digits, read.refused) if read else ("",) * 4
        rest = outcome.right, outcome.is_right, outcome.error and _harmless(outcome.error)
        writer.writerow((_harmless(outcome.name), *told, *rest))
    return text.getvalue()


def as_json(outcomes: Iterable[Outcome[Summary]]) -> str:
    """Return outcomes as an array of what `predict --format json` prints line by line."""
    return json.dumps([plain(outcome, _plain_of(outcome)) for outcome in outcomes])


def plain(outcome: Outcome[Any], reading: dict[str, Any] | None) -> dict[str, Any]:
    """Return an outcome for JSON: the reading or the error, and the right answer if it is known."""
    told = {"error": outcome.error} if reading is None else reading
    right = {} if outcome.right is None else {"right": outcome.right, "is_right": outcome.is_right}
    return {"path": outcome.name, **told, **right}


def _plain_of(outcome: Outcome[Summary]) -> dict[str, Any] | None:
    return outcome.kept.plain if outcome.kept else None


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
