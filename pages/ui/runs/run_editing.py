"""What a user may change about a run: name, note, star."""

import streamlit as st

from core.errors import DigitLabError
from core.runs.annotations import MAX_NAME, MAX_NOTE
from core.runs.run import Run
from pages.ui.markdown import plain
from pages.ui.people import sign_in


def name_and_note(run: Run) -> None:
    """Show the fields for name and note; each is kept as soon as it is left."""
    reason = sign_in.reason_against(run.info.user)
    name, note = f"name_{run.id}", f"note_{run.id}"
    # As they stand in the folder, which someone else may have changed meanwhile.
    st.session_state[name], st.session_state[note] = run.annotation.name, run.annotation.note
    st.text_input(
        "Name",
        max_chars=MAX_NAME,
        placeholder=run.default_title,
        key=name,
        on_change=lambda: _annotate(run, name=st.session_state[name]),
        disabled=reason is not None,
        help=reason
        or "What the run is called on all pages. Without one it is called by its network and "
        "when it was made.",
    )
    st.text_area(
        "Note",
        max_chars=MAX_NOTE,
        placeholder="What did you try, and what came out?",
        height=90,
        key=note,
        on_change=lambda: _annotate(run, note=st.session_state[note]),
        disabled=reason is not None,
        help=reason,
    )


def star(run: Run) -> None:
    """Show the button that stars a run or takes its star away."""
    starred = run.annotation.starred
    reason = sign_in.reason_against(run.info.user)
    st.button(
        "Starred" if starred else "Star",
        icon=":material/star:" if starred else ":material/star_border:",
        key="star",
        on_click=lambda: _annotate(run, starred=not starred),
        disabled=reason is not None,
        help=reason or "Mark a run to find it again.",
    )


def _annotate(
    run: Run, *, name: str | None = None, note: str | None = None, starred: bool | None = None
) -> None:
    # Errors of a callback would end the rerun; these are answers to what was typed.
    try:
        sign_in.check(run.info.user)
        run.annotate(name=name, note=note, starred=starred)
    except DigitLabError as error:
        st.toast(plain(str(error)), icon=":material/error:")
