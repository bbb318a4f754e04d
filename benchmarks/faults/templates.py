"""What is damaged and killed: a real run, one that died half-way, a search, drawings; all small."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.app import PROJECT
from core.config.presets import PRESETS
from core.config.train_config import TrainConfig
from core.data.drawings import Drawings
from core.data.offline import offline_digits
from core.files.json_files import write_json
from core.runs.folder import RunFile
from core.runs.requests import record_change
from core.runs.run import Run, read_run
from core.runs.status import State
from core.search.ranges import Between
from core.search.records import create_search
from core.search.trials import Progress, SearchState, Trial, TrialState

TINY = TrainConfig(architecture="dense", hidden_layers=0, epochs=2, train_fraction=0.05)
NO_CLUSTER = {"DASK_SCHEDULER_ADDRESS": "tcp://127.0.0.1:1"}
"""Jobs go nowhere: what is looked at stays as it is."""

_DRAWN = 3


@dataclass(frozen=True)
class Templates:
    """Folders to copy: runs, searches, and one with drawings."""

    runs: tuple[Path, ...]
    searches: tuple[Path, ...]
    drawings: Path


def make_templates(folder: Path) -> Templates:
    """Train one tiny run on the offline digits in a process of its own; make the rest of it."""
    folder.mkdir(parents=True)
    run = _trained(folder / "runs")
    _annotate(run)
    return Templates(
        (run.folder, _abandoned(run)),
        (_search(folder / "runs", run),),
        _drawings(folder / "drawings"),
    )


def offline(runs_dir: Path, **others: str) -> dict[str, str]:
    """Return this process's environment with the offline digits and runs in `runs_dir`."""
    kept = {name: value for name, value in os.environ.items() if name != "DIGITS_DATA_DIR"}
    return {
        **kept,
        "DIGITS_OFFLINE": "1",
        "DIGITS_RUNS_DIR": str(runs_dir),
        "DIGITS_DRAWINGS_DIR": str(runs_dir.parent / "drawings"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        **others,
    }


def train_command(config: TrainConfig = TINY) -> list[str]:
    """Return the command line of a training whose settings differ from the preset's."""
    changed = {
        name: value
        for name, value in config.to_dict().items()
        if value != getattr(PRESETS["fast"].config, name)
    }
    options = [f"--{name.replace('_', '-')}={value}" for name, value in changed.items()]
    return [sys.executable, "-m", "core", "train", *options]


def _trained(runs_dir: Path) -> Run:
    environment = offline(runs_dir)
    subprocess.run(
        train_command(), cwd=PROJECT, env=environment, check=True, capture_output=True, timeout=300
    )
    (folder,) = (path.parent for path in runs_dir.glob(f"*/{RunFile.RUN}"))
    return read_run(folder)


def _annotate(run: Run) -> None:
    run.annotate(name="a name", note="a note", starred=True)
    record_change(run, 1, learning_rate=0.002)
    (run.folder / RunFile.LEARNING_RATE_REQUEST).write_text("0.002", encoding="utf-8")
    analysis = run.folder / RunFile.ANALYSIS
    analysis.mkdir(exist_ok=True)
    np.savez_compressed(analysis / "robustness-0-0.npz", accuracies=np.zeros(3))


def _abandoned(run: Run) -> Path:
    """Return a run like `run` whose process has died in its last epoch, with its weights."""
    folder = run.folder.with_name(f"{run.id}-died")
    ends = (RunFile.RESULT, RunFile.LITERT_MODEL, RunFile.KERAS_MODEL, RunFile.PREDICTIONS)
    shutil.copytree(run.folder, folder, ignore=shutil.ignore_patterns(*ends))
    shutil.copy(folder / RunFile.CHECKPOINT, folder / RunFile.BEST_WEIGHTS)
    (folder / RunFile.STOP_REQUEST).write_text("server", encoding="utf-8")
    status = json.loads((folder / RunFile.STATUS).read_text(encoding="utf-8"))
    write_json(folder / RunFile.STATUS, status | {"state": State.TRAINING, "owner": _dead()})
    return folder


def _dead() -> Mapping[str, object]:
    """Return the owner of a process that has ended, as the product itself writes it."""
    code = (
        "import json; from dataclasses import asdict; from core.runs.owner import Owner; "
        "print(json.dumps(asdict(Owner.this_process())))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    owner: dict[str, object] = json.loads(said.stdout)
    return owner


def _search(runs_dir: Path, run: Run) -> Path:
    ranges = {"learning_rate": Between(0.001, 0.1)}
    search = create_search(runs_dir, offline_digits(), replace(TINY, seed=1), ranges, 2)
    trial = Trial(0, {"learning_rate": 0.01}, TrialState.COMPLETED, run.id, (0.5, 0.6), 2.0)
    second = replace(trial, number=1, settings={"learning_rate": 0.05}, accuracies=(0.4, 0.7))
    search.write_progress(Progress(SearchState.FINISHED, "", (trial, second)))
    return search.folder


def _drawings(folder: Path) -> Path:
    images = offline_digits().test.images[:_DRAWN]
    Drawings(folder).keep(images, offline_digits().test.labels[:_DRAWN].tolist())
    return folder
