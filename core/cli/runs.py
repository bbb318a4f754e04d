"""`python -m core runs`: the runs there are."""

import argparse
import json
from typing import Any

from core.cli.options import add_format
from core.formats import percent
from core.training.runs import Run
from core.training.store import RunStore


def register(commands: Any) -> None:  # noqa: ANN401
    """Add the command."""
    parser = commands.add_parser(
        "runs",
        help="list the runs",
        description="List all runs, newest first; the shipped one is called pretrained.",
    )
    add_format(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """List the runs: a table, or one JSON array."""
    runs = RunStore().runs()
    if chosen.format == "json":
        print(json.dumps([_plain(run) for run in runs]))
        return 0
    print(f"{'run':<40} {'state':<12} {'network':<20} {'test accuracy':>13}")
    for run in runs:
        score = percent(run.result.test_accuracy) if run.result else "-"
        network = run.info.config.network_title
        print(f"{run.id:<40} {run.status.state:<12} {network:<20} {score:>13}")
    return 0


def _plain(run: Run) -> dict[str, Any]:
    return {
        "run": run.id,
        "state": run.status.state,
        "message": run.status.message,
        **run.info.to_dict(),
        "result": vars(run.result) if run.result else None,
    }
