"""Training labels that are probably wrong: a queue to look through."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.label_issues import LabelIssues
from core.data import Dataset
from core.formats import count, duration
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
from pages.ui import cache, sign_in
from pages.ui.errors import explained
from pages.ui.evaluate.mistakes import open_among_mistakes
from pages.ui.gallery import Tile, gallery
from pages.ui.pagination import page_of
from pages.ui.refresh import refreshed_every

_PAGE_SIZE = 48
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


def _queue(dataset: Dataset, folds: tuple[Run, ...]) -> None:
    issues = cache.label_issues(folds, dataset)
    confident, total = int(issues.joint.sum()), len(dataset.train)
    st.subheader(f"{count(len(issues.indices))} of {count(total)} labels are doubted")
    st.caption(
        f"The networks were confident about {count(confident)} digits. The most doubtful come "
        "first; captions read label → suggested. Click one to see it closely. That a label is "
        "doubted does not make it wrong: many are right, and the digit is badly written."
    )
    if not len(issues.indices):
        return
    shown = page_of(np.arange(len(issues.indices)), _PAGE_SIZE, key="label_issues_page")
    held_back_by = _held_back_by(dataset, folds)
    gallery(
        dataset.train.images[issues.indices[shown]],
        [_tile(row, issues, dataset) for row in shown.tolist()],
        label="Doubted labels, the most doubtful first",
        key="label_issues",
        on_click=lambda index: _show(index, folds[held_back_by[index]]),
    )


def _held_back_by(dataset: Dataset, folds: tuple[Run, ...]) -> NDArray[np.int64]:
    held_back_by = np.zeros(len(dataset.train), np.int64)
    for fold, run in enumerate(folds):
        held_back_by[cache.validation_indices(run, dataset)] = fold
    return held_back_by


def _tile(row: int, issues: LabelIssues, dataset: Dataset) -> Tile:
    index, suggested = int(issues.indices[row]), int(issues.suggested[row])
    label = int(dataset.train.labels[index])
    words = f"training digit {index}, labelled {label}, perhaps a {suggested}"
    return Tile(index, f"{label} → {suggested}", words)


def _show(index: int, run: Run) -> None:
    # With the network that it was held back from.
    open_among_mistakes(index, on="validation", run=run.id)
