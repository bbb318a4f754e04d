"""Which runs are ticked on the page of runs: kept in the address, so that it can be linked."""

import time
from collections.abc import Iterable

import streamlit as st

from core.figures.learning_curves import MAX_RUNS
from core.runs.summary import RunSummary
from pages.ui.markdown import plain

_QUERY = "runs"
_REMEMBERED = "ticked_runs"  # also for who comes back from another page
_LEFT = "ticked_runs_before"  # addresses of a moment ago, with the time they were left
_ECHO_SECONDS = 5.0
_LONGEST = 80 * MAX_RUNS  # of an address that could be one of ours


def ticked() -> list[str]:
    """Return the ids that are ticked, not looked up yet: at most `MAX_RUNS`."""
    given = st.query_params.get(_QUERY)
    mine = st.session_state.get(_REMEMBERED)
    if mine is not None and (given is None or _is_echo(given)):
        return list(mine)
    ids = (given or "")[:_LONGEST].split(",")
    return list(dict.fromkeys(filter(None, ids)))[:MAX_RUNS]


def tick(ids: Iterable[str]) -> None:
    """Make these the runs that are ticked; the first `MAX_RUNS` of them if there are more."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MAX_RUNS:
        st.toast(
            f"At most {MAX_RUNS} runs can be compared. Take one out, then select another.",
            icon=":material/rule:",
        )
    _remember(wanted[:MAX_RUNS])


def selected(summaries: Iterable[RunSummary]) -> list[RunSummary]:
    """Return the ticked runs in the order of ticking; say which there are not, and forget them."""
    known = {summary.run.id: summary for summary in summaries}
    ids = ticked()
    if len(set(st.query_params.get(_QUERY, "").split(","))) > MAX_RUNS:
        said = f"The address names more runs than can be compared: the first {MAX_RUNS} are shown."
        st.warning(said, icon=":material/rule:")
    for missing in (run_id for run_id in ids if run_id not in known):
        said = f"There is no run called {plain(missing[:64])}; it may have been deleted."
        st.warning(said, icon=":material/link_off:")
    existing = [run_id for run_id in ids if run_id in known]
    _remember(existing)
    return [known[run_id] for run_id in existing]


def _remember(ids: list[str]) -> None:
    before, now = _address(st.session_state.get(_REMEMBERED, [])), _address(ids)
    left = st.session_state.setdefault(_LEFT, {})
    if before != now:
        left[before] = time.monotonic()
    left.pop(now, None)
    st.session_state[_REMEMBERED] = ids
    if not now:
        st.query_params.pop(_QUERY, None)
    elif st.query_params.get(_QUERY) != now:
        st.query_params[_QUERY] = now


def _is_echo(given: str) -> bool:
    # A browser says with each click which address it shows, and that may be the one of before
    # the last click, when this one came faster than the answer.
    left = st.session_state.get(_LEFT, {}).get(given)
    return left is not None and time.monotonic() - left < _ECHO_SECONDS


def _address(ids: Iterable[str]) -> str:
    return ",".join(ids)
