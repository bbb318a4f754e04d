"""Which digits a run is judged on: test, corrected, validation, or the user's own drawings."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.analysis.evaluation import Evaluation, evaluate
from core.data import Dataset
from core.data.drawings import Drawn
from core.data.label_errors import corrections, is_mnist
from core.errors import DigitLabError
from core.inference import Classifier
from core.runs.run import Run
from core.runs.split import split_indices

SetName = Literal["test", "corrected", "validation", "drawings"]

TITLES: dict[SetName, str] = {
    "test": "Test digits",
    "corrected": "Test digits, labels corrected",
    "validation": "Validation digits",
    "drawings": "Your drawings",
}


@dataclass(frozen=True, eq=False)
class EvaluationSet:
    """Digits (n, 28, 28) uint8, their `numbers` (n,) int64 in the split, and the evaluation.

    Numbers ascend; those of drawings have gaps where one was removed.
    """

    split: Literal["test", "training", "drawings"]
    images: NDArray[np.uint8]
    numbers: NDArray[np.int64]
    evaluation: Evaluation


def available_sets(run: Run, dataset: Dataset, drawn: Drawn | None = None) -> tuple[SetName, ...]:
    """Return what the run can be judged on.

    Corrected labels are known of MNIST alone; a run has validation digits only among the digits
    that it was trained on; drawings are there once one was kept.
    """
    possible: list[SetName] = ["test"]
    if is_mnist(dataset):
        possible.append("corrected")
    if run.info.fingerprint == dataset.fingerprint:
        possible.append("validation")
    if drawn:
        possible.append("drawings")
    return tuple(possible)


def evaluate_on(
    run: Run, dataset: Dataset, which: SetName = "test", drawn: Drawn | None = None
) -> EvaluationSet:
    """Return the evaluation of `run` on the chosen digits; raise `DigitLabError` if impossible."""
    if which == "drawings":
        return _on_drawings(run, drawn)
    if which not in available_sets(run, dataset):
        raise DigitLabError(
            f"{run.id} cannot be judged on {which!r} digits of the {dataset.title}; "
            f"choose one of: {', '.join(available_sets(run, dataset))}."
        )
    if which == "validation":
        return _on_validation(run, dataset)
    evaluation = evaluate(run, dataset)
    everything = np.arange(len(dataset.test), dtype=np.int64)
    if which == "test":
        return EvaluationSet("test", dataset.test.images, everything, evaluation)
    known = corrections(dataset)
    corrected = Evaluation(known.labels[known.decided], evaluation.logits[known.decided])
    return EvaluationSet("test", dataset.test.images[known.decided], known.decided, corrected)


def _on_validation(run: Run, dataset: Dataset) -> EvaluationSet:
    numbers = split_indices(dataset.train.labels, run.info.config).validation
    images, labels = dataset.train.images[numbers], dataset.train.labels[numbers]
    return EvaluationSet(
        "training", images, numbers, Evaluation(labels, Classifier(run)(images).logits)
    )


def _on_drawings(run: Run, drawn: Drawn | None) -> EvaluationSet:
    if not drawn:
        raise DigitLabError(
            "There are no drawings to judge on; draw some on the Predict page and say which "
            "digits you meant."
        )
    numbers = np.array([kept.number for kept in drawn.kept], np.int64)
    images, labels = drawn.digits.images, drawn.digits.labels
    return EvaluationSet(
        "drawings", images, numbers, Evaluation(labels, Classifier(run)(images).logits)
    )
