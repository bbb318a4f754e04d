"""The table of runs of a page, as it is handed to its component."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def grid(app: AppTest) -> dict[str, Any]:
    """The columns and lines of the table."""
    (found,) = (
        element.proto
        for element in app.get("bidi_component")
        if element.proto.component_name == "run_grid"
    )
    (content,) = json.loads(found.json)
    return dict(content)


def names(app: AppTest) -> list[str]:
    """What the lines are called, from the top."""
    return [line["cells"][0] for line in grid(app)["lines"]]


def labels(app: AppTest) -> list[str]:
    """The headings of the columns."""
    return [column["label"] for column in grid(app)["columns"]]


def column(app: AppTest, label: str) -> list[str]:
    """The cells below a heading, from the top."""
    place = labels(app).index(label)
    return [line["cells"][place] for line in grid(app)["lines"]]


def selected(app: AppTest) -> list[str]:
    """The ids of the lines that are marked."""
    return [line["id"] for line in grid(app)["lines"] if line["selected"]]
