"""`python -m core predict`: read the digits in pictures."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.cli.options import add_format, add_run
from core.errors import DigitLabError
from core.formats import percent
from core.inference import ReadDigit, Reading
from core.inference.many import Outcome, RightAnswers, accuracy_of, in_paths, read_all
from core.inference.many.right_answers import MAX_BYTES, listed_answers
from core.inference.many.summary import plain
from core.runs.store import RunStore
from core.vision.formats.kinds import IN_WORDS

_BETWEEN_ROWS = " / "  # a picture is one line, however many rows it has


def register(commands: Any) -> None:  # noqa: ANN401
    """Add the command."""
    parser = commands.add_parser(
        "predict",
        help="read the digits in pictures",
        description=f"Read the digits in pictures ({IN_WORDS}), in folders and ZIPs of them, and "
        "on the pages of PDFs. With --format json one JSON object a line; a picture that cannot be "
        "read gives one with an error. A ? stands for ink that is no digit.",
    )
    parser.add_argument("pictures", nargs="+", type=Path, metavar="PICTURE")
    parser.add_argument("--single", action="store_true", help="each picture is exactly one digit")
    parser.add_argument(
        "--turn",
        type=int,
        choices=(0, 90, 180, 270),
        help="degrees to turn each picture by, clockwise (default: 0, or what it can be read at if "
        "it lies on its side)",
    )
    parser.add_argument(
        "--labels",
        type=Path,
        metavar="FILE",
        help="a CSV of what is really written, a line for each picture as in `7_x.png,7`; without "
        "it folders (7/x.png) and names (7_x.png) tell",
    )
    add_run(parser, "--run")
    add_format(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Read each picture and print a line; the status is 1 if any could not be read."""
    run = RunStore().get(chosen.run)
    json_wanted = chosen.format == "json"
    outcomes = read_all(
        in_paths(chosen.pictures),
        run,
        Reading.to_dict if json_wanted else _text_of,
        answers=_answers(chosen.labels),
        single=chosen.single,
        turn=chosen.turn,
    )
    seen = [_light(outcome) for outcome in _printed(outcomes, json_wanted)]
    accuracy = accuracy_of(seen)
    if accuracy.known:
        print(
            f"accuracy {percent(accuracy.share)} ({accuracy.right:,} of {accuracy.known:,} "
            "pictures whose right answer is known)",
            file=sys.stderr,
        )
    return int(any(outcome.error is not None for outcome in seen))


def _printed(outcomes: Iterator[Outcome[Any]], json_wanted: bool) -> Iterator[Outcome[Any]]:
    show = _json_line if json_wanted else _text_line
    for outcome in outcomes:
        print(show(outcome), flush=True)
        yield outcome


def _light(outcome: Outcome[Any]) -> Outcome[None]:
    """Return an outcome without what was read, as there may be thousands."""
    return Outcome(outcome.name, None, outcome.error, outcome.right, outcome.is_right)


def _answers(labels: Path | None) -> RightAnswers:
    if labels is None:
        return RightAnswers()
    try:
        with labels.open("rb") as file:
            return RightAnswers(listed_answers(file.read(MAX_BYTES + 1), str(labels)))
    except OSError as error:
        reason = error.strerror or error
        raise DigitLabError(f"{labels} cannot be opened: {reason}. Check the path.") from error


def _json_line(outcome: Outcome[dict[str, Any]]) -> str:
    return json.dumps(plain(outcome, outcome.kept))


def _text_line(outcome: Outcome[str]) -> str:
    line = f"error: {outcome.error}" if outcome.kept is None else outcome.kept
    wrong = f"  wrong: it is {outcome.right}" if outcome.is_right is False else ""
    return f"{outcome.name}: {line}{wrong}"


def _text_of(reading: Reading) -> str:
    if not reading.digits:
        return "nothing written on it"
    digits = _BETWEEN_ROWS.join(", ".join(map(_digit_text, row)) for row in reading.rows)
    turned = f"  turned by {reading.turned} degrees" if reading.turned else ""
    return f"{_BETWEEN_ROWS.join(reading.lines) or '-'}  [{digits}]{turned}"


def _digit_text(read: ReadDigit) -> str:
    if read.is_digit:
        return f"{read.digit} ({percent(read.probability)})"
    return f"no digit: {read.refusal}" if read.refusal else "no digit"
