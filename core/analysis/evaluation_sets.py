"""Which digits a run is evaluated on: test, corrected, validation, or the user's own drawings."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.analysis.evaluation import Evaluation, evaluate, logits_of
from core.analysis.progress import Progress, untold
from core.data import Dataset
from core.data.drawings import Drawn
from core.data.label_errors import corrections, is_mnist
from core.errors import DigitLabError
from core.inference import Classifier
from core.runs.lesson import read_lesson
from core.runs.run import Run
from core.runs.split import split_indices

SetName = Literal["test", "corrected", "validation", "drawings"]

TITLES: dict[SetName, str] = {
    "test": "Test digits",
    "corrected": "Test digits, labels corrected",
    "validation": "Validation digits",
    "drawings": "My drawings",
}


@dataclass(frozen=True, eq=False)
class EvaluationSet:
    """Digits (n, 28, 28) uint8, their `indices` (n,) int64 in the split, and the evaluation.

    Indices ascend; those of drawings have gaps where one was removed, or learned from.
    """

    split: Literal["test", "training", "drawings"]
    images: NDArray[np.uint8]
    indices: NDArray[np.int64]
    evaluation: Evaluation


def available_sets(run: Run, dataset: Dataset, drawn: Drawn | None = None) -> tuple[SetName, ...]:
    """Return what the run can be evaluated on.

    Corrected labels are known of MNIST alone; a run has validation digits only among the digits
    that it was trained on; drawings are there once one was saved.
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
    run: Run,
    dataset: Dataset,
    set_name: SetName = "test",
    drawn: Drawn | None = None,
    progress: Progress = untold,
) -> EvaluationSet:
    """Return the evaluation of `run` on the chosen digits; raise `DigitLabError` if impossible."""
    if set_name == "drawings":
        return _on_drawings(run, drawn, progress)
    if set_name not in available_sets(run, dataset):
        raise DigitLabError(
            f"{run.id} cannot be evaluated on {set_name!r} digits of the {dataset.title}; "
            f"choose one of: {', '.join(available_sets(run, dataset))}."
        )
    if set_name == "validation":
        return _on_validation(run, dataset, progress)
    evaluation = evaluate(run, dataset, progress)
    all_indices = np.arange(len(dataset.test), dtype=np.int64)
    if set_name == "test":
        return EvaluationSet("test", dataset.test.images, all_indices, evaluation)
    known = corrections(dataset)
    corrected = Evaluation(known.labels[known.decided], evaluation.logits[known.decided])
    return EvaluationSet("test", dataset.test.images[known.decided], known.decided, corrected)


def _on_validation(run: Run, dataset: Dataset, progress: Progress) -> EvaluationSet:
    indices = split_indices(dataset.train.labels, run.info.config).validation
    images, labels = dataset.train.images[indices], dataset.train.labels[indices]
    logits = logits_of(images, Classifier(run), progress)
    return EvaluationSet("training", images, indices, Evaluation(labels, logits))


def _on_drawings(run: Run, drawn: Drawn | None, progress: Progress) -> EvaluationSet:
    if not drawn:
        raise DigitLabError(
            "There are no drawings to evaluate on; draw some on the Predict page and say which "
            "digits you meant."
        )
    lesson = read_lesson(run)
    learned = frozenset[str]() if lesson is None else lesson.digests
    rows = [row for row, drawing in enumerate(drawn.kept) if drawing.digest not in learned]
    if not rows:
        raise DigitLabError(
            f"{run.id} has learned from all {len(drawn)} drawings, which therefore say nothing of "
            "how well it reads others; save some new ones on the Predict page."
        )
    indices = np.array([drawn.kept[row].number for row in rows], np.int64)
    images, labels = drawn.digits.images[rows], drawn.digits.labels[rows]
    logits = logits_of(images, Classifier(run), progress)
    return EvaluationSet("drawings", images, indices, Evaluation(labels, logits))
