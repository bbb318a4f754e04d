"""The learning curves of one run or several, with the switches for how they are shown."""

from collections.abc import Sequence

import streamlit as st

from core import glossary
from core.figures.learning_curve_chart import curve_chart
from core.figures.learning_curves import (
    AXES,
    MEASURED,
    METRICS,
    SMOOTHING,
    TRAINING,
    VALIDATION,
    Axis,
    CurveView,
    History,
    Metric,
    curve_table,
)
from core.runs.run import Run
from core.runs.titles import unique_run_titles
from pages.ui import cache
from pages.ui.errors import explained
from pages.ui.refresh import refreshed_every

_REFRESH_SECONDS = 2.0
_PARTS = {
    "Both": (TRAINING, VALIDATION),
    "Training": (TRAINING,),
    "Validation": (VALIDATION,),
}


def live_learning_curves(runs: Sequence[Run]) -> None:
    """Show the curves of `runs`, again every two seconds while one of them is going on."""
    if any(run.status.state.is_active for run in runs):
        _live([run.id for run in runs])
    else:
        _still(runs)


@refreshed_every(_REFRESH_SECONDS)
def _live(ids: Sequence[str]) -> None:
    with explained():  # someone may delete a run meanwhile
        runs = [cache.store().get(run_id) for run_id in ids]
        if not any(run.status.state.is_active for run in runs):
            st.rerun()  # nothing changes any more
        learning_curves(runs)


@st.fragment  # a switch needs no other part of the page
def _still(runs: Sequence[Run]) -> None:
    learning_curves(runs)


def learning_curves(runs: Sequence[Run]) -> None:
    """Show the curves of `runs` as they stand: of one its loss beside its accuracy."""
    charts = st.container()
    views = _views(several=len(runs) > 1)
    titles = unique_run_titles(runs)
    histories = [
        History(title, run.steps(), run.epochs()) for title, run in zip(titles, runs, strict=True)
    ]
    for place, view in zip(charts.columns(len(views)), views, strict=True):
        end = _planned(runs[0], view.axis) if len(runs) == 1 else None
        place.vega_lite_chart(
            curve_table(histories, view),
            curve_chart(titles, view, end),
            key=f"curves_of_{view.metric}",
            alt=f"{METRICS[view.shown_metric]} of {', '.join(titles)} by {AXES[view.axis].lower()}",
        )


def _planned(run: Run, axis: Axis) -> float | None:
    """Return how far the training goes; nobody knows the time."""
    per_epoch = {"epoch": 1, "step": max(1, run.status.steps_per_epoch)}
    return run.info.config.epochs * per_epoch[axis] if axis in per_epoch else None


def _views(*, several: bool) -> list[CurveView]:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        metrics: tuple[Metric, ...] = (_metric(),) if several else ("loss", "accuracy")
        parts = _parts() if several else (MEASURED, TRAINING, VALIDATION)
        axis, smoothing, log = _axis(), _smoothing(), _log()
    return [CurveView(metric, parts, axis, log, smoothing) for metric in metrics]


def _metric() -> Metric:
    return st.segmented_control(
        "Measure",
        METRICS,
        default="loss",
        required=True,
        format_func=METRICS.__getitem__,
        key="curves_metric",
        persist_state="session",
        help="Loss: how surprised the network is by the right answers. Accuracy: the share "
        "that it recognises. Error rate: the share that it does not.",
    )


def _parts() -> tuple[str, ...]:
    part = st.segmented_control(
        "Curves",
        _PARTS,
        default="Both",
        required=True,
        key="curves_part",
        persist_state="session",
        help="Training: on the digits that it learns from, dashed. Validation: on digits that "
        "it does not learn from, a point for each epoch.",
    )
    return _PARTS[part]


def _axis() -> Axis:
    return st.segmented_control(
        "X axis",
        AXES,
        default="epoch",
        required=True,
        format_func=AXES.__getitem__,
        key="curves_axis",
        persist_state="session",
        help=glossary.help_text("X axis"),
    )


def _smoothing() -> float:
    return st.slider(
        "Smoothing",
        0.0,
        0.99,
        SMOOTHING,
        0.01,
        key="curves_smoothing",
        persist_state="session",
        width=180,
        help=glossary.help_text("Smoothing"),
    )


def _log() -> bool:
    return st.toggle(
        "Log scale",
        key="curves_log",
        persist_state="session",
        help=glossary.help_text("Log scale"),
    )
