"""A real server and a real Chromium for the browser tests; without Chromium they skip."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from benchmarks.app import DESKTOP, Server, chromium, running_browser, start_server  # noqa: E402

playwright.expect.set_options(timeout=15_000)  # as for actions: a page may load while others work

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


@pytest.fixture
def page(browser: playwright.Browser) -> Iterator[playwright.Page]:
    """Give a page of its own to each test, at the size of a laptop's screen."""
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(15_000)
    page = context.new_page()
    yield page
    context.close()


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


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give one server to the tests that leave no trace."""
    folder = tmp_path_factory.mktemp("server")
    server = start_server(folder / "runs", folder / "server.log")
    yield server
    server.stop()
