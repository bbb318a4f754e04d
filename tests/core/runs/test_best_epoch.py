"""Which epoch is the best one, by accuracy, by loss or as the last."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.choices import MONITORS
from core.config.train_config import TrainConfig
from core.data import load_named
from core.runs.best_epoch import MODES, best_accuracy, best_epoch, score, watched
from core.runs.store import RunStore
from core.training.worker import train_run

Epochs = list[tuple[float, float]]
figures = st.floats(0, 1) | st.sampled_from([0.5, math.nan, math.inf])


def records(epochs: Epochs) -> list[dict[str, Any]]:
    return [{"val_accuracy": accuracy, "val_loss": loss} for accuracy, loss in epochs]


@pytest.mark.parametrize(
    ("epochs", "by_accuracy", "by_loss", "last"),
    [
        ([], 0, 0, 0),
        ([(0.5, 1.0), (0.9, 0.2), (0.8, 0.3)], 2, 2, 3),
        ([(0.5, 1.0), (0.9, 0.3), (0.8, 0.2)], 2, 3, 3),
        ([(0.9, 0.3), (0.9, 0.2), (0.9, 0.2)], 2, 2, 3),
        ([(0.8, 0.2), (0.9, 0.2)], 2, 2, 2),
        ([(0.1, 2.3), (0.1, math.nan)], 1, 1, 1),
        ([(0.1, math.nan), (0.1, 2.3)], 2, 2, 2),
        ([(0.5, math.inf), (0.1, 2.3)], 2, 2, 2),
        ([(0.5, math.nan)], 0, 0, 0),
    ],
)
def test_best_epoch(epochs: Epochs, by_accuracy: int, by_loss: int, last: int) -> None:
    """One figure decides, of equals the other one, then the earlier; never one that diverged."""
    assert by_accuracy == best_epoch(records(epochs), "accuracy")
    assert by_loss == best_epoch(records(epochs), "loss")
    assert last == best_epoch(records(epochs), "last")


@pytest.mark.parametrize("monitor", MODES)
@given(epochs=st.lists(st.tuples(figures, figures), max_size=8))
def test_no_epoch_is_better(epochs: Epochs, monitor: str) -> None:
    """Whatever the history, none has a higher accuracy, or lower loss, than the best."""
    finite = [each for each in epochs if all(map(math.isfinite, each))]
    found = best_epoch(records(epochs), monitor)

    assert bool(finite) == bool(found)
    if found:
        accuracy, loss = epochs[found - 1]
        best = max(a for a, _ in finite) if monitor == "accuracy" else min(x for _, x in finite)
        assert best == (accuracy if monitor == "accuracy" else loss)
        assert accuracy == best_accuracy(records(epochs), monitor)


@pytest.mark.parametrize("monitor", MONITORS)
@pytest.mark.parametrize("record", [{}, {"val_accuracy": "0.9", "val_loss": 0.1}, {"val_loss": 1}])
def test_damaged_records(record: dict[str, Any], monitor: str) -> None:
    """What is no epoch's record is never the best."""
    assert score(record, monitor, 1) is None
    assert 2 == best_epoch([record, *records([(0.1, 2.0)])], monitor)
    assert best_accuracy([record], monitor) is None


@pytest.mark.parametrize("monitor", MONITORS)
def test_the_best_weights_are_kept(monitor: str, tmp_path: Path) -> None:
    """A training's model is that of its best epoch: it answers as that epoch's record says."""
    config = TrainConfig(
        architecture="dense",
        epochs=12,
        learning_rate=0.3,  # so high that the epochs go up and down
        schedule="constant",
        optimizer="sgd",
        batch_size=16,
        monitor=monitor,
    )
    store = RunStore(tmp_path / "runs", shipped=tmp_path / "none")
    run = train_run(store.create(config, load_named("offline")))
    epochs = run.epochs()
    kept = json.loads((run.folder / "result.json").read_text())

    figures = [record[f"val_{watched(monitor)}"] for record in epochs]
    expected = epochs[kept["best_epoch"] - 1]
    wanted = {"accuracy": max, "loss": min, "last": lambda found: found[-1]}[monitor](figures)
    assert wanted == expected[f"val_{watched(monitor)}"]
    assert figures != sorted(figures)  # up and down, so that keeping the last would be seen
    assert figures != sorted(figures, reverse=True)
    assert expected["val_accuracy"] == pytest.approx(kept["validation_accuracy"])
    assert expected["val_loss"] == pytest.approx(kept["validation_loss"], rel=0.01)
