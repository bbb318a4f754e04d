"""Giving back what a training held, so that a worker does not grow from one to the next."""

import ctypes
import gc
import sys
from contextlib import suppress


def release_memory() -> None:
    """Free what nothing refers to any more, and return free memory to the system where it can.

    A network is full of cycles, which would wait for a later collection. glibc keeps what is freed
    in the middle of its heap unless it is asked; other systems have their own ways.
    """
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # a libc without it
            ctypes.CDLL("libc.so.6").malloc_trim(0)
