"""What is being trained now, and the newest runs, each a link to more of it."""

import streamlit as st

from core.formats import percent
from core.runs.run import PRETRAINED, Run
from pages.ui import cache, navigation
from pages.ui.markdown import plain
from pages.ui.refresh import refreshed_every

_SHOWN = 3
_REFRESH_SECONDS = 2.0


def newest_runs() -> None:
    """Show what is at work, again and again while something is, and the newest models."""
    if cache.at_work():
        st.subheader("At work and newest runs")
        _live()
    else:
        st.subheader("Newest runs")
        _newest(_SHOWN)


@refreshed_every(_REFRESH_SECONDS)
def _live() -> None:
    working = cache.at_work()[:_SHOWN]
    with st.container(gap="xxsmall"):
        # Looked for here alone: a search that goes on has a trial that does.
        for search in cache.active_searches()[:1]:
            title = f"Search: {plain(search.title)}"
            navigation.link("search", title, ":material/manage_search:", search=search.id)
        for each in working:
            _link("train", each.run, each.words, ":material/bolt:")
    _newest(max(1, _SHOWN - len(working)))


def _newest(most: int) -> None:
    usable = [run for run in cache.single_runs(cache.store().runs()) if run.is_usable]
    with st.container(gap="xxsmall"):
        for run in usable[:most]:
            accuracy = "" if run.result is None else percent(run.result.test_accuracy)
            _link("evaluate", run, accuracy, ":material/fact_check:")


def _link(page: str, run: Run, told: str, icon: str) -> None:
    label = f"{plain(run.title)} · {told}" if told else plain(run.title)
    query = {} if page == "evaluate" and run.id == PRETRAINED else {"run": run.id}
    navigation.link(page, label, icon, **query)
