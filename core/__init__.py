"""Digit Lab without a browser: the names that a program needs which uses it as a library.

    from core import Classifier, RunStore, decode, read

    classifier = Classifier(RunStore().get("pretrained"))
    print(read(decode(path.read_bytes(), path.name), classifier).text)

`examples/` has a script for each way to use them. Each name is imported when it is first asked
for, so that `import core` costs nothing. Nothing in `core` imports Streamlit.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.analysis import evaluate
    from core.config.presets import PRESETS
    from core.config.train_config import TrainConfig
    from core.data import Dataset, load
    from core.errors import DigitLabError
    from core.inference import Classifier, Reading, read
    from core.runs.store import RunStore
    from core.training.worker import train_run
    from core.vision import decode
else:
    _MODULES = {
        "PRESETS": "core.config.presets",
        "Classifier": "core.inference",
        "Dataset": "core.data",
        "DigitLabError": "core.errors",
        "Reading": "core.inference",
        "RunStore": "core.runs.store",
        "TrainConfig": "core.config.train_config",
        "decode": "core.vision",
        "evaluate": "core.analysis",
        "load": "core.data",
        "read": "core.inference",
        "train_run": "core.training.worker",
    }

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_MODULES[name]), name)


__all__ = [
    "PRESETS",
    "Classifier",
    "Dataset",
    "DigitLabError",
    "Reading",
    "RunStore",
    "TrainConfig",
    "decode",
    "evaluate",
    "load",
    "read",
    "train_run",
]
