"""Evaluate: from one number to the very digits behind it, and to its cause."""

import streamlit as st

from core import glossary
from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_sets import TITLES, available_sets
from core.data import Dataset
from core.data.drawings import Drawn
from core.runs.run import Run
from pages.ui import address, cache, navigation
from pages.ui.address.widgets import choice
from pages.ui.dataset_notice import dataset_notice
from pages.ui.errors import explained
from pages.ui.evaluate.calibration import calibration
from pages.ui.evaluate.compare import compare_with_run
from pages.ui.evaluate.error_causes import error_causes
from pages.ui.evaluate.evaluation_export import evaluation_export
from pages.ui.evaluate.headline import headline
from pages.ui.evaluate.mistakes import IN_ADDRESS, mistakes
from pages.ui.evaluate.per_class import per_class
from pages.ui.evaluate.robustness import robustness
from pages.ui.evaluate.training_dynamics import training_dynamics
from pages.ui.run_picker import pick_usable_run

SECTIONS = {
    "mistakes": "Mistakes",
    "causes": "Error causes",
    "classes": "Per class",
    "calibration": "Calibration",
    "robustness": "Robustness",
    "time": "Training dynamics",
    "compare": "Compare",
    "files": "Export",
}
_OF_A_SECTION = (*IN_ADDRESS, "digit", "with")
_NOT_OF_DRAWINGS = {
    "robustness": "This is about the test digits, not about your drawings.",
    "time": "This is about the validation digits, not about your drawings.",
    "compare": "This is about the test digits, not about your drawings.",
    "causes": "Nobody but you said what your drawings are, so that no label of theirs is known to "
    "be wrong here: look at those with the model's mistakes.",
}


def render() -> None:
    """Lay out the page."""
    if address.value("section") == "labels":  # where they were before Explore had them
        navigation.go("explore", view="labels")
    dataset = cache.dataset()
    st.title("Evaluate a model")
    dataset_notice(dataset)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="evaluated"):
        run = pick_usable_run(width=260)
        context = _evaluated(run, dataset) if run is not None else None
        if context is not None:
            headline(context.evaluation)
    if context is None:
        return
    _say_which_digits(context)
    section = _section()
    if context.set_name == "drawings" and section in _NOT_OF_DRAWINGS:
        st.caption(_NOT_OF_DRAWINGS[section])
    match section:
        case "causes":
            error_causes(context)
        case "classes":
            per_class(context.evaluation)
        case "calibration":
            calibration(context)
        case "robustness":
            robustness(context.run, dataset)
        case "time":
            training_dynamics(context.run, dataset)
        case "compare":
            compare_with_run(context.run, dataset)
        case "files":
            evaluation_export(context)
        case _:
            mistakes(context)


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
        "Dataset",
        possible,
        format_func=lambda name: TITLES[name],
        # The number of a digit is one of other digits then.
        **choice("on", {name: name for name in possible}, possible[0], without=("digit",)),
        help=glossary.help_text(
            "Dataset",
            "Fifteen of MNIST's test labels are wrong by the judgement of five people each: "
            "corrected, ten have another label and five, on which they did not agree, are left "
            "out. My drawings are those of which it was said on the Predict page which digit "
            "was meant.",
        ),
        width=215,
    )
    return EvaluationContext(run, dataset, set_name, cache.evaluation_set(run, dataset, set_name))


def _drawn() -> Drawn | None:
    with explained():  # without them there are still the other digits
        return cache.drawn()
    return None


def _say_which_digits(context: EvaluationContext) -> None:
    run, dataset = context.run, context.dataset
    if context.set_name == "drawings":
        st.caption(
            "What was drawn on the Predict page, with the digits that were meant. To correct or "
            "remove a drawing, click it below, then *Open on the Predict page*."
        )
    elif run.info.fingerprint != dataset.fingerprint:
        st.caption(
            f"Trained on {run.info.dataset_title}, evaluated here on the {dataset.title.lower()}."
        )


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
