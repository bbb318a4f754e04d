"""The one way a benchmark prints: tables, or with `--format json` one object."""

import argparse
import json
import statistics
from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import pandas as pd

from core.cli.options import add_format
from core.formats import percent

Row = dict[str, Any]


def main(
    measure: Callable[[], list[Row]], purpose: str | None, hidden: Collection[str] = ()
) -> None:
    """Measure and print, leaving out the columns in `hidden`."""
    parser = argparse.ArgumentParser(description=purpose)
    add_format(parser)
    chosen = parser.parse_args()
    rows = [{k: v for k, v in row.items() if k not in hidden} for row in measure()]
    print(json.dumps({"rows": rows}) if chosen.format == "json" else table(rows))


def summary(figure: str, values: list[float]) -> Row:
    """Return a row of a figure that was measured several times."""
    return {
        "figure": figure,
        "count": len(values),
        "median": statistics.median(values),
        "p95": float(np.percentile(values, 95)),
    }


def table(rows: list[Row], shares: Collection[str] = ()) -> str:
    """Return rows as text with a line each; the columns in `shares` are written in percent."""
    shown = [
        {
            name.replace("_", " "): percent(value, 1)
            if name in shares and value is not None
            else value
            for name, value in row.items()
        }
        for row in rows
    ]
    frame = pd.DataFrame(shown)
    return frame.to_string(index=False, float_format="%.3f", na_rep="")
