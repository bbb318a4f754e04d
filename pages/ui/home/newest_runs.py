"""What is being trained now, and the newest runs, each a link to more of it."""

import streamlit as st

from core.formats import percent
from core.runs.run import PRETRAINED, Run
from pages.ui import cache, navigation
from pages.ui.markdown import plain

_SHOWN = 3


def newest_runs() -> None:
    """Show what is at work and the newest runs that have a model, at first the shipped one."""
    working = cache.at_work()[:_SHOWN]
    usable = [run for run in cache.store().runs() if run.is_usable]
    st.markdown("**At work and newest runs**" if working else "**Newest runs**")
    with st.container(gap="xxsmall"):
        for each in working:
            _link("train", each.run, each.words, ":material/bolt:")
        for run in usable[: _SHOWN - len(working)]:
            accuracy = "" if run.result is None else percent(run.result.test_accuracy)
            _link("evaluate", run, accuracy, ":material/fact_check:")


def _link(page: str, run: Run, told: str, icon: str) -> None:
    label = f"{plain(run.title)} · {told}" if told else plain(run.title)
    query = {} if page == "evaluate" and run.id == PRETRAINED else {"run": run.id}
    navigation.link(page, label, icon, **query)
