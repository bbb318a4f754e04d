"""The words on the pages: a term of the field is in the glossary, all others are everyday words."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from core import glossary

EVERYDAY = {
    "Columns",
    "Default",
    "Exactly one digit",
    "Order",
    "Pen width",
    "Setting",
    "Size",
    "Starred on top",
    "Starred only",
    "State",
    "Time",
    "Trials and folds",
    "Value",
    "View",
    "What to look at",
    "Where the digit comes from",
    "Wide canvas",
    "Your name",
}
"""What needs no explanation on a page, or is explained by its own help alone."""

WIDGETS = (
    "selectbox",
    "multiselect",
    "slider",
    "select_slider",
    "number_input",
    "text_input",
    "text_area",
    "toggle",
    "checkbox",
    "button_group",
    "metric",
)


def labels(app: AppTest) -> Iterator[str]:
    """The label of every widget and metric, and the head of every column."""
    for kind in WIDGETS:
        yield from (element.proto.label for element in app.get(kind))
    for table in app.dataframe:
        yield from map(str, table.value.columns)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("home", {}),
        ("explore", {"digit": "3"}),
        ("explore", {"view": "labels"}),
        ("train", {}),
        ("search", {}),
        ("runs", {"runs": "pretrained"}),
        *(("evaluate", {"section": section}) for section in ("mistakes", "classes", "calibration")),
        ("evaluate", {"digit": "3"}),
        ("predict", {}),
    ],
)
def test_every_label_is_explained(open_page, page: str, query: dict[str, str]) -> None:
    """Who meets a word of the field on a page finds it in the glossary."""
    app = open_page(page, **query)
    assert [] == list(app.exception)
    unknown = {name for name in labels(app) if not glossary.is_term(name)}
    assert set() == unknown - EVERYDAY
