"""Whether one run is better than others by more than chance: the verdict of the Evaluate page."""

from collections.abc import Sequence

import streamlit as st

from core import glossary
from core.analysis.ranking import rank
from core.formats import percent
from core.runs.run import Run
from pages.ui import cache
from pages.ui.markdown import plain


def run_verdict(runs: Sequence[Run], titles: Sequence[str]) -> None:
    """Show McNemar's verdict on two runs, or on each of several against the best one.

    The first time it evaluates the runs on the test digits, which shows its progress.
    """
    usable = [(run, plain(t)) for run, t in zip(runs, titles, strict=True) if run.is_usable]
    if left_out := [plain(t) for run, t in zip(runs, titles, strict=True) if not run.is_usable]:
        st.caption(f"Without a model to evaluate: {', '.join(left_out)}.")
    if len(usable) < 2:
        return
    dataset = cache.dataset()
    evaluations = [cache.evaluation(run, dataset) for run, _ in usable]
    ranking = rank(evaluations)
    names = [f"**{title}**" for _, title in usable]
    said = ranking.verdicts(names)
    if len(said) > 1:
        score = percent(evaluations[ranking.best].accuracy)
        st.markdown(f"{names[ranking.best]} recognises most test digits, {score}.")
        st.markdown("\n".join(f"* {names[place]}: {text}" for place, text in said.items()))
    else:
        st.markdown("".join(said.values()))
    st.caption(_explained(len(said)), help=glossary.help_text("McNemar's test"))


def _explained(comparisons: int) -> str:
    if comparisons == 1:
        return "By McNemar's test on all test digits, as on the page Evaluate."
    return (
        "Each against the best, by McNemar's test on all test digits. Each stands for itself: of "
        "twenty such comparisons one finds a difference where there is none."
    )
