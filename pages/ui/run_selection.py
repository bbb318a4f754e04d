"""Which runs are ticked on the page of runs: kept in the address, so that it can be linked."""

from collections.abc import Iterable

import streamlit as st

from core.figures.learning_curves import MAX_RUNS
from core.runs.summary import RunSummary
from pages.ui import address
from pages.ui.markdown import plain

_QUERY = "runs"
_REMEMBERED = "ticked_runs"  # also for who comes back from another page
_LONGEST = 80 * MAX_RUNS  # of an address that could be one of ours


def ticked() -> list[str]:
    """Return the ids that are ticked, not looked up yet: at most `MAX_RUNS`."""
    given = address.value(_QUERY)
    if given is None and not address.went_back():
        return list(st.session_state.get(_REMEMBERED, ()))
    ids = (given or "")[:_LONGEST].split(",")
    return list(dict.fromkeys(filter(None, ids)))[:MAX_RUNS]


def tick(ids: Iterable[str]) -> None:
    """Make these the runs that are ticked; the first `MAX_RUNS` of them if there are more."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MAX_RUNS:
        st.toast(
            f"At most {MAX_RUNS} runs can be compared. Take the tick off one, then tick another.",
            icon=":material/rule:",
        )
    st.session_state[_REMEMBERED] = wanted[:MAX_RUNS]
    address.choose(**{_QUERY: _as_text(wanted[:MAX_RUNS])})


def selected(summaries: Iterable[RunSummary]) -> list[RunSummary]:
    """Return the ticked runs in the order of ticking; say which there are not, and forget them."""
    known = {summary.run.id: summary for summary in summaries}
    ids = ticked()
    if len(set((address.value(_QUERY) or "").split(","))) > MAX_RUNS:
        said = f"The address names more runs than can be compared: the first {MAX_RUNS} are ticked."
        st.warning(said, icon=":material/rule:")
    for missing in (run_id for run_id in ids if run_id not in known):
        said = f"There is no run called {plain(missing[:64])}; it may have been deleted."
        st.warning(said, icon=":material/link_off:")
    existing = [run_id for run_id in ids if run_id in known]
    st.session_state[_REMEMBERED] = existing
    address.settle(**{_QUERY: _as_text(existing)})
    return [known[run_id] for run_id in existing]


def _as_text(ids: Iterable[str]) -> str | None:
    return ",".join(ids) or None
