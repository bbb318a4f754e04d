"""The mistakes by their cause: the label, the digit or the model."""

from functools import partial

import streamlit as st

from core.analysis.evaluation_context import EvaluationContext
from core.analysis.triage import ErrorCause
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


def error_causes(context: EvaluationContext) -> None:
    """Show the mistakes under their causes."""
    causes = cache.error_causes(context)
    for cause, (title, words) in _WORDS.items():
        rows = [row for row, its_cause in causes.items() if its_cause is cause]
        st.header(f"{title}: {len(rows)}")
        st.caption(words)
        if rows:
            gallery(
                context.evaluation_set.images[rows],
                [tile(row, context.evaluation_set) for row in rows],
                label=title,
                key=f"cause_{cause.name.lower()}",
                on_click=partial(open_among_mistakes, cause=cause),
            )
