"""`python -m core runs`: the runs there are, and deleting some."""

import argparse
import json
import sys
from typing import Any

from core.cli.options import add_format
from core.formats import percent
from core.runs.run import Run
from core.runs.store import DamagedRun, RunStore


def register(commands: Any) -> None:  # noqa: ANN401
    """Add the command."""
    parser = commands.add_parser(
        "runs",
        help="list the runs, or delete some",
        description="List all runs, newest first; the shipped one is called pretrained. With "
        "--delete these runs are deleted for good.",
    )
    parser.add_argument("--delete", nargs="+", metavar="RUN", help="delete these runs")
    parser.add_argument("--yes", action="store_true", help="delete without asking")
    add_format(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """List the runs: a table, or one JSON array; or delete those that are named."""
    if chosen.delete:
        return _delete(_named(chosen.delete), sure=chosen.yes)
    store = RunStore()
    runs = store.runs()
    if store.root.exists() and not store.root.is_dir():
        print(f"{store.root} is no folder: there can be no runs of your own.", file=sys.stderr)
    for damaged in store.damaged():
        print(f"{damaged.id} cannot be read: {damaged.reason}", file=sys.stderr)
    if chosen.format == "json":
        print(json.dumps([_plain(run) for run in runs]))
        return 0
    print(f"{'run':<40} {'state':<12} {'network':<20} {'test accuracy':>13}  name")
    for run in runs:
        score = percent(run.result.test_accuracy) if run.result else "-"
        network = run.info.config.network_title
        figures = f"{run.id:<40} {run.status.state:<12} {network:<20} {score:>13}"
        print(f"{figures}  {run.annotation.name}".rstrip())
    return 0


def _named(run_ids: list[str]) -> list[Run | DamagedRun]:
    store = RunStore()
    damaged = {run.id: run for run in store.damaged()}
    return [damaged.get(run_id) or store.get(run_id) for run_id in run_ids]


def _delete(runs: list[Run | DamagedRun], *, sure: bool) -> int:
    for run in runs:
        if not sure and not _confirmed(run):
            continue
        RunStore().delete(run)
        print(f"{run.id} is deleted.", file=sys.stderr)
    return 0


def _confirmed(run: Run | DamagedRun) -> bool:
    title = run.title if isinstance(run, Run) else "damaged"
    try:
        answer = input(f"Delete {run.id} ({title}) for good? [y/N] ")
    except EOFError:  # nobody there to answer
        return False
    return answer.strip().lower() in ("y", "yes")


def _plain(run: Run) -> dict[str, Any]:
    return {
        "run": run.id,
        **vars(run.annotation),
        "state": run.status.state,
        "message": run.status.message,
        **run.info.to_dict(),
        "result": vars(run.result) if run.result else None,
    }
