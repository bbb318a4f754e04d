"""The one way a benchmark prints: a table, or with `--format json` one object."""

import argparse
import json
from collections.abc import Callable, Collection
from typing import Any

import pandas as pd


def main(
    measure: Callable[[], list[dict[str, Any]]], purpose: str | None, hidden: Collection[str] = ()
) -> None:
    """Measure and print, leaving out the columns in `hidden`."""
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    chosen = parser.parse_args()
    rows = [{k: v for k, v in row.items() if k not in hidden} for row in measure()]
    if chosen.format == "json":
        print(json.dumps({"rows": rows}))
    else:
        print(pd.DataFrame(rows).to_string(index=False, float_format="%.3f"))
