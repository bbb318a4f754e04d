"""A world of its own for each test: no variables, no cache, no network but this machine."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.data import download, idx, mnist
from tests.core.data.local_server import Server, serve

REAL_MNIST = os.environ.get("DIGITS_DATA_DIR", "")
Arrays = dict[mnist.Part, np.ndarray]


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.delenv("DIGITS_DATA_DIR", raising=False)
    monkeypatch.delenv("DIGITS_OFFLINE", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(download, "URL", "http://127.0.0.1:9/mnist.npz")  # nothing listens there
    download.recent_failure.forget()
    yield
    download.recent_failure.forget()


@pytest.fixture
def cache_file(tmp_path: Path) -> Path:
    """Where the cache of this test would be; its folder does not exist yet."""
    return tmp_path / "keras" / "datasets" / "mnist.npz"


@pytest.fixture
def real_mnist() -> Path:
    if not REAL_MNIST:
        pytest.skip("DIGITS_DATA_DIR does not name a folder with MNIST")
    return Path(REAL_MNIST)


@pytest.fixture
def small_mnist(monkeypatch: pytest.MonkeyPatch) -> Arrays:
    """Puts 20 + 10 random digits in MNIST's place: the same rules, without its 11 MB."""
    rng = np.random.default_rng(7)
    arrays = {}
    for part in mnist.PARTS:
        count = 20 if part.shape[0] == 60_000 else 10
        shape = (count, *part.shape[1:])
        values = rng.integers(0, 256 if len(shape) == 3 else 10, shape, dtype=np.uint8)
        arrays[replace(part, shape=shape, md5=idx.content_md5(values))] = values
    monkeypatch.setattr(mnist, "PARTS", tuple(arrays))
    return arrays


@pytest.fixture
def idx_folder(small_mnist: Arrays, tmp_path: Path) -> Path:
    """A folder with the four IDX files of `small_mnist`."""
    folder = tmp_path / "idx"
    folder.mkdir()
    for part, values in small_mnist.items():
        (folder / part.idx_name).write_bytes(idx.header(values.shape) + values.tobytes())
    return folder


@pytest.fixture
def npz_file(small_mnist: Arrays, tmp_path: Path) -> Path:
    """The mnist.npz of `small_mnist`, in a folder of its own."""
    path = tmp_path / "npz" / "mnist.npz"
    path.parent.mkdir()
    np.savez_compressed(path, **{part.npz_key: values for part, values in small_mnist.items()})
    return path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A real web server on this machine in place of the real address."""
    with serve() as state:
        monkeypatch.setattr(download, "URL", state.url)
        yield state


@pytest.fixture
def mnist_server(server: Server, npz_file: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server with the file that `small_mnist` expects."""
    server.content = npz_file.read_bytes()
    monkeypatch.setattr(download, "SHA256", hashlib.sha256(server.content).hexdigest())
    return server
