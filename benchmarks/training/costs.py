"""What a job costs beside its training: time to its first record, callbacks, memory."""

import json
import os
import statistics
import subprocess
import sys
from dataclasses import replace

from benchmarks.app import PROJECT
from benchmarks.report import Row
from benchmarks.training.jobs import Timed, Trainer
from core.config.train_config import TrainConfig


def overhead(trainer: Trainer, config: TrainConfig, rounds: int, dataset: str) -> list[Row]:
    """Return rows of a job's figures beside those of the bare loop, taking turns."""
    bare, jobs = [], []
    for seed in range(rounds):
        seeded = replace(config, seed=seed)
        bare.append(bare_images_per_second(seeded, dataset))
        jobs.append(trainer.train(seeded))
    rate, of_job = statistics.median(bare), statistics.median(j.images_per_second for j in jobs)
    return [
        _row("from the click to the first record (s)", [job.to_first_record for job in jobs]),
        _row("images a second, bare loop", bare),
        _row("images a second, job", [job.images_per_second for job in jobs]),
        {"figure": "job / bare loop", "count": rounds, "median": of_job / rate},
    ]


def bare_images_per_second(config: TrainConfig, dataset: str) -> float:
    """Run the bare loop in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.training.bare"]
    done = subprocess.run(
        [*command, json.dumps(config.to_dict()), dataset],
        cwd=PROJECT,
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return float(json.loads(done.stdout.splitlines()[-1])["images_per_second"])


def memory(trainer: Trainer, config: TrainConfig, trainings: int) -> list[Row]:
    """Return rows of a worker's memory in MB over so many trainings in a row."""
    return memory_rows([trainer.train(replace(config, seed=n)) for n in range(trainings)])


def memory_rows(timed: list[Timed]) -> list[Row]:
    """Return the peak, and how much more is held at the end of the last than of the first."""
    held = [each.held_memory / 1e6 for each in timed]
    return [
        {
            "figure": "peak memory of the worker (MB)",
            "count": len(timed),
            "median": max(each.peak_memory for each in timed) / 1e6,
        },
        {"figure": "held after the first (MB)", "count": 1, "median": held[0]},
        {"figure": "held after the last (MB)", "count": 1, "median": held[-1]},
        {"figure": "growth", "count": len(timed), "median": held[-1] / held[0] - 1},
    ]


def _row(name: str, values: list[float]) -> Row:
    return {"figure": name, "count": len(values), "median": statistics.median(values)}
