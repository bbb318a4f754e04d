"""Which process answers for a run, and whether it is still alive."""

import os
import platform
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Owner:
    """A process: its host, number and start time in seconds (numbers are used again, pairs not).

    `lost` says that a cluster has given it up; from another host its death cannot be seen.
    """

    host: str
    pid: int
    started: float
    lost: bool = False

    @classmethod
    def this_process(cls) -> "Owner":
        """Return the calling process."""
        return cls(platform.node(), os.getpid(), psutil.Process().create_time())

    def is_here(self) -> bool:
        """Say whether the process is, or was, on this host."""
        return self.host == platform.node()

    def is_alive(self) -> bool:
        """Say whether the process runs; one on another host cannot be seen and counts as alive."""
        if self.lost:
            return False
        if not self.is_here():
            return True
        try:
            process = psutil.Process(self.pid)
            alive = process.status() != psutil.STATUS_ZOMBIE
            return alive and abs(process.create_time() - self.started) < 1.0
        except psutil.NoSuchProcess:
            return False
