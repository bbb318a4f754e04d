"""What all tests share: digits to work on without a network, and runs kept out of the project."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.external_cluster import external_cluster

# Real MNIST where the environment names a folder with it, otherwise the offline digits: no test
# waits for a download. Set before anything reads it, and inherited by every process of a test.
os.environ["DIGITS_OFFLINE"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# More processes test than there are cores, since many tests wait for a server or a training:
# threads of NumPy's own would only be in the way of these.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
if os.environ.get("DIGITS_DATA_DIR"):
    os.environ["DIGITS_DATA_DIR"] = str(Path(os.environ["DIGITS_DATA_DIR"]).resolve())

# How long an example takes says more about what else the machine does than about the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


# With `-n 3` a file stays on one process, and so does a folder whose tests share what is slow to
# start: a server with a browser, and what the pages keep in memory. These long ones begin first.
TOGETHER = ("tests/browser", "tests/pages")


def unit(nodeid: str) -> str:
    """Return the file or folder that a test stays together with."""
    file = nodeid.partition("::")[0]
    return next((folder for folder in TOGETHER if file.startswith(f"{folder}/")), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out the tests by `unit`."""
    from xdist.scheduler import LoadScopeScheduling

    class Units(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return unit(nodeid)

    return Units(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest in one piece."""
    items.sort(key=lambda item: (*TOGETHER, unit(item.nodeid)).index(unit(item.nodeid)))


@pytest.fixture
def runs_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of runs of its own for one test, which `RunStore()` finds by itself."""
    folder = tmp_path / "runs"
    monkeypatch.setenv("DIGITS_RUNS_DIR", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def no_drawings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees, or adds to, the drawings of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITS_DRAWINGS_DIR", str(tmp_path_factory.mktemp("no_drawings")))
        yield


@pytest.fixture
def drawings_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of drawings of its own for one test, not made yet."""
    folder = tmp_path / "drawings"
    monkeypatch.setenv("DIGITS_DRAWINGS_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a training cluster with one worker, for all that need only that there is one.

    A server starts one of its own unless DASK_SCHEDULER_ADDRESS names another, and each loads
    TensorFlow: ten seconds of a processor.
    """
    with external_cluster(tmp_path_factory.mktemp("cluster"), 1) as cluster:
        yield cluster.address
