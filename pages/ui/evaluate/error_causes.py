"""Whose fault a mistake is: the label's, the digit's or the model's."""

from functools import partial

import streamlit as st

from core.analysis.evaluation_sets import EvaluationSet
from core.analysis.triage import ErrorCause
from core.data import Dataset
from core.runs.run import Run
from pages.ui import cache
from pages.ui.evaluate.mistakes import open_among_mistakes, tile
from pages.ui.gallery import gallery

_WORDS = {
    ErrorCause.LABEL: (
        "The label is wrong",
        "Most of five people who were asked read another digit than the label says, or could not "
        "agree on any. Nothing is wrong with the model here.",
    ),
    ErrorCause.AMBIGUOUS: (
        "Ambiguous",
        "The model's answer was hardly more probable than the label, or the training digits that "
        "it finds most alike mostly have another label than its answer.",
    ),
    ErrorCause.MODEL: (
        "The model's mistake",
        "The model was sure, its neighbours agreed with it, and it was wrong.",
    ),
}


def error_causes(run: Run, dataset: Dataset, judged: EvaluationSet) -> None:
    """Show the mistakes under their causes."""
    found = cache.triage(run, dataset, judged)
    for verdict, (title, words) in _WORDS.items():
        places = [place for place, cause in found.items() if cause is verdict]
        st.subheader(f"{title}: {len(places)}")
        st.caption(words)
        if places:
            gallery(
                judged.images[places],
                [tile(place, judged) for place in places],
                label=title,
                key=f"verdict_{verdict.name.lower()}",
                on_click=partial(open_among_mistakes, cause=verdict),
            )
