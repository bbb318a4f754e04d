import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest

from core.data import (
    CANONICAL_FINGERPRINT,
    MnistUnavailableError,
    forget_failed_download,
    load,
    load_named,
    needs_download,
)
from core.data.environment import cache_file as cache_path
from core.errors import DigitLabError
from tests.core.data.local_server import Server


@pytest.fixture
def cached(npz_file: Path, cache_file: Path) -> Path:
    """The cache of an earlier download."""
    cache_file.parent.mkdir(parents=True)
    return npz_file.rename(cache_file)


def test_folder_comes_first(
    idx_folder: Path, cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder the user names wins over a cache, and nothing is to be downloaded."""
    monkeypatch.setenv("DIGITS_DATA_DIR", str(idx_folder))

    assert not needs_download()
    assert str(idx_folder) in load().origin
    assert str(idx_folder) in load_named("mnist").origin


def test_faulty_folder_is_an_error(
    cached: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is named but not there is never passed over, though a cache is at hand."""
    monkeypatch.setenv("DIGITS_DATA_DIR", str(tmp_path / "typo"))

    assert not needs_download()
    with pytest.raises(DigitLabError, match="typo is not a folder"):
        load()


def test_cache_comes_second(cached: Path, server: Server) -> None:
    """An earlier download is used without asking the network."""
    assert not needs_download()
    assert load().origin == f"Read from {cached}, the cache of an earlier download."
    assert server.requests == []


def test_default_cache_is_keras_own(
    npz_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without KERAS_HOME the cache is ~/.keras/datasets/mnist.npz."""
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    target = tmp_path / ".keras" / "datasets" / "mnist.npz"
    assert needs_download()

    target.parent.mkdir(parents=True)
    npz_file.rename(target)

    assert not needs_download()
    assert str(target) in load().origin


def test_cache_without_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container whose user has no home keeps the cache among the temporary files."""
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setattr(Path, "expanduser", Mock(side_effect=RuntimeError("no home")))

    assert cache_path().is_relative_to(tempfile.gettempdir())


def test_download_comes_third(mnist_server: Server, cache_file: Path) -> None:
    """With neither folder nor cache MNIST is downloaded once, with progress, then cached."""
    seen: list[int] = []
    assert needs_download()

    dataset = load(lambda done, total: seen.append(done))

    assert dataset.origin == f"Downloaded from 127.0.0.1 to {cache_file}."
    assert seen[-1] == len(mnist_server.content)
    assert not needs_download()
    assert "cache" in load().origin
    assert len(mnist_server.requests) == 1


def test_threads_share_one_download(mnist_server: Server, cache_file: Path) -> None:
    """A whole class that opens the page at once makes one request."""
    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mnist_server.requests) == 1


def test_offline_digits_come_last() -> None:
    """Without any way to MNIST the offline digits are used, and say why and what to do."""
    dataset = load()

    assert dataset.name == "offline"
    assert "could not be downloaded from 127.0.0.1" in dataset.origin
    assert "DIGITS_DATA_DIR" in dataset.origin


def test_forbidden_download(mnist_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """DIGITS_OFFLINE keeps the program off the network, and the origin says so."""
    monkeypatch.setenv("DIGITS_OFFLINE", "1")

    assert not needs_download()
    assert "DIGITS_OFFLINE forbids" in load().origin
    assert mnist_server.requests == []


def test_failed_download_is_remembered(mnist_server: Server) -> None:
    """After a failure the next load answers at once and asks again only when told to."""
    mnist_server.status = 500
    assert load().name == "offline"
    mnist_server.status = 200

    assert not needs_download()
    assert load().name == "offline"
    assert len(mnist_server.requests) == 1

    forget_failed_download()
    assert needs_download()
    assert load().name == "mnist"


@pytest.mark.parametrize("damage", [lambda c: c[:-100], lambda c: b"", lambda c: b"junk" * 99])
def test_damaged_cache_is_replaced(
    mnist_server: Server, cached: Path, damage: Callable[[bytes], bytes]
) -> None:
    """A damaged cache is downloaded anew."""
    cached.write_bytes(damage(cached.read_bytes()))

    assert "Downloaded" in load().origin
    assert cached.read_bytes() == mnist_server.content


def test_damaged_cache_without_network(cached: Path) -> None:
    """Where a damaged cache cannot be replaced the origin tells of it and of the network."""
    cached.write_bytes(b"junk")

    origin = load().origin

    assert f"{cached} cannot be read" in origin
    assert "could not be downloaded" in origin
    assert cached.read_bytes() == b"junk"


def test_cache_with_other_digits(cached: Path) -> None:
    """A well-formed cache of other digits is not taken for MNIST."""
    with np.load(cached) as archive:
        arrays = dict(archive)
    np.savez_compressed(cached, **{**arrays, "y_test": (arrays["y_test"] + 1) % 10})

    with pytest.raises(MnistUnavailableError, match=r"\(y_test\) is not MNIST's"):
        load_named("mnist")


def test_named_mnist_is_never_offline_digits() -> None:
    """A training on MNIST fails where MNIST is missing; it never gets other digits."""
    with pytest.raises(MnistUnavailableError, match="could not be downloaded"):
        load_named("mnist")


def test_named_offline_is_always_there(cached: Path) -> None:
    """The offline digits are there on demand, MNIST or not."""
    dataset = load_named("offline")

    assert dataset.name == "offline"
    assert dataset.origin == "Taken from the scikit-learn package."


def test_unknown_name() -> None:
    """An unknown name is answered with the names there are."""
    with pytest.raises(DigitLabError, match='"cifar"; choose "mnist" or "offline"'):
        load_named("cifar")


def test_real_mnist_from_cache(
    real_mnist: Path, cache_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MNIST itself as mnist.npz has the same content as its IDX files."""
    monkeypatch.setenv("DIGITS_DATA_DIR", str(real_mnist))
    original = load()
    monkeypatch.delenv("DIGITS_DATA_DIR")
    cache_file.parent.mkdir(parents=True)
    np.savez(
        cache_file,
        x_train=original.train.images,
        y_train=original.train.labels,
        x_test=original.test.images,
        y_test=original.test.labels,
    )

    cached = load()

    assert str(cache_file) in cached.origin
    assert cached.fingerprint == CANONICAL_FINGERPRINT
    np.testing.assert_array_equal(cached.test.images, original.test.images)
