"""Which epoch of a training is the best one: that whose weights are kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.files.json_files import number

MODES = {"accuracy": "max", "loss": "min"}
"""Which way each figure gets better, in Keras' words."""


def watched(monitor: str) -> str:
    """Return the figure that early stopping watches: the last epoch is no figure."""
    return monitor if monitor in MODES else "loss"


def score(record: Mapping[str, Any], monitor: str, epoch: int) -> tuple[float, float] | None:
    """Return what is larger the better an epoch is; None for one that diverged or is damaged.

    monitor: "accuracy" compares by validation accuracy, then by validation loss; "loss" the other
    way round; "last" by the number of the `epoch`.
    """
    accuracy, loss = number(record, "val_accuracy"), number(record, "val_loss")
    if accuracy is None or loss is None:
        return None
    if monitor == "last":
        return float(epoch), 0.0
    return (-loss, accuracy) if monitor == "loss" else (accuracy, -loss)


def best_epoch(records: Sequence[Mapping[str, Any]], monitor: str) -> int:
    """Return the number of the best of all epochs, the first if several are; 0 without any."""
    scores = [
        (value, -epoch)
        for epoch, record in enumerate(records, start=1)
        if (value := score(record, monitor, epoch)) is not None
    ]
    return -max(scores)[1] if scores else 0


def best_accuracy(records: Sequence[Mapping[str, Any]], monitor: str) -> float | None:
    """Return the validation accuracy, a share of 0..1, of the best epoch; None without any."""
    epoch = best_epoch(records, monitor)
    return number(records[epoch - 1], "val_accuracy") if epoch else None
