import threading
from pathlib import Path

import pytest

from core.data import MnistUnavailableError, download
from core.data.failures import RecentFailure
from tests.core.data.local_server import Server


def leftovers(cache_file: Path) -> list[str]:
    return [path.name for path in cache_file.parent.iterdir() if path != cache_file]


def test_download(mnist_server: Server, cache_file: Path) -> None:
    """The file arrives whole where Keras looks for it, and the progress ends at its size."""
    seen: list[tuple[int, int]] = []

    download.download(cache_file, lambda done, total: seen.append((done, total)))

    size = len(mnist_server.content)
    assert cache_file.read_bytes() == mnist_server.content
    assert seen == sorted(seen)
    assert seen[-1] == (size, size)
    assert leftovers(cache_file) == []


def test_wrong_checksum(mnist_server: Server, cache_file: Path) -> None:
    """What a captive portal answers is no mnist.npz: nothing is kept, the old file stays."""
    mnist_server.content = b"<html>Please log in</html>"
    cache_file.parent.mkdir(parents=True)
    cache_file.write_bytes(b"old")

    with pytest.raises(MnistUnavailableError, match="26 bytes that arrived are not mnist"):
        download.download(cache_file)
    assert cache_file.read_bytes() == b"old"
    assert leftovers(cache_file) == []


def test_too_long(mnist_server: Server, cache_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer without end is broken off at the limit."""
    monkeypatch.setattr(download, "MAX_BYTES", 100)

    with pytest.raises(MnistUnavailableError, match="longer than 100 bytes"):
        download.download(cache_file)
    assert leftovers(cache_file) == []


def test_too_slow(mnist_server: Server, cache_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A download that trickles on is given up in the end."""
    monkeypatch.setattr(download, "TOTAL_SECONDS", -1.0)

    with pytest.raises(MnistUnavailableError, match="not done after"):
        download.download(cache_file)


def test_http_error(mnist_server: Server, cache_file: Path) -> None:
    """The server's refusal is in the message."""
    mnist_server.status = 503

    with pytest.raises(MnistUnavailableError, match="503"):
        download.download(cache_file)


def test_failure_is_remembered(mnist_server: Server, cache_file: Path) -> None:
    """After a failure the server is left alone until the failure is forgotten."""
    mnist_server.status = 404
    for _ in range(3):
        with pytest.raises(MnistUnavailableError, match="404"):
            download.download(cache_file)
    assert len(mnist_server.requests) == 1

    mnist_server.status = 200
    download.recent_failure.forget()
    download.download(cache_file)
    assert cache_file.is_file()


def test_unwritable_cache(mnist_server: Server, tmp_path: Path) -> None:
    """Where the cache cannot be made the message says where that was."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(MnistUnavailableError, match="file"):
        download.download(tmp_path / "file" / "mnist.npz")


def test_stopped_by_progress(mnist_server: Server, cache_file: Path) -> None:
    """An exception of the callback ends the download, cleanly and without counting as failure."""

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download.download(cache_file, stop)
    assert leftovers(cache_file) == []
    assert download.recent_failure.reason() is None


def test_two_at_once(mnist_server: Server, cache_file: Path) -> None:
    """Two processes or threads that download together both end with the whole file."""
    both_asked = threading.Barrier(2, timeout=10)
    mnist_server.before_answer = both_asked.wait
    threads = [threading.Thread(target=download.download, args=(cache_file,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mnist_server.requests) == 2
    assert cache_file.read_bytes() == mnist_server.content
    assert leftovers(cache_file) == []


def test_recent_failure_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure is recent for the given number of seconds of the monotonic clock."""
    now = 1000.0
    monkeypatch.setattr("core.data.failures.time.monotonic", lambda: now)
    failure = RecentFailure(seconds=600)
    assert failure.reason() is None

    failure.remember("no route")
    now = 1599.0
    assert failure.reason() == "no route"
    now = 1600.0
    assert failure.reason() is None
