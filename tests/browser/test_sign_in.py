"""Signing in for real: a provider of identities, the server and two people's browsers."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.app import free_port, running_server
from core.config.train_config import TrainConfig
from core.data import load_named
from core.runs.status import State, Status
from core.runs.store import RunStore
from tests.browser.identity_provider import identity_provider

ANNA, BEN = "anna@school.org", "ben@school.org"


def test_people_sign_in_and_keep_to_their_own(
    browser: Browser, tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each gets in by the provider alone, under the name that it tells, and deletes only one's own;
    who has signed out is out."""
    pytest.importorskip("authlib")
    pytest.importorskip("httpx")
    port = free_port()
    secrets = tmp_path / "secrets.toml"
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", cluster)
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
    store = RunStore(tmp_path / "runs")
    run = store.create(TrainConfig(), load_named("offline"), ANNA)
    run.write_status(Status(State.COMPLETED))
    with identity_provider() as provider:
        secrets.write_text(provider.secrets(f"http://localhost:{port}"))
        with running_server(store.root, tmp_path / "server.log", port=port) as server:
            for name, may in ((BEN, False), (ANNA, True)):
                provider.email = name
                with browser.new_page() as page:
                    page.goto(f"{server.url}/runs?runs={run.id}")
                    page.get_by_role("button", name="Sign in").click()
                    expect(page.get_by_text(f"Signed in as {name}")).to_be_visible()
                    page.goto(f"{server.url}/runs?runs={run.id}")
                    delete = page.get_by_role("button", name="Delete")
                    expect(delete).to_be_enabled(enabled=may)

                    page.get_by_role("button", name="Sign out").click()
                    # The way in is shown before the browser has gone to give back its cookie.
                    page.wait_for_url(f"{server.url}/")
                    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
                    page.goto(f"{server.url}/runs?runs={run.id}")
                    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
                    expect(delete).not_to_be_visible()
