"""The environment variables that decide where the digits come from, read at each call.

DIGITS_DATA_DIR: a folder with MNIST; when set, the only source of MNIST.
KERAS_HOME: Keras' folder, whose datasets/mnist.npz is shared with Keras; by default ~/.keras.
DIGITS_OFFLINE: any value but empty and 0 forbids the download.
"""

import os
import tempfile
from pathlib import Path


def data_dir() -> Path | None:
    """The user's own MNIST folder, which may not exist, or None."""
    value = os.environ.get("DIGITS_DATA_DIR", "")
    return Path(value).expanduser() if value else None


def cache_file() -> Path:
    """Where `keras.datasets.mnist` keeps its download, whether or not it is there."""
    return _keras_home() / "datasets" / "mnist.npz"


def is_download_forbidden() -> bool:
    """True when DIGITS_OFFLINE is set."""
    return os.environ.get("DIGITS_OFFLINE", "") not in ("", "0")


def _keras_home() -> Path:
    try:
        return Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    except RuntimeError:  # a user without a home, as in some containers; Keras does the same
        return Path(tempfile.gettempdir()) / ".keras"
