"""A run's curves for TensorBoard: what it reads back is what was recorded."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from core.config.train_config import TrainConfig
from core.export import events_zip, write_events
from core.files.json_files import append_line, write_lines
from core.runs.run import Run
from core.runs.snapshot import Snapshot, write_snapshot
from tests.core.export.made import made

STEPS = [
    {
        "step": step,
        "epoch": step / 20,
        "loss": 2.0 / step,
        "accuracy": 1 - 1 / step,
        "learning_rate": 0.01 / step,
        "images_per_second": 5000.0,
        "seconds": step / 10,
    }
    for step in (10, 20, 30, 40)
]
EPOCHS = [
    {
        "epoch": epoch,
        "loss": 1.0 / epoch,
        "accuracy": 0.8,
        "val_loss": 0.5 / epoch,
        "val_accuracy": 0.9,
        "seconds": 2.0 * epoch,
    }
    for epoch in (1.0, 1.5)
]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run that was stopped in its second epoch."""
    folder = tmp_path / "run"
    folder.mkdir()
    write_lines(folder / "steps.jsonl", STEPS)
    write_lines(folder / "epochs.jsonl", EPOCHS)
    return made(TrainConfig(), folder=folder)


def read(folder: Path) -> EventAccumulator:
    """What TensorBoard makes of a folder."""
    events = EventAccumulator(str(folder), size_guidance={"scalars": 0})
    events.Reload()
    return events


def curve(events: EventAccumulator, tag: str) -> list[tuple[int, float]]:
    return [(event.step, event.value) for event in events.Scalars(tag)]


def test_curves(run: Run, tmp_path: Path) -> None:
    """TensorBoard reads each curve back: by steps, and by epochs under shared names."""
    write_events(run, tmp_path / "events")
    train, validation = (read(tmp_path / "events" / name) for name in ("train", "validation"))

    by_step = ["batch_accuracy", "batch_loss", "images_per_second", "learning_rate"]
    by_epoch = ["epoch_accuracy", "epoch_loss"]
    assert sorted(by_step + by_epoch) == sorted(train.Tags()["scalars"])
    assert by_epoch == sorted(validation.Tags()["scalars"])
    assert curve(train, "batch_loss") == [
        (r["step"], pytest.approx(r["loss"], rel=1e-6)) for r in STEPS
    ]
    assert curve(train, "epoch_loss") == [(1, 1.0), (2, pytest.approx(2 / 3, rel=1e-6))]
    assert curve(validation, "epoch_loss") == [(1, 0.5), (2, pytest.approx(1 / 3, rel=1e-6))]


def test_times(run: Run, tmp_path: Path) -> None:
    """Points lie at the time they were recorded, so that TensorBoard's clock is the training's."""
    write_events(run, tmp_path / "events")
    start = run.info.created.timestamp()

    times = [
        event.wall_time - start for event in read(tmp_path / "events/train").Scalars("batch_loss")
    ]
    assert times == pytest.approx([1, 2, 3, 4])


def test_settings_and_weights(run: Run, tmp_path: Path) -> None:
    """The settings that matter are a table, the first layer's weights a picture."""
    rng = np.random.default_rng(0)
    weights = rng.standard_normal((16, 5, 5)).astype(np.float32)
    probabilities = np.full((2, 10), 0.1, np.float32)
    write_snapshot(
        run, Snapshot(np.arange(2), probabilities, weights, np.zeros((10, 10), np.int64))
    )
    write_events(run, tmp_path / "events")
    events = read(tmp_path / "events" / "train")

    (picture,) = events.Images("first_layer")
    assert (47 * 8, 11 * 8) == (picture.width, picture.height)
    (table,) = events.Tensors("settings/text_summary")
    (text,) = table.tensor_proto.string_val
    assert b"| learning_rate | 0.02 |" in text
    assert b"weight_decay" not in text


def test_written_again_replaces(run: Run, tmp_path: Path) -> None:
    """A second export takes the place of the first instead of doubling every point."""
    for _ in range(2):
        write_events(run, tmp_path / "events")
        append_line(run.folder / "steps.jsonl", STEPS[-1] | {"step": 50})

    assert 5 == len(read(tmp_path / "events/train").Scalars("batch_loss"))
    assert 2 == len([path for path in (tmp_path / "events").rglob("*") if path.is_file()])


def test_zip(run: Run, tmp_path: Path) -> None:
    """The ZIP unpacks to a folder named as the run, which TensorBoard reads; no path leads out."""
    with zipfile.ZipFile(io.BytesIO(events_zip(run))) as packed:
        names = packed.namelist()
        packed.extractall(tmp_path / "out")

    assert {f"{run.id}/train", f"{run.id}/validation"} == {n.rsplit("/", 1)[0] for n in names}
    assert 4 == len(read(tmp_path / "out" / run.id / "train").Scalars("batch_loss"))


STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=3),
    st.integers(),
    st.sampled_from([10**400, 1e200]),
    st.floats(),
    st.lists(st.none()),
)


@given(records=st.lists(st.dictionaries(st.sampled_from([*STEPS[0], *EPOCHS[0]]), STRANGE)))
@settings(max_examples=40)
def test_damaged_history(records: list[dict[str, Any]], tmp_path_factory) -> None:
    """Whatever stands in the history, an export is made and keeps what is sound."""
    folder = tmp_path_factory.mktemp("damaged")
    for name in ("steps.jsonl", "epochs.jsonl"):
        write_lines(folder / name, [*records, STEPS[0], EPOCHS[0]])
    write_events(made(TrainConfig(), folder=folder), folder / "events")

    losses = read(folder / "events" / "train").Scalars("batch_loss")
    assert (10, pytest.approx(0.2)) in [(event.step, event.value) for event in losses]


def test_run_without_history(tmp_path: Path) -> None:
    """A run that has not begun yields its settings and no curve."""
    write_events(made(TrainConfig(), folder=tmp_path), tmp_path / "events")

    assert [] == read(tmp_path / "events/train").Tags()["scalars"]


def test_no_tensorflow(run: Run) -> None:
    """Script, notebook and event files are made without TensorFlow, so a server may."""
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from core.export import events_zip, notebook, script\n"
        "from core.config.train_config import TrainConfig\n"
        "from tests.core.export.made import made\n"
        f"run = made(TrainConfig(), folder=Path({str(run.folder)!r}))\n"
        "assert events_zip(run) and notebook(run) and script(run)\n"
        "print(sorted({'tensorflow', 'keras', 'tensorboard'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert "[]\n" == done.stdout, done.stderr
