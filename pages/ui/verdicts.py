"""Whose fault a mistake is: the label's, the digit's or the model's."""

from functools import partial

import streamlit as st

from core.analysis.judged import Judged
from core.analysis.triage import Verdict
from core.data import Dataset
from core.training.runs import Run
from pages.ui import cache
from pages.ui.gallery import gallery
from pages.ui.mistakes import open_among_mistakes, tile

_WORDS = {
    Verdict.LABEL: (
        "The label is wrong",
        "Most of five people who were asked read another digit than the label says, or could not "
        "agree on any. Nothing is wrong with the model here.",
    ),
    Verdict.AMBIGUOUS: (
        "Ambiguous",
        "The model's answer was hardly more probable than the label, or the training digits that "
        "it finds most alike mostly have another label than its answer.",
    ),
    Verdict.MODEL: (
        "The model's mistake",
        "The model was sure, its neighbours agreed with it, and it was wrong.",
    ),
}


def verdicts(run: Run, dataset: Dataset, judged: Judged) -> None:
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
