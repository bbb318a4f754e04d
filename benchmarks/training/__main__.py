"""How fast trainings are, beside Keras' example; all on this machine, taking turns, in medians.

Keras' example is https://keras.io/examples/vision/mnist_convnet/ with its own settings. Its clock
runs from the first step of `fit`, which TensorFlow then builds, to the end of an epoch with its
validation. Ours runs from before the first step is built to the end of the epoch whose weights
are kept, with the validations and everything the app writes meanwhile, in the app's own worker
process, which has loaded TensorFlow before. For both the test digits are evaluated while the clock
stands still. A training that misses its goal counts as infinitely slow. Two more columns give
ours from the click on Start: to that epoch's end, and to the finished model.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.report import table
from benchmarks.training.costs import memory, overhead
from benchmarks.training.jobs import warm_jobs
from benchmarks.training.race import FAST, LONGER, race, speedup, summary
from benchmarks.training.watched import watched
from core.cli.options import add_format
from core.data import load_named
from core.errors import DigitLabError

_LONGER = replace(FAST, epochs=10, validation_fraction=0.05, augmentation="light")
_OVERHEAD_EPOCHS = 4
_WATCHED_EPOCHS = 8
_PARTS = ("race", "longer", "overhead", "watched", "memory")


def measure(parts: list[str], rounds: int, dataset_name: str) -> dict[str, Any]:
    """Return the rows of each of the parts, and of the race the ratios."""
    measured: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        runs_dir = Path(folder)
        with warm_jobs(runs_dir, load_named(dataset_name)) as trainer:
            if "race" in parts:
                longer = _LONGER if "longer" in parts else None
                rows = race(trainer, longer, range(rounds), dataset_name)
                measured |= {"race": summary(rows), "trainings": rows}
                measured["speedup_to_99"] = speedup(rows)
                if longer:
                    measured["speedup_to_99_4"] = speedup(rows, LONGER)
            if "overhead" in parts:
                config = replace(FAST, epochs=_OVERHEAD_EPOCHS)
                measured["overhead"] = overhead(trainer, config, rounds, dataset_name)
            if "watched" in parts:
                config = replace(FAST, epochs=_WATCHED_EPOCHS)
                measured["watched"] = watched(trainer, config, rounds, runs_dir)
            if "memory" in parts:
                config = replace(FAST, epochs=1, train_fraction=0.1)
                measured["memory"] = memory(trainer, config, 20)
    return measured


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; the status is 1 after an error it explains."""
    chosen = _parser().parse_args(arguments)
    try:
        measured = measure(chosen.part or list(_PARTS), chosen.rounds, chosen.dataset)
    except DigitLabError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps(measured) if chosen.format == "json" else _report(measured))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__)
    parser.add_argument(
        "--part", action="append", choices=_PARTS, help="only this; may be repeated"
    )
    parser.add_argument("--rounds", type=int, default=3, help="trainings of each kind (default: 3)")
    parser.add_argument("--dataset", default="mnist", help="mnist, or offline to try it out")
    add_format(parser)
    return parser


def _report(measured: dict[str, Any]) -> str:
    tables = [table(rows) for name, rows in measured.items() if isinstance(rows, list)]
    ratios = [
        f"{name}: {'not reached' if value is None else f'{value:.1f}'}"
        for name, value in measured.items()
        if not isinstance(value, list)
    ]
    return "\n\n".join([(__doc__ or "").partition("\n\n")[2].strip(), *tables, *ratios])


if __name__ == "__main__":
    sys.exit(main())
