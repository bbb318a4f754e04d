"""Which process answers for a run, and whether it is still alive."""

import os
import platform
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import psutil

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_PRECISION = 0.05  # seconds; Linux counts in hundredths


@dataclass(frozen=True)
class Owner:
    """A process: its host, its number, and when it started (numbers are used again, pairs not).

    `started` does not change with the clock: on Linux it is in seconds since the boot called
    `boot`, elsewhere the time that the system noted down at the start. `lost` says that a cluster
    has given the process up; from another host its death cannot be seen.
    """

    host: str
    pid: int
    started: float
    lost: bool = False
    boot: str = ""

    @classmethod
    def this_process(cls) -> "Owner":
        """Return the calling process."""
        return cls.of(os.getpid())

    @classmethod
    def of(cls, pid: int) -> "Owner":
        """Return a process of this host; raise `psutil.NoSuchProcess` when there is none."""
        return cls(platform.node(), pid, _started(psutil.Process(pid)), boot=_boot())

    def is_here(self) -> bool:
        """Say whether the process is, or was, on this host."""
        return self.host == platform.node()

    def is_alive(self) -> bool:
        """Say whether the process runs; one on another host cannot be seen and counts as alive."""
        if self.lost:
            return False
        if not self.is_here():
            return True
        if self.boot != _boot():
            return False
        try:
            process = psutil.Process(self.pid)
            alive = process.status() != psutil.STATUS_ZOMBIE
            return alive and abs(_started(process) - self.started) <= _PRECISION
        except (psutil.NoSuchProcess, OverflowError, ValueError):  # no such number, or none at all
            return False


def _started(process: psutil.Process) -> float:
    # On Linux psutil adds the time of the boot to what the kernel counts from there, and the time
    # of the boot is moved whenever someone sets the clock.
    if not psutil.LINUX:
        return process.create_time()
    while True:
        boot = psutil.boot_time()
        since_boot = process.create_time() - boot
        if psutil.boot_time() == boot:
            return round(since_boot, 2)  # alike whenever it is asked for


@lru_cache(maxsize=1)
def _boot() -> str:
    with suppress(OSError):
        return _BOOT_ID.read_text(encoding="ascii").strip()
    return ""
