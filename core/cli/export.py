"""`python -m core export`: a run as a script, a notebook or event files for TensorBoard."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.cli.options import add_run
from core.cli.output import check_output_path, unwritable, write_file
from core.errors import DigitLabError
from core.export import notebook, script, write_events
from core.runs.run import Run
from core.runs.store import RunStore

_TEXTS: dict[str, Callable[[Run], str]] = {"script": script, "notebook": notebook}
_TENSORBOARD = "tensorboard"


def register(commands: Any) -> None:  # noqa: ANN401
    """Add the command."""
    parser = commands.add_parser(
        "export",
        help="take a run along: as a script, a notebook or for TensorBoard",
        description="Write a run as a Python script or a Jupyter notebook in plain Keras that "
        "trains it again, or its curves as event files for TensorBoard.",
    )
    add_run(parser, "run")
    parser.add_argument(
        "--as",
        dest="form",
        choices=(*_TEXTS, _TENSORBOARD),
        default="script",
        help="what to write (default: script)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="PATH",
        help="the file, or for TensorBoard the folder, to write (default: standard output)",
    )
    parser.add_argument("--force", action="store_true", help="replace what is there")
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Write what was chosen."""
    run = RunStore().get(chosen.run)
    output: Path | None = chosen.output
    if chosen.form == _TENSORBOARD:
        _write_folder(run, output, force=chosen.force)
        return 0
    text = _TEXTS[chosen.form](run)
    if output is None:
        print(text, end="")
        return 0
    check_output_path(output, force=chosen.force)
    write_file(text, output)
    return 0


def _write_folder(run: Run, folder: Path | None, *, force: bool) -> None:
    if folder is None:
        raise DigitLabError("TensorBoard reads a folder: name it with --output FOLDER.")
    if not force and folder.is_dir() and any(folder.iterdir()):
        raise DigitLabError(f"{folder} is not empty; choose another folder or add --force.")
    try:
        write_events(run, folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    print(f"{folder} is written; look at it with: tensorboard --logdir {folder}", file=sys.stderr)
