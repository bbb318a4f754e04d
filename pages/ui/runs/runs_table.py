"""The table of runs, fresh while one of them is going on; each group of runs is one line."""

from collections.abc import Sequence

import streamlit as st

from core import glossary
from core.runs.columns import COLUMNS, NAME, Column, setting_columns, sorted_by
from core.runs.run_filter import RunFilter
from core.runs.status import State
from core.runs.summary import RunSummary
from core.search.run_groups import RunGroup, members
from core.search.run_lines import GroupLine, RunLine, run_lines
from pages.ui import cache
from pages.ui.refresh import refreshed_every
from pages.ui.run_selection import tick, ticked
from pages.ui.runs.run_grid import Head, Line, run_grid
from pages.ui.runs.runs_filter import SETTINGS_THAT_DIFFER, clear_filters

_KEY = "runs_table"
_ACTED = "runs_just_acted"
_OPENED = "runs_opened"  # ids of the groups whose runs are shown
_SEEN = "runs_seen_selected"  # ids that were selected when the table was last shown
_SORT = "runs_sort"  # the name of a column and whether it descends
_REFRESH_SECONDS = 1.0


def runs_table(wanted: RunFilter, columns: Sequence[str]) -> None:
    """Show the runs that are `wanted`, again every second while one of all is going on.

    `columns` are the names of those to show beside the name.
    """
    st.session_state.pop(_ACTED, None)  # the whole page runs: what is below follows by itself
    if _any_active(cache.run_summaries()):
        _live_table(wanted, columns)
    else:
        with st.container():  # as a fragment is one: in another place the table would be a second
            _table(wanted, columns)


@refreshed_every(_REFRESH_SECONDS)
def _live_table(wanted: RunFilter, columns: Sequence[str]) -> None:
    just_acted = st.session_state.pop(_ACTED, False)
    if just_acted or not _any_active(cache.run_summaries()):
        st.rerun()  # for what is below the table; or because nothing changes any more
    _table(wanted, columns)


def _any_active(summaries: Sequence[RunSummary]) -> bool:
    return any(
        summary.run.status.state.is_active or summary.run.needs_rescue for summary in summaries
    )


def _table(wanted: RunFilter, names: Sequence[str]) -> None:
    summaries = cache.run_summaries()
    shown = _wanted(summaries, wanted)
    if not shown:
        _nothing()
        return
    groups = cache.run_groups([summary.run for summary in shown])
    lines = run_lines(shown, groups, _opened(groups, wanted))
    columns = [NAME, *_columns(shown, lines, names)]
    chosen = set(ticked())
    run_grid(
        [_head(column) for column in columns],
        [_line(line, columns, chosen) for line in lines],
        label="Runs: a click selects one, its box several",
        key=_KEY,
        sort=st.session_state.get(_SORT),
        on_act=_act,
    )


def _wanted(summaries: Sequence[RunSummary], wanted: RunFilter) -> list[RunSummary]:
    if sort := st.session_state.get(_SORT):
        name, descending = sort
        if (column := _column(name, summaries)) is not None:
            summaries = sorted_by(summaries, column, descending=descending)
    known = {summary.run.id: summary for summary in summaries}
    return [known[run.id] for run in wanted.shown([summary.run for summary in summaries])]


def _column(name: str, summaries: Sequence[RunSummary]) -> Column | None:
    if name == NAME.name or name in COLUMNS:
        return COLUMNS.get(name, NAME)
    return next((column for column in setting_columns(summaries) if column.name == name), None)


def _nothing() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("No runs match.", width="content")
        st.button(
            "Clear filters",
            icon=":material/filter_alt_off:",
            key="clear_filters",
            on_click=clear_filters,
        )


def _columns(
    shown: Sequence[RunSummary], lines: Sequence[RunLine | GroupLine], names: Sequence[str]
) -> list[Column]:
    chosen = set(names)
    # What sets runs apart is shown unasked: that one is not completed, its digits, its maker.
    if any(_is_remarkable(line) for line in lines):
        chosen.add("state")
    if len({summary.run.info.fingerprint for summary in shown}) > 1:
        chosen.add("dataset")
    if any(summary.run.info.user for summary in shown):
        chosen.add("user")
    settings = setting_columns(shown) if SETTINGS_THAT_DIFFER in chosen else []
    return [*(column for name, column in COLUMNS.items() if name in chosen), *settings]


def _is_remarkable(line: RunLine | GroupLine) -> bool:
    if isinstance(line, GroupLine):
        return line.active > 0
    return line.summary.run.status.state is not State.COMPLETED


def _head(column: Column) -> Head:
    told = glossary.term(column.label).meaning if glossary.is_term(column.label) else ""
    return Head(column.name, column.label, told, column.is_number)


def _line(line: RunLine | GroupLine, columns: Sequence[Column], chosen: set[str]) -> Line:
    if isinstance(line, GroupLine):
        cells = [line.title, *(line.text(column) for column in columns[1:])]
        return Line(line.group.id, cells, expanded=line.is_open)
    summary = line.summary
    cells = [column.text(summary) for column in columns]
    if summary.run.annotation.starred:
        cells[0] = f"★ {cells[0]}"
    level = 2 if line.is_member else 1
    return Line(summary.run.id, cells, summary.run.id in chosen, level=level)


def _opened(groups: Sequence[RunGroup], wanted: RunFilter) -> set[str]:
    opened: set[str] = st.session_state.setdefault(_OPENED, set())
    # A run that is newly selected, as by a link, is shown, but its group may be folded then.
    group_of, now = members(groups), set(ticked())
    new = now - st.session_state.get(_SEEN, set())
    opened |= {group_of[run_id].id for run_id in new if run_id in group_of}
    st.session_state[_SEEN] = now
    return {group.id for group in groups} if wanted.text else opened


def _act(what: str, name: str) -> None:
    match what:
        case "open":
            st.session_state.setdefault(_OPENED, set()).symmetric_difference_update({name})
            return  # nothing below the table changes
        case "sort":
            _sort(name)
            return
        case "toggle":
            others = [run_id for run_id in ticked() if run_id != name]
            tick(others if name in ticked() else [*others, name])
        case "only":
            tick([name])
    st.session_state[_ACTED] = True


def _sort(name: str) -> None:
    before = st.session_state.get(_SORT)
    if before and before[0] == name:
        st.session_state[_SORT] = (name, not before[1])
        return
    column = COLUMNS.get(name)
    numbers = name != NAME.name and (column is None or column.is_number)
    st.session_state[_SORT] = (name, numbers)
