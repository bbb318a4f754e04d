"""Whether the process that answers for a run is still there."""

import os
import platform
import subprocess
import sys
from dataclasses import replace

import psutil
import pytest

from core.runs.owner import Owner


def test_this_process_is_alive() -> None:
    """The calling process is its own living owner."""
    assert Owner.this_process().is_alive()
    assert os.getpid() == Owner.this_process().pid


def test_ended_process_is_dead() -> None:
    """A process that has ended is dead."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    owner = Owner(platform.node(), process.pid, psutil.Process(process.pid).create_time())
    assert owner.is_alive()

    process.communicate()
    assert not owner.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no zombies")
def test_zombie_is_dead() -> None:
    """A process that has ended but that its parent has not yet asked about is dead."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    owner = Owner(platform.node(), process.pid, psutil.Process(process.pid).create_time())
    process.stdin.close()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # ended, and not yet reaped

    assert not owner.is_alive()
    process.wait()


def test_number_used_again() -> None:
    """A younger process with the number of a dead one is not taken for it."""
    me = Owner.this_process()

    assert not replace(me, started=me.started - 60).is_alive()


def test_other_host() -> None:
    """What cannot be seen is not declared dead: another machine's processes count as alive."""
    assert Owner("another-machine", 1, 0.0).is_alive()
