"""A real server and a real Chromium for the browser tests; without Chromium they skip."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.runs.run import Run
from core.runs.store import RunStore
from tests.waiting import PATIENCE, wait_for

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from benchmarks.app import DESKTOP, Server, chromium, running_browser, start_server  # noqa: E402

playwright.expect.set_options(timeout=1000 * PATIENCE)

NewPage = Callable[..., "playwright.Page"]
Start = Callable[[], Server]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip without a browser, unless DIGITS_REQUIRE_BROWSER says that there must be one."""
    if chromium() is None and not os.environ.get("DIGITS_REQUIRE_BROWSER"):
        reason = "Chromium is not installed (Debian: apt-get install chromium)"
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    """Give one browser for all tests."""
    assert chromium() is not None, "DIGITS_REQUIRE_BROWSER is set, but there is no Chromium"
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def new_page(browser: playwright.Browser) -> Iterator[NewPage]:
    """Return a function that opens a page; pages that are asked for alike share their cache."""
    contexts: dict[str, playwright.BrowserContext] = {}

    def new_page(**options: object) -> playwright.Page:
        if (key := str(options)) not in contexts:
            contexts[key] = browser.new_context(**options)
            contexts[key].set_default_timeout(1000 * PATIENCE)
        return contexts[key].new_page()

    yield new_page
    for context in contexts.values():
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Iterator[playwright.Page]:
    """Give a page of its own to each test, at the size of a laptop's screen."""
    page = new_page(viewport=DESKTOP)
    yield page
    for each in page.context.pages:
        each.close()


@pytest.fixture(scope="session")
def shared_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of runs of `shared_server`."""
    return tmp_path_factory.mktemp("server") / "runs"


@pytest.fixture(scope="session")
def shared_server(shared_runs: Path, cluster: str) -> Iterator[Server]:
    """Give one server, which trains on `cluster`, to the tests that leave no trace."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASK_SCHEDULER_ADDRESS", cluster)
        server = start_server(shared_runs, shared_runs.with_name("server.log"))
    yield server
    server.stop()


@pytest.fixture
def store(shared_server: Server, shared_runs: Path) -> Iterator[RunStore]:
    """The store of `shared_server`; what a test leaves there goes when it has ended."""
    store = RunStore(shared_runs)
    yield store
    for run in active(store):
        run.request_stop("user")
    wait_for(lambda: not active(store))
    for folder in shared_runs.iterdir():
        shutil.rmtree(folder, ignore_errors=True)


def active(store: RunStore) -> list[Run]:
    return [run for run in store.runs() if run.status.state.is_active]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a server; all use the same store and end with the test."""
    servers: list[Server] = []

    def start() -> Server:
        servers.append(start_server(tmp_path / "runs", tmp_path / "server.log"))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()
