"""Whether the process that answers for a run is still there."""

import os
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
    owner = Owner.of(process.pid)
    assert owner.is_alive()

    process.communicate()
    assert not owner.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no zombies")
def test_zombie_is_dead() -> None:
    """A process that has ended but that its parent has not yet asked about is dead."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    owner = Owner.of(process.pid)
    process.stdin.close()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # ended, and not yet reaped

    assert not owner.is_alive()
    process.wait()


def test_number_used_again() -> None:
    """A younger process with the number of a dead one is not taken for it, nor one of another
    boot, where the same programs start at about the same moments."""
    me = Owner.this_process()

    assert not replace(me, started=me.started - 60).is_alive()
    assert not replace(me, boot="another").is_alive()


@pytest.mark.skipif(not psutil.LINUX, reason="elsewhere a start is noted down once")
@pytest.mark.parametrize("step", [1.0, -1.0, 3600.0, -86400.0])
def test_a_clock_that_is_set_kills_nobody(step: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sets the clock moves the time of the boot, by which psutil tells starts."""
    before = Owner.this_process()
    boot_time = psutil.boot_time()
    monkeypatch.setattr(psutil, "boot_time", lambda: boot_time + step)
    monkeypatch.setattr(psutil._pslinux, "boot_time", lambda: boot_time + step)

    assert psutil.Process().create_time() - before.started == pytest.approx(boot_time + step)
    assert before.is_alive()
    assert before == Owner.this_process()


@pytest.mark.parametrize("number", [-1, 2**31, 10**30])
def test_no_number_of_a_process(number: int) -> None:
    """A number that no process can have is that of a dead one."""
    assert not replace(Owner.this_process(), pid=number).is_alive()


def test_other_host() -> None:
    """What cannot be seen is not declared dead: another machine's processes count as alive."""
    assert Owner("another-machine", 1, 0.0).is_alive()
