"""`python -m core train`: train a network in this process, with a progress bar."""

import argparse
import json
import signal
import sys
from dataclasses import replace
from typing import Any

from tqdm import tqdm

from core.cli.options import add_format, add_settings, given_settings, load_dataset
from core.config.presets import PRESETS
from core.errors import DigitLabError
from core.formats import percent
from core.runs.requests import STOPPED_BY_USER
from core.runs.resume import resume
from core.runs.run import Run
from core.runs.status import State
from core.runs.store import RunStore
from core.training.worker import train_run


def register(commands: Any) -> None:  # noqa: ANN401 - argparse keeps its type to itself
    """Add the command with one option for each setting of a training."""
    parser = commands.add_parser(
        "train",
        help="train a network",
        description="Train a network and keep it as a run. Ctrl-C stops and keeps the best so far.",
    )
    parser.add_argument(
        "--preset",
        choices=list(PRESETS),
        help="the settings to start from, each of which the options below change (default: fast)",
    )
    parser.add_argument(
        "--continue",
        dest="continued",
        metavar="RUN",
        help="go on with a run that has ended, from its last whole epoch; with --epochs up to more "
        "epochs in all than it was made for",
    )
    add_settings(parser)
    add_format(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Train as chosen; print the outcome."""
    store, given = RunStore(), given_settings(chosen)
    if chosen.continued is None:
        config = replace(PRESETS[chosen.preset or "fast"].config, **given)
        run = store.create(config, load_dataset())
    else:
        run = store.get(chosen.continued)
        run = resume(run, _epochs_alone(run, chosen.preset, given))
    ended = train_with_bar(run)
    print(json.dumps(outcome(ended)) if chosen.format == "json" else sentence(ended))
    return 0


def _epochs_alone(run: Run, preset: str | None, given: dict[str, Any]) -> int | None:
    names = [*(["preset"] if preset else []), *(name for name in given if name != "epochs")]
    if names:
        raise DigitLabError(
            f"{run.id} goes on with its own settings; leave out: {', '.join(names)}."
        )
    return given.get("epochs")


def train_with_bar(run: Run) -> Run:
    """Train `run` in this process until it ends or Ctrl-C stops it, and return it as it ended.

    Raises `DigitLabError` when it fails.
    """
    signal.signal(signal.SIGINT, lambda *_: run.request_stop(STOPPED_BY_USER))
    ended = _with_bar(run)
    if ended.status.state is State.FAILED:
        raise DigitLabError(f"{run.id}: {ended.status.message}")
    return ended


def _with_bar(run: Run) -> Run:
    with tqdm(desc="Starting", unit="step", file=sys.stderr, disable=None) as bar:

        def show(record: dict[str, Any]) -> None:
            if "step" in record:
                bar.update(record["step"] - bar.n)
                bar.set_description(f"Epoch {min(int(record['epoch']) + 1, epochs)}/{epochs}")
                bar.set_postfix_str(f"loss {record['loss']:.3f}")
            else:
                bar.set_postfix_str(f"validation {percent(record['val_accuracy'])}")

        epochs = run.info.config.epochs
        return train_run(run, show)


def outcome(run: Run) -> dict[str, Any]:
    """Return what came of a training as plain data for JSON."""
    result = vars(run.result) if run.result else None
    return {"run": run.id, "state": run.status.state, "folder": str(run.folder), "result": result}


def sentence(run: Run) -> str:
    """Return what came of a training in a sentence."""
    if run.result is None:
        return f"{run.id}: {run.status.message}"
    return (
        f"{run.id}: {percent(run.result.test_accuracy)} of the test digits, "
        f"{percent(run.result.validation_accuracy)} of the validation digits. {run.status.message}"
    ).rstrip()
