"""Which digits a run is judged on: test, test with corrected labels, or validation."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.analysis.evaluation import Evaluation, evaluate
from core.data import Dataset
from core.data.label_errors import corrections, is_mnist
from core.errors import DigitLabError
from core.inference import Classifier
from core.training.runs import Run
from core.training.split import split_indices

Which = Literal["test", "corrected", "validation"]

TITLES: dict[Which, str] = {
    "test": "Test digits",
    "corrected": "Test digits, labels corrected",
    "validation": "Validation digits",
}


@dataclass(frozen=True, eq=False)
class Judged:
    """Digits (n, 28, 28) uint8, their `numbers` (n,) int64 in the split, and the evaluation."""

    split: Literal["test", "training"]
    images: NDArray[np.uint8]
    numbers: NDArray[np.int64]
    evaluation: Evaluation


def choices(run: Run, dataset: Dataset) -> tuple[Which, ...]:
    """Return what the run can be judged on.

    Corrected labels are known of MNIST alone; a run has validation digits only among the digits
    that it was trained on.
    """
    possible: list[Which] = ["test"]
    if is_mnist(dataset):
        possible.append("corrected")
    if run.info.fingerprint == dataset.fingerprint:
        possible.append("validation")
    return tuple(possible)


def judge(run: Run, dataset: Dataset, which: Which = "test") -> Judged:
    """Return the evaluation of `run` on the chosen digits; raise `DigitLabError` if impossible."""
    if which not in choices(run, dataset):
        raise DigitLabError(
            f"{run.id} cannot be judged on {which!r} digits of the {dataset.title}; "
            f"choose one of: {', '.join(choices(run, dataset))}."
        )
    if which == "validation":
        return _on_validation(run, dataset)
    evaluation = evaluate(run, dataset)
    everything = np.arange(len(dataset.test), dtype=np.int64)
    if which == "test":
        return Judged("test", dataset.test.images, everything, evaluation)
    known = corrections(dataset)
    corrected = Evaluation(known.labels[known.decided], evaluation.logits[known.decided])
    return Judged("test", dataset.test.images[known.decided], known.decided, corrected)


def _on_validation(run: Run, dataset: Dataset) -> Judged:
    numbers = split_indices(dataset.train.labels, run.info.config).validation
    images, labels = dataset.train.images[numbers], dataset.train.labels[numbers]
    return Judged("training", images, numbers, Evaluation(labels, Classifier(run)(images).logits))
