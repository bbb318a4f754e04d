"""What a process that died in mid-training leaves behind."""

import keras

from core.files.arrays import write_arrays
from core.files.json_files import append_line
from core.runs.owner import Owner
from core.runs.run import Run, read_run
from core.runs.status import State, Status
from core.runs.store import RunStore


def abandon(
    store: RunStore, trained: Run, dead_owner: Owner, run_id: str = "20260101-000000-abandoned"
) -> Run:
    """Return a run like `trained`, in `store`, whose owner died in epoch 2 of its training."""
    folder = store.root / run_id
    folder.mkdir(parents=True)
    (folder / "run.json").write_bytes((trained.folder / "run.json").read_bytes())
    weights = keras.models.load_model(trained.keras_path).get_weights()
    write_arrays(folder / "best.npz", weights)
    append_line(folder / "epochs.jsonl", trained.epochs()[0])
    append_line(folder / "steps.jsonl", {"step": 13, "epoch": 1.2})
    dead = Status(State.TRAINING, dead_owner, total_steps=22, steps_per_epoch=11)
    Run(folder.name, folder, trained.info, dead, None).write_status(dead)
    return read_run(folder)
