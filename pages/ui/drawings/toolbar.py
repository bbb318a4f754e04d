"""What can be done with the selected drawings, or with the one that is opened."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.data.drawing_archive import write_archive
from core.data.drawing_file import Drawing
from core.data.drawings import Drawings
from core.errors import DigitLabError
from core.formats import counted
from pages.ui import address
from pages.ui.digit.digit_buttons import digit_buttons
from pages.ui.drawings.selection import tick
from pages.ui.markdown import plain
from pages.ui.people.drawing_rights import check, is_own, reason_against
from pages.ui.people.person import person
from pages.ui.undo_bar import offer_undo

DELETED = "drawings_just_deleted"

_NONE = "Tick drawings by their boxes, or open one."


def toolbar(
    drawings: Drawings,
    shown: Sequence[Drawing],
    ticked: Sequence[Drawing],
    opened: Drawing | None,
) -> None:
    """Show what can be done with `ticked`, or else with `opened`."""
    chosen = list(ticked) or ([opened] if opened else [])
    reason = reason_against(chosen) if chosen else _NONE
    with st.container(horizontal=True, vertical_alignment="bottom", key="drawings_toolbar"):
        _relabel(drawings, chosen, reason)
        if st.button(
            "Delete",
            icon=":material/delete:",
            key="delete_drawings",
            disabled=reason is not None,
            help=reason or "It can be undone for ten seconds.",
        ):
            _delete(drawings, chosen)
            st.rerun()  # the way to undo it stands above
        _export(drawings, list(ticked) or list(shown))
        _make_mine(drawings, chosen)
        _select(shown, ticked)


def _relabel(drawings: Drawings, chosen: Sequence[Drawing], reason: str | None) -> None:
    labels = {drawing.label for drawing in chosen}
    what = "Relabel as"
    if len(chosen) > 1:
        what = f"Relabel {counted(len(chosen), 'drawing')} as"
    elif chosen:
        what = f"Relabel number {chosen[0].number} as"
    digit_buttons(
        what,
        "relabel_as",
        labels.pop() if len(labels) == 1 else None,
        partial(_label, drawings, chosen),
        disabled=reason is not None,
        help=reason or "Click the digit that was meant, or press its key.",
    )


def _label(drawings: Drawings, chosen: Sequence[Drawing], label: int) -> None:
    try:
        check(chosen)
        drawings.relabel(chosen, label)
    except DigitLabError as error:
        st.toast(plain(str(error)), icon=":material/error:")


def _delete(drawings: Drawings, chosen: Sequence[Drawing]) -> None:
    check(chosen)
    removed = drawings.remove_soon(chosen)
    if removed:
        offer_undo(DELETED, counted(len(removed), "drawing"), partial(drawings.undo, removed))
    tick([])
    address.choose(digit=None)


def _export(drawings: Drawings, chosen: Sequence[Drawing]) -> None:
    st.download_button(
        f"Export {len(chosen):,}",
        partial(write_archive, drawings, chosen),
        file_name="drawings.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        key="export_drawings",
        disabled=not chosen,
        help="A ZIP file of the selected drawings, without a selection of all that are shown: "
        "each as PNG, the picture that it was in, and a table (CSV). No names are in it.",
    )


def _make_mine(drawings: Drawings, chosen: Sequence[Drawing]) -> None:
    name = person()
    others = [drawing for drawing in chosen if not drawing.artist]
    if name is None or not others or any(map(is_own, others)):
        return
    reason = reason_against(others)

    def give() -> None:
        check(others)
        drawings.give(others, name)

    st.button(
        "Make mine",
        icon=":material/person_add:",
        key="make_mine",
        on_click=give,
        disabled=reason is not None,
        help=reason or f"They were saved without a name; from now on they are {plain(name)}'s.",
    )


def _select(shown: Sequence[Drawing], ticked: Sequence[Drawing]) -> None:
    st.button(
        f"Select all {len(shown):,}",
        key="select_all",
        type="tertiary",
        on_click=tick,
        args=(shown,),
        disabled=len(ticked) == len(shown),
    )
    if ticked:
        st.button(
            "Select none",
            key="select_none",
            type="tertiary",
            on_click=tick,
            args=([],),
        )
