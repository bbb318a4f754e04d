"""A lock between processes."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.files.lock import FileLock, is_locked

PROJECT = Path(__file__).resolve().parents[3]


def test_lock_ends_with_its_process(tmp_path: Path) -> None:
    """While a process holds the lock nobody else gets it; once it is killed, anybody does."""
    script = (
        "import sys, pathlib; from core.files.lock import FileLock; "
        "lock = FileLock(pathlib.Path(sys.argv[1])); print(lock.take(), flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "lock")],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    lock = FileLock(tmp_path / "lock")
    assert holder.stdout is not None
    try:
        assert "True" == holder.stdout.readline().strip()
        assert not lock.take()
        assert is_locked(tmp_path / "lock")
    finally:
        holder.kill()
        holder.communicate()
    assert not is_locked(tmp_path / "lock")
    assert lock.take()
    assert lock.take()
    assert not FileLock(tmp_path / "lock").take()
    lock.release()
    assert FileLock(tmp_path / "lock").take()


def test_looking_takes_no_lock(tmp_path: Path) -> None:
    """Who looks makes no file, and two who look do not take each other for a holder."""
    path = tmp_path / "lock"
    assert not is_locked(path)
    assert not path.exists()
    path.touch()
    with ThreadPoolExecutor(4) as threads:
        looks = list(threads.map(lambda _: is_locked(path), range(400)))
    assert not any(looks)


def test_patience(tmp_path: Path) -> None:
    """Who has patience gets a lock that is let go of meanwhile."""
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.take()
    assert not second.take(patience=0.05)
    timer = threading.Timer(0.1, first.release)
    timer.start()
    assert second.take(patience=60)
    timer.join()
