"""Evaluate: from one number to the very digits behind it, and to its cause."""

import streamlit as st

from core.analysis import Evaluation
from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_sets import TITLES, available_sets
from core.data import CLASS_COUNT, Dataset
from core.data.drawings import Drawn
from core.formats import count, interval, percent
from core.runs.run import Run
from pages.ui import address, cache
from pages.ui.address_widgets import choice
from pages.ui.dataset_notice import dataset_notice
from pages.ui.errors import explained
from pages.ui.evaluate.calibration import calibration
from pages.ui.evaluate.compare import compare_with_run
from pages.ui.evaluate.error_causes import error_causes
from pages.ui.evaluate.evaluation_export import evaluation_export
from pages.ui.evaluate.label_issues import label_issues
from pages.ui.evaluate.mistakes import IN_ADDRESS, mistakes
from pages.ui.evaluate.per_class import per_class
from pages.ui.evaluate.robustness import robustness
from pages.ui.evaluate.training_dynamics import training_dynamics
from pages.ui.run_picker import pick_usable_run

SECTIONS = {
    "mistakes": "Mistakes",
    "causes": "Whose fault?",
    "classes": "Each digit",
    "calibration": "How sure it is",
    "robustness": "Robustness",
    "time": "Over time",
    "labels": "Doubtful labels",
    "compare": "Compare",
    "files": "Files",
}
_OF_A_SECTION = (*IN_ADDRESS, "digit", "with")
_NOT_OF_DRAWINGS = {
    "robustness": "This is about the test digits, not about your drawings.",
    "time": "This is about the validation digits, not about your drawings.",
    "labels": "This is about the training digits, not about your drawings.",
    "compare": "This is about the test digits, not about your drawings.",
    "causes": "Nobody but you said what your drawings are, so that no label of theirs is known to "
    "be wrong here: look at those with the model's mistakes.",
}


def render() -> None:
    """Lay out the page."""
    dataset = cache.dataset()
    st.title("Evaluate a model")
    st.markdown("What does a model get wrong, how do those digits look, and whose fault is it?")
    dataset_notice(dataset)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        run = pick_usable_run()
        context = _evaluated(run, dataset) if run is not None else None
    if context is None:
        return
    _headline(context)
    section = _section()
    if context.set_name == "drawings" and section in _NOT_OF_DRAWINGS:
        st.caption(_NOT_OF_DRAWINGS[section])
    match section:
        case "causes":
            error_causes(context)
        case "classes":
            _classes(context.evaluation)
        case "calibration":
            calibration(context.evaluation)
        case "robustness":
            robustness(context.run, dataset)
        case "time":
            training_dynamics(context.run, dataset)
        case "labels":
            label_issues(dataset)
        case "compare":
            compare_with_run(context.run, dataset)
        case "files":
            evaluation_export(context)
        case _:
            mistakes(context)


def _classes(evaluation: Evaluation) -> None:
    per_class(evaluation)
    support = evaluation.per_class.support
    if missing := [str(digit) for digit in range(CLASS_COUNT) if not support[digit]]:
        st.caption(
            f"No digits to evaluate on: {', '.join(missing)}. Their recall and F1 say nothing."
        )


def _section() -> str:
    sections = {section: section for section in SECTIONS}
    chosen = st.segmented_control(
        "What to look at",
        list(SECTIONS),
        format_func=lambda section: SECTIONS[section],
        required=True,
        **choice("section", sections, "mistakes", without=_OF_A_SECTION),
        label_visibility="collapsed",
    )
    return chosen or "mistakes"


def _evaluated(run: Run, dataset: Dataset) -> EvaluationContext:
    possible = available_sets(run, dataset, _drawn())
    asked = address.value("on")
    if asked is not None and asked not in possible:
        address.reject("on", "This model cannot be evaluated on these here; choose below.")
    set_name = st.selectbox(
        "Evaluated on",
        possible,
        format_func=lambda name: TITLES[name],
        # The number of a digit is one of other digits then.
        **choice("on", {name: name for name in possible}, possible[0], without=("digit",)),
        help="Test digits had no part in any choice. Fifteen of MNIST's test labels are wrong by "
        "the judgement of five people each: corrected, ten have another label and five, on which "
        "they did not agree, are left out. Validation digits chose the best epoch. Your "
        "drawings are those of which it was said on the Predict page which digit was meant.",
        width=280,
    )
    return EvaluationContext(run, dataset, set_name, cache.evaluation_set(run, dataset, set_name))


def _drawn() -> Drawn | None:
    with explained():  # without them there are still the other digits
        return cache.drawn()
    return None


def _headline(context: EvaluationContext) -> None:
    run, dataset, evaluation = context.run, context.dataset, context.evaluation
    if context.set_name == "drawings":
        st.caption(
            "What was drawn on the Predict page, with the digits that were meant. To correct or "
            "remove a drawing, click it below, then *Open on the Predict page*."
        )
    elif run.info.fingerprint != dataset.fingerprint:
        st.caption(
            f"Trained on {run.info.dataset_title}, evaluated here on the {dataset.title.lower()}."
        )
    with st.container(horizontal=True, gap="medium"):
        st.metric(
            "Accuracy",
            percent(evaluation.accuracy),
            help="The share of these digits that the model recognises. With so many digits the "
            f"true share lies between {interval(evaluation.accuracy_interval)} (95 % interval).",
            width="content",
        )
        st.metric(
            "95 % interval",
            interval(evaluation.accuracy_interval),
            help="Where the true share lies with 95 % certainty (Wilson's interval).",
            width="content",
        )
        st.metric(
            "Mistakes",
            f"{count(evaluation.errors)} of {count(len(evaluation.labels))}",
            help="Digits taken for another digit.",
            width="content",
        )
        st.metric(
            "Loss",
            f"{evaluation.loss:.4f}",
            help="Mean cross-entropy: how surprised the model is by the right answers. A model "
            "that is wrong and sure of it has a high loss.",
            width="content",
        )
        st.metric(
            "Calibration error",
            percent(evaluation.reliability.error),
            help="How far the probability told and the share of right answers lie apart, on "
            "average over all these digits.",
            width="content",
        )


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
