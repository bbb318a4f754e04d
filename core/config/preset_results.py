"""What each preset came to when it was measured, and its curves: `models/presets.json` and beside.

`python -m benchmarks.presets --save` writes both files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import DigitLabError
from core.files.json_files import read_json

MEASURED_PATH = Path(__file__).resolve().parents[2] / "models" / "presets.json"
CURVES_PATH = MEASURED_PATH.with_name("preset_curves.json")
MEASURED_DIGITS = 60_000
"""How many training digits there were when they were measured."""

CURVES = ("loss", "accuracy", "val_loss", "val_accuracy")
"""What is recorded of each epoch, as in a run's history."""


@dataclass(frozen=True)
class PresetResult:
    """The share 0..1 of MNIST's test digits that was recognised, and the seconds of training."""

    test_accuracy: float
    seconds: float


def preset_result(preset: str) -> PresetResult | None:
    """Return what the preset called so came to, or None when nobody has measured it."""
    return _all().get(preset)


def preset_curves(preset: str) -> list[dict[str, float]]:
    """Return the epochs of a preset's recorded training: `epoch` and `CURVES`; none without one."""
    return _all_curves().get(preset, [])


def curves_of(epochs: Sequence[Mapping[str, Any]]) -> dict[str, list[float]]:
    """Return the history of a run by epoch as it is recorded for its preset."""
    return {name: [round(float(epoch[name]), 5) for epoch in epochs] for name in CURVES}


@cache
def _all_curves() -> dict[str, list[dict[str, float]]]:
    try:
        return {name: _epochs(curves) for name, curves in read_json(CURVES_PATH).items()}
    except (DigitLabError, AttributeError, KeyError, TypeError, ValueError):
        return {}


def _epochs(curves: Mapping[str, Sequence[float]]) -> list[dict[str, float]]:
    columns = zip(*(curves[name] for name in CURVES), strict=True)
    return [
        {"epoch": float(epoch), **dict(zip(CURVES, map(float, values), strict=True))}
        for epoch, values in enumerate(columns, start=1)
    ]


@cache
def _all() -> dict[str, PresetResult]:
    try:
        rows = read_json(MEASURED_PATH)["rows"]
        return {
            row["preset"]: PresetResult(float(row["test_accuracy"]), float(row["seconds"]))
            for row in rows
        }
    except (DigitLabError, KeyError, TypeError, ValueError):
        return {}
