"""Many pictures, read and shown as a table, of which a click opens one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import DigitLabError
from core.formats import counted, percent
from core.inference.many import Outcome, RightAnswers, accuracy_of
from core.inference.many.right_answers import is_right
from core.inference.many.summary import DOUBTFUL, Group, Summary, as_csv, as_json, in_group
from core.runs.run import Run
from pages.ui.errors import explained
from pages.ui.markdown import plain
from pages.ui.predict.batch import Batch, batch_of, read_on
from pages.ui.predict.given_files import Key, answers_of, pictures_of
from pages.ui.predict.one_picture import show_picture
from pages.ui.predict.outcome_table import outcome_table
from pages.ui.scroll_to import scroll_to

_GROUPS: dict[Group, str] = {
    "all": "All",
    "doubtful": "Doubtful",
    "refused": "Refused",
    "errors": "Errors",
    "wrong": "Wrong",
}
_GROUPS_HELP = (
    f"Doubtful: a digit's confidence is below {percent(DOUBTFUL, 0)}. Refused: something in the "
    "picture is no digit, or nothing is. Wrong: the right answer is known and another one."
)
_ANSWERS_HELP = (
    "Right answers are known from names (7_x.png), from folders in a ZIP (7/x.png), or from a CSV "
    "that is uploaded too, with a line for each picture: its name, a comma, its digits."
)

Outcomes = dict[Key, Outcome[Summary]]


def show_many(
    run: Run,
    files: Sequence[UploadedFile],
    lists: Sequence[UploadedFile],
    single: bool,
    beside: DeltaGenerator,
) -> None:
    """Read the pictures in `files` and show them; `beside` has room for what they come to."""
    batch = batch_of(files, run, single)
    answers = RightAnswers()
    with beside, explained():
        answers = answers_of(lists)
    outcomes = {key: _judged(told, answers) for key, told in batch.outcomes.items()}
    with beside:
        _show_sums(batch, outcomes)
    progress = st.container()
    if outcomes:
        group = _chosen_group(outcomes)
        shown = {key: told for key, told in outcomes.items() if in_group(told, group)}
        opened = outcome_table(shown, group)
        _show_opened(run, files, opened, outcomes, single)
    with progress:
        read_on(batch)


def _judged(outcome: Outcome[Summary], answers: RightAnswers) -> Outcome[Summary]:
    """Return an outcome with the right answer as it is known now: a list may come later."""
    right = answers.of(outcome.name)
    if right is None or outcome.kept is None:
        return replace(outcome, right=right, is_right=None)
    return replace(outcome, right=right, is_right=is_right(outcome.kept.plain["text"], right))


def _show_sums(batch: Batch, outcomes: Outcomes) -> None:
    told = outcomes.values()
    read = sum(outcome.kept is not None for outcome in told)
    st.header(f"{counted(read, 'picture')} read")
    errors = len(outcomes) - read
    if errors:
        st.caption(f"{counted(errors, 'file')} could not be read; the table says why.")
    accuracy = accuracy_of(told)
    if accuracy.known:
        st.metric(
            "Accuracy",
            percent(accuracy.share),
            f"{accuracy.right:,} of {accuracy.known:,} right",
            delta_color="off",
            delta_arrow="off",
            help=_ANSWERS_HELP,
        )
    else:
        st.caption("With right answers the accuracy is told, too.", help=_ANSWERS_HELP)
    if batch.is_done or batch.stopped:
        _downloads(list(told))


def _downloads(outcomes: list[Outcome[Summary]]) -> None:
    with st.container(horizontal=True):
        for name, kind, make in (
            ("CSV", "text/csv", as_csv),
            ("JSON", "application/json", as_json),
        ):
            st.download_button(
                f"Download {name}",
                make(outcomes),
                file_name=f"readings.{name.lower()}",
                mime=kind,
                icon=":material/download:",
                on_click="ignore",
                key=f"download_{name.lower()}",
            )


def _chosen_group(outcomes: Outcomes) -> Group:
    counts = {
        group: sum(in_group(told, group) for told in outcomes.values()) for group in get_args(Group)
    }
    group: Group | None = st.segmented_control(
        "Show",
        list(_GROUPS),
        default="all",
        required=True,
        format_func=lambda group: f"{_GROUPS[group]} {counts[group]:,}",
        key="group_of_pictures",
        label_visibility="collapsed",
        help=_GROUPS_HELP,
    )
    return group or "all"


def _show_opened(
    run: Run, files: Sequence[UploadedFile], opened: Key | None, outcomes: Outcomes, single: bool
) -> None:
    if opened is None:
        if len(outcomes) > 1:
            st.caption("Click a line to see its picture, with a box around each digit.")
        else:
            opened = next(iter(outcomes))
    scroll_to("/".join(opened or ()), "opened_picture_place")
    if opened is None or opened not in outcomes:
        return
    name = opened[1]
    st.header(plain(name))
    with explained(), st.container(key="opened_picture"):
        show_picture(run, _content(files, opened), name, "/".join(opened), single)


def _content(files: Sequence[UploadedFile], key: Key) -> bytes:
    """Return a picture's bytes; raise `DigitLabError` if there are none."""
    file_id, name = key
    for file in files:
        if file.file_id != file_id:
            continue
        for given in pictures_of(file, lambda other: other != name):
            if given.name != name:
                continue
            if isinstance(given.data, DigitLabError):
                raise given.data
            return given.data
    raise DigitLabError(f"{name} is no longer among the files; upload it again.")
