"""What each preset came to when it was measured: `models/presets.json`.

`python -m benchmarks.presets --save` writes the file.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.errors import DigitLabError
from core.files.json_files import read_json

MEASURED_PATH = Path(__file__).resolve().parents[2] / "models" / "presets.json"


@dataclass(frozen=True)
class PresetResult:
    """The share 0..1 of MNIST's test digits that was recognised, and the seconds of training."""

    test_accuracy: float
    seconds: float


def preset_result(preset: str) -> PresetResult | None:
    """Return what the preset called so came to, or None when nobody has measured it."""
    return _all().get(preset)


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
