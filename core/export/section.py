"""What a script and a notebook are made of."""

import re
from dataclasses import dataclass

_IMPORTS = (
    ("gzip.", "import gzip"),
    ("math.", "import math"),
    ("sys.", "import sys"),
    ("Path(", "from pathlib import Path"),
    ("", ""),
    ("cv2.", "import cv2"),
    ("keras.", "import keras"),
    ("plt.", "import matplotlib.pyplot as plt"),
    ("np.", "import numpy as np"),
    ("load_digits(", "from sklearn.datasets import load_digits"),
)
"""What code looks like that needs an import, in the order in which imports stand."""


@dataclass(frozen=True)
class Section:
    """A step of a training: its name, a few plain sentences, and Python code without imports."""

    heading: str
    explanation: str
    code: str


def imports(code: str) -> str:
    """Return the imports that `code` needs: Python's own, an empty line, the others."""
    needed = [line for sign, line in _IMPORTS if not sign or _uses(code, sign)]
    return "\n".join(needed).strip("\n")


def _uses(code: str, sign: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(sign)}", code) is not None


def blocks(*parts: str) -> str:
    """Return parts of code, of which empty ones are left out, with an empty line between two."""
    return "\n\n".join(part.strip("\n") for part in parts if part)


def functions(*parts: str) -> str:
    """Return functions, classes and what follows them, with two empty lines between two."""
    return "\n\n\n".join(part.strip("\n") for part in parts if part)
