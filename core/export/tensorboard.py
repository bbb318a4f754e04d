"""A run's curves as event files for TensorBoard.

They are laid out as Keras' own callback does it: folders `train` and `validation`, whose curves
by epoch have the same names and so share their charts. Written without TensorFlow.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from core.config.active_settings import active_settings
from core.figures.montage import weights_picture
from core.files.json_files import number
from core.runs.run import Run
from core.runs.snapshot import read_snapshot

_FILE = "events.out.tfevents.digitlab"
_BY_STEP = {
    "loss": "batch_loss",
    "accuracy": "batch_accuracy",
    "learning_rate": "learning_rate",
    "images_per_second": "images_per_second",
}
_BY_EPOCH = {
    "train": {"loss": "epoch_loss", "accuracy": "epoch_accuracy"},
    "validation": {"val_loss": "epoch_loss", "val_accuracy": "epoch_accuracy"},
}
_MOST_STEPS = 2**53
_ENLARGED = 8  # a weight is drawn as so many pixels a side

Row = tuple[float, int, Any]
"""Seconds since 1970, step, and a `Summary` of TensorBoard."""


def write_events(run: Run, folder: Path) -> None:
    """Write what is on record of `run` to `folder`, replacing what this wrote there before."""
    epochs = run.epochs()
    training = [
        *_scalars(run, run.steps(), "step", _BY_STEP),
        *_scalars(run, epochs, "epoch", _BY_EPOCH["train"]),
        *_settings(run),
        *_weights(run),
    ]
    _write(folder / "train", run, training)
    _write(folder / "validation", run, _scalars(run, epochs, "epoch", _BY_EPOCH["validation"]))


def events_zip(run: Run) -> bytes:
    """Return a ZIP file of what `write_events` writes, in a folder named as the run."""
    packed = io.BytesIO()
    with TemporaryDirectory() as name, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        folder = Path(name)
        write_events(run, folder)
        for path in sorted(folder.rglob(f"*{_FILE}")):
            file.write(path, Path(run.id) / path.relative_to(folder))
    return packed.getvalue()


def _write(folder: Path, run: Run, rows: Iterable[Row]) -> None:
    # Not its SummaryWriter: that starts a thread, and names its files after this computer.
    from tensorboardX.proto.event_pb2 import Event
    from tensorboardX.record_writer import RecordWriter

    folder.mkdir(parents=True, exist_ok=True)
    # Absolute: it takes "s3:" at the beginning for a place elsewhere.
    writer = RecordWriter(str((folder / _FILE).absolute()))
    start = run.info.created.timestamp()
    writer.write(Event(wall_time=start, file_version="brain.Event:2").SerializeToString())
    for wall_time, step, summary in rows:
        writer.write(Event(wall_time=wall_time, step=step, summary=summary).SerializeToString())
    writer.close()


def _scalars(
    run: Run, records: Iterable[Mapping[str, Any]], axis: str, names: Mapping[str, str]
) -> Iterable[Row]:
    """Yield an event for each record; what is no finite number is left out."""
    from tensorboardX.proto.summary_pb2 import Summary

    start = run.info.created.timestamp()
    for record in records:
        place = number(record, axis)
        if place is None or not 0 <= place < _MOST_STEPS:
            continue
        values = [
            Summary.Value(tag=tag, simple_value=value)
            for name, tag in names.items()
            if (value := number(record, name)) is not None
        ]
        # An epoch that was cut short counts as one.
        yield start + (number(record, "seconds") or 0.0), ceil(place), Summary(value=values)


def _settings(run: Run) -> Iterable[Row]:
    from tensorboardX.summary import text

    matter = active_settings(run.info.config)
    settings = run.info.config.to_dict().items()
    rows = [f"| {name} | {value} |" for name, value in settings if name in matter]
    table = "\n".join(["| setting | value |", "| --- | --- |", *rows])
    yield run.info.created.timestamp(), 0, text("settings", table)


def _weights(run: Run) -> Iterable[Row]:
    from tensorboardX.summary import image

    snapshot = read_snapshot(run)
    if snapshot is None or not snapshot.weights.size:
        return
    picture = weights_picture(snapshot.weights).repeat(_ENLARGED, 0).repeat(_ENLARGED, 1)
    shown = image("first_layer", np.asarray(picture), dataformats="HWC")
    yield run.info.created.timestamp(), 0, shown
