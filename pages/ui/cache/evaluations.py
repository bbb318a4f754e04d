"""What is computed about a run: its evaluation and everything behind it."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis import Evaluation
from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_sets import EvaluationSet, SetName, evaluate_on
from core.analysis.fine_tuning import FineTuningEffect
from core.analysis.fine_tuning import fine_tuning_effect as effect_of
from core.analysis.inspection import Inspection
from core.analysis.label_issues import LabelIssues, find_label_issues, out_of_sample_probabilities
from core.analysis.neighbours import Index
from core.analysis.progress import Progress
from core.analysis.robustness import Curve
from core.analysis.saliency import Attribution
from core.analysis.training_dynamics import TrainingDynamics, training_dynamics_of
from core.analysis.triage import ErrorCause
from core.config.train_config import TrainConfig
from core.data import Dataset
from core.files.versions import FileVersion, file_version
from core.runs.folder import RunFile
from core.runs.run import Run
from core.runs.split import split_indices
from pages.ui.cache.digits import drawn
from pages.ui.cache.progress import computed
from pages.ui.cache.versions import model_version


def evaluation(run: Run, digits: Dataset) -> Evaluation:
    """Return the evaluation of `run` on the test digits; the first call shows its progress."""
    return evaluation_set(run, digits, "test").evaluation


def evaluation_set(run: Run, digits: Dataset, set_name: SetName) -> EvaluationSet:
    """Return the evaluation of `run` on the chosen digits; the first call shows its progress."""
    drawings = drawn() if set_name == "drawings" else None
    seen = drawings.fingerprint if drawings else None
    return computed(
        "evaluation set",
        (run.id, model_version(run), digits.fingerprint, set_name, seen),
        lambda progress: evaluate_on(run, digits, set_name, drawings, progress),
        "Evaluating the run ...",
    )


def fine_tuning_effect(run: Run, digits: Dataset) -> FineTuningEffect:
    """Return what fine-tuning came to in `run`; the first call shows its progress."""
    return computed(
        "fine-tuning",
        (run.id, model_version(run), digits.fingerprint),
        lambda progress: effect_of(run, digits, progress),
        "Comparing before and after ...",
    )


def validation_indices(run: Run, digits: Dataset) -> NDArray[np.int64]:
    """Return the indices of the run's validation digits in the training split, ascending."""
    return _validation_indices(digits.fingerprint, run.info.config, digits)


@st.cache_resource(show_spinner=False, max_entries=24)
def _validation_indices(
    fingerprint: str, config: TrainConfig, _digits: Dataset
) -> NDArray[np.int64]:
    return split_indices(_digits.train.labels, config).validation


def training_dynamics(run: Run, digits: Dataset) -> TrainingDynamics | None:
    """Return how the run learned the validation digits, None where it is not known."""
    changed = file_version(run.folder / RunFile.VALIDATION_PREDICTIONS)
    return _training_dynamics(run.id, changed, digits.fingerprint, run, digits)


@st.cache_resource(show_spinner=False, max_entries=8)
def _training_dynamics(
    run_id: str, changed: FileVersion, fingerprint: str, _run: Run, _digits: Dataset
) -> TrainingDynamics | None:
    return training_dynamics_of(_run, _digits)


def inspection(run: Run, digits: Dataset) -> Inspection:
    """Return the run's model and the digits that it can be asked about, loaded once."""
    return _inspection(run.id, model_version(run), digits.fingerprint, run, digits)


@st.cache_resource(show_spinner=False, max_entries=8)
def _inspection(
    run_id: str, changed: int, fingerprint: str, _run: Run, _digits: Dataset
) -> Inspection:
    return Inspection(_run, _digits)


def neighbour_index(run: Run, digits: Dataset) -> Index:
    """Return the index of the training digits; the first call for a run shows its progress."""
    its_model = inspection(run, digits)
    return computed(
        "neighbours", (its_model,), its_model.neighbour_index, "Looking at all training digits ..."
    )


def attribution(run: Run, digits: Dataset, image: NDArray[np.uint8], target: int) -> Attribution:
    """Return what each pixel contributes to a class; the first call shows its progress."""
    its_model = inspection(run, digits)
    return computed(
        "attribution",
        (its_model, image.tobytes(), target),
        lambda progress: its_model.attribution(image, target, progress),
        "Asking the model about many changed copies ...",
    )


def robustness(run: Run, digits: Dataset) -> tuple[Curve, ...]:
    """Return the run's robustness curves; the first call shows its progress."""
    its_model = inspection(run, digits)
    return computed(
        "robustness", (its_model,), its_model.robustness, "Distorting 2,000 test digits ..."
    )


def label_issues(folds: tuple[Run, ...], digits: Dataset) -> LabelIssues:
    """Return the label issues by the runs of a cross-validation, computed once."""
    runs = tuple((run.id, model_version(run)) for run in folds)

    def find(progress: Progress) -> LabelIssues:
        return find_label_issues(
            out_of_sample_probabilities(folds, digits, progress), digits.train.labels
        )

    key = (digits.fingerprint, *runs)
    words = "Asking each network about the digits held back from it ..."
    return computed("label issues", key, find, words)


def error_causes(context: EvaluationContext) -> dict[int, ErrorCause]:
    """Return the cause of each mistake by its row; the first call shows its progress."""
    evaluation_set = context.evaluation_set
    its_model = inspection(context.run, context.dataset)
    index = neighbour_index(context.run, context.dataset)
    return computed(
        "error causes",
        (its_model, evaluation_set),
        lambda progress: its_model.triage(evaluation_set, index, progress),
        "Looking for the cause of each mistake ...",
    )
