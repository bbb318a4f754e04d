"""Who reaches an accuracy first: Keras' example or the fast CNN, taking turns on one machine.

A training that does not reach the accuracy in its epochs counts as one that never does: it is
infinitely slow in the median.
"""

import json
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace

from benchmarks.app import PROJECT
from benchmarks.report import Row
from benchmarks.training.jobs import Timed, Trainer
from core.config.presets import PRESETS
from core.config.train_config import TrainConfig

FAST = PRESETS["fast"].config
# One pass, at a rate that makes up for its few steps. Batches of 64 at 0.02 came to the same
# validation accuracy (98.96 and 98.97 % on average of 20 seeds), a fifth later.
QUICKEST = replace(FAST, epochs=1, learning_rate=0.04, validation_fraction=0.05)
GOAL, HIGH_GOAL = 0.99, 0.994
EXAMPLE, OURS = "Keras' mnist_convnet", "the fast CNN, one epoch"
PRESET, LONGER = "the preset fast as it is", "the fast CNN, more epochs"

Turn = Callable[[int], Row]


def race(
    trainer: Trainer, longer: TrainConfig | None, seeds: Iterable[int], dataset: str
) -> list[Row]:
    """Return a row for each training: who, seed, seconds to its goal or None, and test accuracy.

    `longer` is the configuration that is to reach the high goal, None to leave it out.
    """
    turns: list[Turn] = [
        lambda seed: example_row(seed, run_example(seed, GOAL, dataset)),
        lambda seed: our_row(OURS, GOAL, trainer.train(replace(QUICKEST, seed=seed))),
        lambda seed: our_row(PRESET, GOAL, trainer.train(replace(FAST, seed=seed))),
    ]
    if longer is not None:
        turns.append(
            lambda seed: our_row(LONGER, HIGH_GOAL, trainer.train(replace(longer, seed=seed)))
        )
    return [turn(seed) for seed in seeds for turn in turns]


def run_example(seed: int, until: float, dataset: str, epochs: int = 15) -> list[dict[str, float]]:
    """Train Keras' example in a process of its own; return its epochs."""
    command = [sys.executable, "-m", "benchmarks.training.example", "--dataset", dataset]
    options = ["--seed", str(seed), "--until", str(until), "--epochs", str(epochs)]
    done = subprocess.run(
        command + options,
        cwd=PROJECT,
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def example_row(seed: int, epochs: list[dict[str, float]]) -> Row:
    """Return what Keras' example came to: it ends at its goal, or at its last epoch."""
    last = epochs[-1]
    return {
        "who": EXAMPLE,
        "goal": GOAL,
        "seed": seed,
        "epochs": len(epochs),
        "test_accuracy": last["test_accuracy"],
        "seconds": last["seconds"],
        "seconds_to_goal": last["seconds"] if last["test_accuracy"] >= GOAL else None,
    }


def our_row(who: str, goal: float, timed: Timed) -> Row:
    """Return what one of our trainings came to: the epoch that counts is the one kept."""
    return {
        "who": who,
        "goal": goal,
        "seed": timed.run.info.config.seed,
        "epochs": len(timed.epochs),
        "test_accuracy": timed.test_accuracy,
        "seconds": timed.seconds,
        "seconds_to_goal": timed.seconds if timed.test_accuracy >= goal else None,
        "seconds_from_click": timed.to_epoch_end,
        "seconds_from_click_to_model": timed.to_end,
    }


def summary(rows: list[Row]) -> list[Row]:
    """Return a row for each who: how often the goal was reached, and the median seconds to it."""
    return [_summed([row for row in rows if row["who"] == who]) for who in _names(rows)]


def speedup(rows: list[Row], who: str = OURS) -> float | None:
    """Return how many times sooner `who` is at its goal than the example at 99.0 %.

    None when either does not reach it in more than half of its trainings.
    """
    example, ours = (_median(rows, name) for name in (EXAMPLE, who))
    return example / ours if math.isfinite(example) and math.isfinite(ours) else None


def _summed(rows: list[Row]) -> Row:
    first = rows[0]
    median = _median(rows, first["who"])
    return {
        "who": first["who"],
        "goal": first["goal"],
        "reached": f"{sum(row['seconds_to_goal'] is not None for row in rows)} of {len(rows)}",
        "seconds_to_goal": median if math.isfinite(median) else None,
        "test_accuracy": statistics.median(row["test_accuracy"] for row in rows),
        "epochs": statistics.median(row["epochs"] for row in rows),
        **{
            name: statistics.median(row[name] for row in rows)
            for name in ("seconds_from_click", "seconds_from_click_to_model")
            if name in first
        },
    }


def _median(rows: list[Row], who: str) -> float:
    times = [row["seconds_to_goal"] for row in rows if row["who"] == who]
    return statistics.median(math.inf if seconds is None else seconds for seconds in times)


def _names(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(row["who"] for row in rows))
