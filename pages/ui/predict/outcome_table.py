"""What became of many pictures as a table: a column can be sorted by, a line opened."""

from collections.abc import Mapping

import streamlit as st
from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

from core.figures.annotated_picture import jpeg_data_uri
from core.inference.many import Outcome
from core.inference.many.summary import Summary
from pages.ui.predict.given_files import Key

_COLUMNS = ("Picture", "Name", "Reading", "Confidence", "Refused", "Right answer", "Right", "Error")
_LINE = 44  # pixels
_LINES = 9  # that are seen at once
_HEAD = 40  # pixels


def outcome_table(outcomes: Mapping[Key, Outcome[Summary]], key: str) -> Key | None:
    """Show a line for each picture and return the key of the one that was clicked.

    `key` tells the table from others: what was clicked in one is chosen in that one alone.
    """
    import pandas as pd

    keys = list(outcomes)
    lines = [_line(outcome) for outcome in outcomes.values()]
    frame = pd.DataFrame(lines, columns=list(_COLUMNS))
    # A column that says nothing takes room from the others.
    empty = [name for name in ("Right answer", "Right", "Error") if frame[name].isna().all()]
    event = st.dataframe(
        frame.drop(columns=empty),
        hide_index=True,
        row_height=_LINE,
        height=_HEAD + _LINE * min(_LINES, max(1, len(lines))),
        column_config=_configured(),
        on_select="rerun",
        selection_mode="single-cell",
        key=f"outcomes_{key}",
        placeholder="",
    )
    cells = event.selection.cells
    row = int(cells[0][0]) if cells else -1
    return keys[row] if 0 <= row < len(keys) else None


def _line(outcome: Outcome[Summary]) -> tuple[object, ...]:
    read = outcome.kept
    if read is None:
        return (None, outcome.name, None, None, None, outcome.right, None, outcome.error)
    confidence = None if read.confidence is None else 100 * read.confidence
    known = outcome.right, outcome.is_right
    return (_uri(read), outcome.name, read.reading, confidence, read.refused, *known, None)


def _uri(read: Summary) -> str:
    return jpeg_data_uri(read.thumbnail)


def _configured() -> ColumnConfigMappingInput:
    column = st.column_config
    return {
        "Picture": column.ImageColumn(width=64),
        "Name": column.TextColumn(width="medium"),
        "Reading": column.TextColumn(
            help="The digits, rows apart by a slash; a ? is what was refused among them."
        ),
        "Confidence": column.NumberColumn(
            format="%.1f %%", help="That of the digit of which the model is least sure."
        ),
        "Refused": column.NumberColumn(help="How many signs of the picture are no digits."),
        "Right answer": column.TextColumn(),
        "Right": column.CheckboxColumn(),
        "Error": column.TextColumn(width="large"),
    }
