"""What each preset comes to on MNIST, trained to its end one after the other.

Seconds are those of the training alone, from its first step to the end of its last epoch with
the validations, as the Train page shows them. The accuracy is that of the epoch with the best
validation accuracy; its interval is the 95 % one by Wilson. The preset "best" takes an hour and a
half: its row is the shipped run's own record unless it is asked for.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.report import Row, table
from core.cli.options import add_format
from core.config.preset_results import CURVES_PATH, MEASURED_PATH, curves_of
from core.config.presets import PRESETS
from core.data import Dataset, load_named
from core.errors import DigitLabError
from core.files.json_files import read_json, write_json
from core.formats import interval, percent
from core.metrics import wilson_interval
from core.runs.run import PRETRAINED, Run
from core.runs.store import RunStore
from core.training.worker import train_run

SHIPPED_PRESET = "best"
"""Whose training is the shipped run."""


def measure(names: Iterable[str], trained: Iterable[str], dataset: Dataset) -> list[Row]:
    """Return a row for each of the presets `names`.

    Those in `trained` are trained on `dataset`, the others read from the shipped run.
    """
    trained = set(trained)
    rows = []
    for name in tqdm(list(names), "Presets", file=sys.stderr, disable=None, leave=False):
        with _temporary_store() as store:  # a run is read from its folder
            if name in trained:
                run, origin = train(store, name, dataset), "trained now"
            else:
                run, origin = shipped(name), "the shipped run's record"
            rows.append(row(name, run, len(dataset.train), origin))
    return rows


def train(store: RunStore, name: str, dataset: Dataset) -> Run:
    """Train a preset to its end in this process and return its run."""
    return train_run(store.create(PRESETS[name].config, dataset))


def shipped(name: str) -> Run:
    """Return the shipped run; raise `DigitLabError` when it is no training of the preset."""
    run = RunStore().get(PRETRAINED)
    if run.info.config != PRESETS[name].config:
        raise DigitLabError(
            f"The shipped run is no training of the preset {name} as it is now; "
            "give --all to train it."
        )
    return run


def row(name: str, run: Run, digits: int, origin: str) -> Row:
    """Return what a finished run of a preset came to on a data set of `digits` training digits."""
    result, epochs = run.result, run.epochs()
    if result is None or not epochs:
        raise DigitLabError(f"The training of {name} has no result: {run.status.message}")
    right = round(result.test_accuracy * result.test_digits)
    seconds = epochs[-1]["seconds"]
    return {
        "preset": name,
        "parameters": result.parameters,
        "epochs": round(epochs[-1]["epoch"]),
        "best_epoch": result.best_epoch,
        "validation_accuracy": result.validation_accuracy,
        "test_accuracy": result.test_accuracy,
        "test_interval": wilson_interval(right, result.test_digits),
        "seconds": seconds,
        "images_per_second": _images(run, digits) / seconds,
        "origin": origin,
        "curves": curves_of(epochs),
    }


def save(rows: list[Row], path: Path = MEASURED_PATH) -> None:
    """Put the rows into the file that the Train page shows; other presets keep theirs."""
    try:
        known = {known["preset"]: known for known in read_json(path)["rows"]}
    except (DigitLabError, KeyError, TypeError):
        known = {}
    known |= {row["preset"]: _without_curves(row) for row in rows}
    write_json(path, {"rows": [known[name] for name in PRESETS if name in known]})


def save_curves(rows: list[Row], path: Path = CURVES_PATH) -> None:
    """Put the curves of the rows into their file, likewise."""
    try:
        known = read_json(path)
    except DigitLabError:
        known = {}
    known |= {row["preset"]: row["curves"] for row in rows}
    write_json(path, {name: known[name] for name in PRESETS if name in known})


def _without_curves(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "curves"}


def _images(run: Run, digits: int) -> float:
    config = run.info.config
    seen = digits * (1 - config.validation_fraction) * config.train_fraction
    return float(run.epochs()[-1]["epoch"] * seen)


@contextmanager
def _temporary_store() -> Iterator[RunStore]:
    with tempfile.TemporaryDirectory() as folder:
        yield RunStore(Path(folder))


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; the status is 1 after an error it explains."""
    chosen = _parser().parse_args(arguments)
    names = chosen.preset or list(PRESETS)
    trained = names if chosen.all else [n for n in names if n != SHIPPED_PRESET]
    try:
        rows = measure(names, trained, load_named("mnist"))
        if chosen.save:
            save(rows)
        if chosen.save or chosen.save_curves:
            save_curves(rows)
    except (DigitLabError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps({"rows": rows}) if chosen.format == "json" else _report(rows))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.presets", description=__doc__)
    parser.add_argument(
        "--preset",
        action="append",
        choices=list(PRESETS),
        help="only this one; may be given several times",
    )
    parser.add_argument("--all", action="store_true", help=f"train {SHIPPED_PRESET} too, for hours")
    parser.add_argument(
        "--save", action="store_true", help="write models/presets.json, which the Train page shows"
    )
    parser.add_argument(
        "--save-curves",
        action="store_true",
        help="write models/preset_curves.json alone: times of a busy machine are worth nothing",
    )
    add_format(parser)
    return parser


def _report(rows: list[Row]) -> str:
    return table([_in_words(row) for row in rows])


def _in_words(row: Row) -> dict[str, Any]:
    return _without_curves(row) | {
        "validation_accuracy": percent(row["validation_accuracy"]),
        "test_accuracy": percent(row["test_accuracy"]),
        "test_interval": interval(row["test_interval"]),
        "seconds": f"{row['seconds']:.1f}",
        "images_per_second": f"{row['images_per_second']:,.0f}",
    }


if __name__ == "__main__":
    sys.exit(main())
