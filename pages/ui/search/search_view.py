"""A search as it happens: how far it is, the best so far, three figures and all trials."""

from typing import Any

import pandas as pd
import streamlit as st

from core import glossary
from core.config import query_params
from core.config.diff import in_words
from core.config.train_config import SETTINGS
from core.figures import search as figures
from core.formats import duration, percent
from core.search.records import Search
from core.search.sampling import WEIGHED_FROM
from core.search.time_estimate import seconds_left
from core.search.trials import Progress, SearchState, Trial, TrialState
from pages.ui import cache, navigation
from pages.ui.errors import explained
from pages.ui.markdown import plain
from pages.ui.people import sign_in
from pages.ui.refresh import refreshed_every

_REFRESH_SECONDS = 1.0
_STATES = {
    TrialState.RUNNING: "Running",
    TrialState.COMPLETED: "Completed",
    TrialState.PRUNED: "Pruned",
    TrialState.STOPPED: "Stopped",
    TrialState.FAILED: "Failed",
    TrialState.IMPOSSIBLE: "Impossible",
}
_NO_BAR = {"displayModeBar": False}


def watch_search(search: Search) -> bool:
    """Show `search`, again every second while it is active, and say whether it is."""
    active = False
    with explained():
        progress = search.progress()
        active = progress.is_active
        if active:
            _show_live(search.id)
        else:
            with st.container():  # as a fragment is one: what is there stays in its place
                _show(search, progress)
    return active


@refreshed_every(_REFRESH_SECONDS)
def _show_live(search_id: str) -> None:
    with explained():  # someone may delete the folder meanwhile
        search = cache.searches().get(search_id)
        progress = search.progress()
        if not progress.is_active:
            st.rerun()
        _show(search, progress)


def _show(search: Search, progress: Progress) -> None:
    if progress.is_active:
        _bar(search, progress)
    _message(progress)
    _numbers(search, progress)
    if progress.best is not None:
        _best(search, progress.best)
        _figures(search, progress)
    if progress.trials:
        _table(progress)


def _bar(search: Search, progress: Progress) -> None:
    done = len(progress.ended)
    bar, button = st.columns([4, 1], vertical_alignment="center")
    left = seconds_left(progress, search.trials)
    time = "" if left is None else f", about {duration(left)} left"
    bar.progress(min(done / search.trials, 1.0), _activity(search, progress) + time)
    stopping = search.is_stopping
    reason = sign_in.reason_against(search.user)
    if button.button(
        "Stopping..." if stopping else "Stop",
        icon=":material/stop:",
        disabled=stopping or reason is not None,
        key="stop_search",
        width="stretch",
        help=reason or "End the search and keep all of its trials and their models.",
    ):
        sign_in.check(search.user)
        cache.searches().stop(search)
        st.rerun(scope="fragment")


def _activity(search: Search, progress: Progress) -> str:
    running = [trial for trial in progress.trials if trial.is_running]
    if not running:
        return "Choosing the first values"
    trial, epochs = running[0], search.config(running[0].settings).epochs
    place = f"Trial {len(progress.ended) + 1} of {search.trials}"
    if not trial.accuracies:
        return f"{place}: waiting for its first epoch"
    return f"{place}: epoch {min(len(trial.accuracies) + 1, epochs)} of {epochs}"


def _message(progress: Progress) -> None:
    if not progress.message:
        return
    if progress.state is SearchState.FAILED:
        st.error(plain(progress.message), icon=":material/error:")
    else:
        st.info(plain(progress.message), icon=":material/info:")


def _numbers(search: Search, progress: Progress) -> None:
    best = progress.best
    first, second, third = st.columns(3)
    first.metric(
        "Best validation accuracy",
        "-" if best is None else percent(best.value or 0.0),
        help=glossary.help_text(
            "Best validation accuracy",
            "The best of many is a little lucky: expect slightly less on new digits.",
        ),
    )
    second.metric(
        "Trials", f"{len(progress.ended)} of {search.trials}", help=glossary.help_text("Trials")
    )
    pruned = sum(trial.state is TrialState.PRUNED for trial in progress.trials)
    third.metric("Pruned", str(pruned), help=glossary.help_text("Pruned"))


def _best(search: Search, best: Trial) -> None:
    words = plain(figures.settings_in_words(best))
    st.markdown(f"**Best: trial {best.number + 1}.** {words}")
    with st.container(horizontal=True):
        config = search.config(best.settings)
        values = query_params.to_query(config)
        label = "Train the best settings"
        if "train_fraction" not in best.settings:
            values.pop("train_fraction", None)  # the preset's is all digits
            label += " on all digits"
        navigation.link("train", label, ":material/model_training:", **values)
        if best.run is not None:
            navigation.link("train", "Open its run", ":material/show_chart:", run=best.run)


def _figures(search: Search, progress: Progress) -> None:
    left, right = st.columns(2)
    with left:
        best_so_far(progress, key="search")
    with right:
        _importance(search, progress)
    if sum(trial.value is not None for trial in progress.trials) > 1:
        parallel_coordinates(search, progress, key="search")


def best_so_far(progress: Progress, key: str) -> None:
    """Show each trial's accuracy and the best until then; `key` tells two such charts apart."""
    best = progress.best
    st.plotly_chart(
        figures.best_so_far(progress.trials),
        key=f"{key}_best",
        config=_NO_BAR,
        alt=f"Validation accuracy by trial; the best is trial {best.number + 1 if best else '-'}",
    )


def parallel_coordinates(search: Search, progress: Progress, key: str) -> None:
    """Show a line for each trial; `key` tells two such charts apart."""
    dark = st.context.theme.type == "dark"
    st.plotly_chart(
        figures.parallel_coordinates(search.ranges, progress.trials, dark=dark),
        key=f"{key}_parallel",
        config=_NO_BAR,
        alt="A line for each trial through its settings to its validation accuracy",
    )
    st.caption(
        "Each line is a trial, the stronger the better. Draw along an axis to see only the "
        "lines that pass there."
    )


def _importance(search: Search, progress: Progress) -> None:
    shares = cache.importances(search, progress.trials) if len(search.ranges) > 1 else {}
    if shares:
        words = ", ".join(f"{SETTINGS[name].label} {percent(s, 0)}" for name, s in shares.items())
        st.plotly_chart(
            figures.importance(shares),
            key="search_importance",
            config=_NO_BAR,
            alt=f"Importance of each setting: {words}",
        )
    elif len(search.ranges) > 1:
        st.caption(
            f"**Importance** is shown from {WEIGHED_FROM} trials with different "
            "accuracies on: with fewer it would be chance."
        )


def _table(progress: Progress) -> None:
    st.dataframe(
        pd.DataFrame([_line(trial) for trial in reversed(progress.trials)]),
        hide_index=True,
        key="search_trials_table",
        placeholder="-",
        column_config={
            "Trial": st.column_config.NumberColumn(width="small"),
            "Validation accuracy": st.column_config.NumberColumn(format="%.2f %%"),
            "Run": st.column_config.LinkColumn(
                display_text="open", width="small", help="The run of this trial."
            ),
            "Note": st.column_config.TextColumn(width="medium"),
        },
        alt="All trials with their state, settings and validation accuracy, the latest first",
    )


def _line(trial: Trial) -> dict[str, Any]:
    reached = max(trial.accuracies, default=None)
    values = {SETTINGS[name].label: in_words(name, v) for name, v in trial.settings.items()}
    return {
        "Trial": trial.number + 1,
        "State": _STATES[trial.state],
        **values,
        "Validation accuracy": None if reached is None else 100 * reached,
        "Run": f"train?run={trial.run}" if trial.run else None,
        "Note": trial.message or None,
    }
