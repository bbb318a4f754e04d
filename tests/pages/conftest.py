"""One store of runs and one training cluster for all page tests."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from pages.ui import cache

APP = Path(__file__).resolve().parents[2] / "streamlit_app.py"

OpenPage = Callable[..., AppTest]


def in_address(app: AppTest) -> dict[str, str]:
    """Return what the address of the page shows: each parameter's values, with commas between.

    `app.query_params` is what the browser last told, not what the page has settled since.
    """
    query = app.session_state["shown_address"].query
    return {name: ",".join(values) for name, values in query.items()}


@pytest.fixture(scope="session", autouse=True)
def components() -> Iterator[None]:
    """Look for components once: AppTest goes through all installed packages for each session."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(scope="session", autouse=True)
def store_of_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what the pages train out of the project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITS_RUNS_DIR", str(tmp_path_factory.mktemp("runs")))
        cache.store()  # made while the variable is set, then cached
        patch.setenv("DIGITS_OFFLINE", "1")
        cache.dataset()


@pytest.fixture(scope="module", autouse=True)
def frozen() -> None:
    """Leave out of garbage collection what is there: Streamlit collects after each run of a page,
    which takes half a second in a process that has loaded TensorFlow."""
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def cluster_of_pages(cluster: str) -> Iterator[None]:
    """Train on the cluster of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASK_SCHEDULER_ADDRESS", cluster)
        yield


@pytest.fixture
def open_page(store_of_pages: None) -> OpenPage:
    """Return a function that opens a page by its address, in a session of its own."""

    def open_page(page: str, /, **query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=240)
        app.switch_page(f"pages/{page}.py")
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return open_page
