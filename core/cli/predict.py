"""`python -m core predict`: read the digits in pictures."""

import argparse
import json
from pathlib import Path
from typing import Any

from core.cli.options import add_format, add_run
from core.errors import DigitLabError
from core.formats import percent
from core.inference import Classifier, ReadDigit, Reading, read
from core.runs.store import RunStore
from core.vision import MAX_BYTES, decode

_BETWEEN_ROWS = " / "  # a picture is one line, however many rows it has


def register(commands: Any) -> None:  # noqa: ANN401
    """Add the command."""
    parser = commands.add_parser(
        "predict",
        help="read the digits in pictures",
        description="Read the digits in pictures (PNG, JPEG, WebP, BMP, GIF, TIFF). With "
        "--format json one JSON object a line; a picture that cannot be read gives one with an "
        "error. A ? stands for ink that is no digit.",
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
    add_run(parser, "--run")
    add_format(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Read each picture and print a line; the status is 1 if any could not be read."""
    classifier = Classifier(RunStore().get(chosen.run))
    show = _json_line if chosen.format == "json" else _text_line
    failed = False
    for path in chosen.pictures:
        try:
            outcome: Reading | DigitLabError = _read_file(path, classifier, chosen)
        except DigitLabError as error:
            outcome, failed = error, True
        print(show(path, outcome), flush=True)
    return int(failed)


def _read_file(path: Path, classifier: Classifier, chosen: argparse.Namespace) -> Reading:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # enough for `decode` to see that it is too much
    except OSError as error:
        reason = error.strerror or error
        raise DigitLabError(f"{path} cannot be opened: {reason}. Check the path.") from error
    rgba = decode(data, path.name)
    return read(rgba, classifier, single=chosen.single, turn=chosen.turn)


def _json_line(path: Path, outcome: Reading | DigitLabError) -> str:
    if isinstance(outcome, DigitLabError):
        return json.dumps({"path": str(path), "error": str(outcome)})
    return json.dumps({"path": str(path), **outcome.to_dict()})


def _text_line(path: Path, outcome: Reading | DigitLabError) -> str:
    if isinstance(outcome, DigitLabError):
        return f"{path}: error: {outcome}"
    if not outcome.digits:
        return f"{path}: nothing written on it"
    digits = _BETWEEN_ROWS.join(", ".join(map(_digit_text, row)) for row in outcome.rows)
    turned = f"  turned by {outcome.turned} degrees" if outcome.turned else ""
    return f"{path}: {_BETWEEN_ROWS.join(outcome.lines) or '-'}  [{digits}]{turned}"


def _digit_text(read: ReadDigit) -> str:
    if read.is_digit:
        return f"{read.digit} ({percent(read.probability)})"
    return f"no digit: {read.refusal}" if read.refusal else "no digit"
