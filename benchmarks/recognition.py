"""How well and how fast labelled pictures are read, beside the naive way of reading them.

The naive way resizes the whole picture and asks the same model for one digit. "exact" counts the
pictures whose every digit is read right, be it accepted or refused; "exact, refused left out" goes
by what a user is told. Among several digits both do, for there a sign between them is rightly
refused. Digit accuracy is 1 - edit distance / digits in the labels. A picture that
is no digit ("ood") is refused when no digit of it is accepted.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tqdm import tqdm

from benchmarks.pictures import LabelledPicture, drawing, labelled_pictures, photo
from benchmarks.report import Row, table
from core.cli.options import add_format, add_run
from core.errors import DigitLabError
from core.inference import Classifier, read
from core.runs.store import RunStore
from core.vision import decode

_HANDWRITTEN = ("canvas", "tiny", "scans", "photos", "multi", "multi_rotated")
_NO_DIGITS = ("ood", "ood, ambiguous")
_SHARES = (
    "exact",
    "exact_refused_left_out",
    "digit_accuracy",
    "digits_refused",
    "pictures_refused",
)
REPEATS = 11
T = TypeVar("T")


@dataclass(frozen=True)
class Transcription:
    """What is read in a picture: all `digits`, those `accepted`, and how many were `refused`.

    A digit that is known to be one is accepted, be it refused by its look.
    """

    digits: str
    accepted: str
    refused: int


@dataclass(frozen=True)
class Outcome:
    """A picture, what one way read in it, and how long that took from the file's bytes."""

    picture: LabelledPicture
    transcription: Transcription
    milliseconds: float


Way = Callable[
    [bytes, str, bool], Transcription
]  # a file's bytes, its name, whether it is one digit


def measure(folder: Path, run: str) -> dict[str, Any]:
    """Read the pictures of `folder` in both ways with the model of `run`.

    Return under "ways" a row for each kind of picture and way (shares of 0..1), and under
    "timings" one for each picture made to time. Raises `DigitLabError`, which names the fault,
    for a folder, run or picture that cannot be read.
    """
    classifier = Classifier(RunStore().get(run))
    ways: dict[str, Way] = {
        "digit_lab": partial(read_with_vision, classifier),
        "naive": lambda data, name, single: read_naively(classifier, data, name),
    }
    outcomes = _outcomes(labelled_pictures(folder), ways)
    timings = [
        _timing("a drawing, 280x280 PNG", drawing(), True, ways),
        _timing("a photo, 4000x3000 JPEG", photo(), False, ways),
    ]
    scores = {name: score(of_way) for name, of_way in outcomes.items()}
    return {"run": run, "ways": scores, "timings": timings}


def read_with_vision(classifier: Classifier, data: bytes, name: str, single: bool) -> Transcription:
    """Read a picture file as the Predict page and the command line do."""
    reading = read(decode(data, name), classifier, single=single)
    digits = "".join(str(digit.digit) for digit in reading.digits)
    return Transcription(digits, reading.text, sum(not d.is_digit for d in reading.digits))


def read_naively(classifier: Classifier, data: bytes, name: str) -> Transcription:
    """Read a picture file as one digit, resized whole."""
    predictions = classifier(naive_image(decode(data, name))[np.newaxis])
    digit, accepted = str(predictions.probabilities[0].argmax()), bool(predictions.is_digit[0])
    return Transcription(digit, digit if accepted else "", int(not accepted))


def naive_image(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture (h, w, 4) on white, grey, resized to 28x28, inverted if it is bright."""
    picture = Image.fromarray(rgba)
    white = Image.new("RGBA", picture.size, "white")
    flat = Image.alpha_composite(white, picture).convert("L")
    small = np.asarray(flat.resize((28, 28)), np.uint8)
    return 255 - small if small.mean() > 127.5 else small


def edit_distance(predicted: str, actual: str) -> int:
    """Return how many digits to insert, delete or replace at least (Levenshtein 1966)."""
    row = list(range(len(actual) + 1))
    for i, digit in enumerate(predicted, 1):
        above, row = row, [i]
        for j, actual_digit in enumerate(actual, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (digit != actual_digit)))
    return row[-1]


def score(outcomes: list[Outcome]) -> list[Row]:
    """Return a row for each kind of picture there is, and one for all that are handwritten."""
    groups = {name: [o for o in outcomes if o.picture.group == name] for name in _HANDWRITTEN}
    groups["all handwritten"] = [o for members in groups.values() for o in members]
    for name in ("printed", *_NO_DIGITS):
        groups[name] = [o for o in outcomes if o.picture.group == name]
    return [_score_group(name, members) for name, members in groups.items() if members]


def _score_group(name: str, outcomes: list[Outcome]) -> Row:
    scores = _score_no_digits(outcomes) if name in _NO_DIGITS else _score_digits(outcomes)
    milliseconds = statistics.median(o.milliseconds for o in outcomes)
    return {"kind": name, "pictures": len(outcomes), "milliseconds": milliseconds} | scores


def _score_digits(outcomes: list[Outcome]) -> Row:
    count = sum(len(o.transcription.digits) for o in outcomes)
    refused = sum(o.transcription.refused for o in outcomes)
    distance = sum(edit_distance(_told(o), o.picture.digits) for o in outcomes)
    return {
        "exact": _share(_told(o) == o.picture.digits for o in outcomes),
        "exact_refused_left_out": _share(
            o.transcription.accepted == o.picture.digits for o in outcomes
        ),
        "digit_accuracy": 1 - distance / sum(len(o.picture.digits) for o in outcomes),
        "digits_refused": refused / count if count else None,
    }


def _told(outcome: Outcome) -> str:
    transcription = outcome.transcription
    return transcription.accepted if outcome.picture.several else transcription.digits


def _score_no_digits(outcomes: list[Outcome]) -> Row:
    return {"pictures_refused": _share(not o.transcription.accepted for o in outcomes)}


def _share(truths: Iterable[bool]) -> float:
    return statistics.fmean(truths)


def _outcomes(pictures: list[LabelledPicture], ways: dict[str, Way]) -> dict[str, list[Outcome]]:
    outcomes: dict[str, list[Outcome]] = {name: [] for name in ways}
    _warm_up(ways)
    for picture in _progress("Reading", pictures):
        data = picture.read_bytes()
        for name, way in ways.items():
            transcription, milliseconds = _timed(partial(way, data, picture.name, picture.single))
            outcomes[name].append(Outcome(picture, transcription, milliseconds))
    return outcomes


def _warm_up(ways: dict[str, Way]) -> None:
    for way in ways.values():
        way(drawing(), "a drawing", True)


def _timing(name: str, data: bytes, single: bool, ways: dict[str, Way]) -> Row:
    return {"picture": name, "repeats": REPEATS} | {
        f"{way_name}_milliseconds": _median_milliseconds(name, partial(way, data, name, single))
        for way_name, way in ways.items()
    }


def _median_milliseconds(name: str, act: Callable[[], Transcription]) -> float:
    act()  # what a picture of this size needs for the first time
    return statistics.median(_timed(act)[1] for _ in _progress(f"Timing {name}", range(REPEATS)))


def _timed(act: Callable[[], Transcription]) -> tuple[Transcription, float]:
    begun = time.perf_counter()
    transcription = act()
    return transcription, 1000 * (time.perf_counter() - begun)


def _progress(purpose: str, items: Iterable[T]) -> Iterable[T]:
    return tqdm(items, purpose, file=sys.stderr, disable=None, leave=False, delay=1)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; the status is 1 after an error it explains."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recognition", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="holds pictures and labels.csv")
    add_run(parser, "--run")
    add_format(parser)
    chosen = parser.parse_args(arguments)
    try:
        measured = measure(chosen.folder, chosen.run)
    except DigitLabError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps(measured) if chosen.format == "json" else _report(measured))
    return 0


def _report(measured: dict[str, Any]) -> str:
    ways = measured["ways"]
    parts = {
        f"Digit Lab with {measured['run']}": ways["digit_lab"],
        "The naive way with the same model": ways["naive"],
        "Pictures of one size": measured["timings"],
    }
    return "\n\n".join(f"{title}\n{table(rows, _SHARES)}" for title, rows in parts.items())


if __name__ == "__main__":
    sys.exit(main())
