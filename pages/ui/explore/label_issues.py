"""Label issues: training labels that are probably wrong, as a queue to look through."""

import numpy as np
import streamlit as st

from core import glossary
from core.analysis.label_issues import LabelIssues
from core.data import Dataset
from core.formats import count, duration, with_article
from core.runs.run import Run
from core.training import time_estimate
from core.training.cross_validation import (
    FOLDS,
    RECIPE,
    create_missing,
    fold_configs,
    fold_runs,
    is_complete,
)
from pages.ui import address, cache, navigation
from pages.ui.address.digit import close_button, open_digit
from pages.ui.errors import explained
from pages.ui.explore.digit_detail import digit_detail
from pages.ui.gallery import Tile, gallery
from pages.ui.pagination import page_of
from pages.ui.people import sign_in
from pages.ui.refresh import refreshed_every
from pages.ui.scroll_to import scroll_to
from pages.ui.sticky import sticky

_COLUMNS = 14
_PAGE_SIZE = 4 * _COLUMNS
_REFRESH_SECONDS = 1.0


def label_issues(dataset: Dataset) -> None:
    """Show the queue, or how far the networks are that find it, or how to start them."""
    st.markdown(
        f"Which labels of the training digits are wrong? {FOLDS} small networks learn from four "
        "fifths of them each and are asked about the rest, so that none is asked about a label "
        "that it has learned. A label is doubted when they are confident of another digit "
        "(confident learning, Northcutt, Jiang and Chuang 2021)."
    )
    folds = _folds(dataset)
    if is_complete(folds):
        _queue(dataset, tuple(folds[fold] for fold in range(FOLDS)))
    elif any(run.status.state.is_active for run in folds.values()):
        _wait(dataset)
    else:
        _offer(dataset, missing=FOLDS - len(folds))


def _folds(dataset: Dataset) -> dict[int, Run]:
    return fold_runs(cache.store().runs(), dataset)


def _offer(dataset: Dataset, missing: int) -> None:
    planned = sum(
        time_estimate.planned_seconds(c, len(dataset.train)) for c in fold_configs()[:missing]
    )
    seconds = planned * cache.slowness(dataset)
    st.button(
        f"Train {missing} networks, about {duration(seconds)}",
        key="start_folds",
        type="primary",
        icon=":material/rule:",
        on_click=_start,
        args=(dataset,),
        help="They wait their turn like all trainings, and stand among your runs.",
    )


def _start(dataset: Dataset) -> None:
    with explained():
        for run in create_missing(cache.store(), dataset, sign_in.user()):
            cache.jobs().submit(run)


@refreshed_every(_REFRESH_SECONDS)
def _wait(dataset: Dataset) -> None:
    folds = _folds(dataset)
    active = [run for run in folds.values() if run.status.state.is_active]
    if not active:
        st.rerun()
    done = sum(_share(run) for run in folds.values()) / FOLDS
    bar, button = st.columns([4, 1], vertical_alignment="center")
    finished = len(folds) - len(active)
    bar.progress(min(done, 1.0), f"{finished} of {FOLDS} networks are trained")
    reason = sign_in.reason_against(*(run.info.user for run in active))
    button.button(
        "Stop",
        key="stop_folds",
        icon=":material/stop:",
        on_click=_stop,
        args=(active,),
        disabled=reason is not None,
        help=reason,
    )


def _share(run: Run) -> float:
    if not run.status.state.is_active:
        return 1.0
    steps = run.steps()
    return steps[-1]["epoch"] / RECIPE.epochs if steps else 0.0


def _stop(active: list[Run]) -> None:
    with explained():
        sign_in.check(*(run.info.user for run in active))
        for run in active:
            cache.jobs().stop(run)


@st.fragment
def _queue(dataset: Dataset, folds: tuple[Run, ...]) -> None:
    issues = cache.label_issues(folds, dataset)
    confident, total = int(issues.joint.sum()), len(dataset.train)
    st.header(
        f"{count(len(issues.indices))} of {count(total)} labels are doubted",
        help=glossary.help_text("Label issues"),
    )
    st.caption(
        f"The networks were confident about {count(confident)} digits. The most doubtful come "
        "first; captions read label → suggested. Click one to see it closely. That a label is "
        "doubted does not make it wrong: many are right, and the digit is badly written."
    )
    queue, detail = st.columns([2, 1], gap="large")
    index = address.index("digit", total)
    with queue:
        _gallery(dataset, issues, index)
    with detail, sticky("doubted_digit"):
        scroll_to("" if index is None else str(index), key="scroll_to_doubted")
        if index is not None:
            digit_detail(dataset, "train", index)
            _next_steps(dataset, folds, index)


def _gallery(dataset: Dataset, issues: LabelIssues, selected: int | None) -> None:
    if not len(issues.indices):
        return
    shown = page_of(np.arange(len(issues.indices)), _PAGE_SIZE, key="label_issues_page")
    gallery(
        dataset.train.images[issues.indices[shown]],
        [_tile(row, issues, dataset) for row in shown.tolist()],
        label="Doubted labels, the most doubtful first",
        key="label_issues",
        on_click=open_digit,
        selected=selected,
        size=44,
        most=_COLUMNS,
    )


def _next_steps(dataset: Dataset, folds: tuple[Run, ...], index: int) -> None:
    held_back_from = next(run for run in folds if index in cache.validation_indices(run, dataset))
    with st.container(horizontal=True, vertical_alignment="center"):
        navigation.link(
            "evaluate",
            "Open in Evaluate",
            ":material/fact_check:",
            run=held_back_from.id,
            on="validation",
            digit=index,
        )
        close_button()


def _tile(row: int, issues: LabelIssues, dataset: Dataset) -> Tile:
    index, suggested = int(issues.indices[row]), int(issues.suggested[row])
    label = int(dataset.train.labels[index])
    words = f"training digit {index}, labelled {label}, perhaps {with_article(suggested)}"
    return Tile(index, f"{label} → {suggested}", words)
