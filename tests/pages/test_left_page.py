"""A page that is left stops what it computes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.app import Server, start_server
from benchmarks.client import Session
from tests.waiting import wait_for

PAGE = """
import time
from pathlib import Path
from pages.ui.cache.progress import computed

begun, enough, outcome = map(Path(__file__).with_name, ("begun", "enough", "outcome"))

def compute(progress):
    begun.touch()
    how = "stopped"
    try:
        while not enough.exists():
            time.sleep(0.02)
            progress(0.5)
        how = "whole"
    finally:
        outcome.write_text(how)
    return how

computed("waiting", (), compute, "Waiting ...")
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server whose only page computes until there is a file `enough`."""
    page = tmp_path / "page.py"
    page.write_text(PAGE, encoding="utf-8")
    server = start_server(tmp_path / "runs", tmp_path / "log", script=str(page))
    yield server
    server.stop()


def test_what_nobody_waits_for_stops(server: Server, tmp_path: Path) -> None:
    """Its page gone, a computation stops and keeps nothing: who has come meanwhile has it computed
    anew. Once whole, it is kept."""
    begun, enough, outcome = map(tmp_path.joinpath, ("begun", "enough", "outcome"))
    with Session(server.url) as waiting:
        with Session(server.url) as gone:
            gone.begin("")
            wait_for(begun.exists)
            waiting.begin("")
        wait_for(lambda: outcome.exists() and outcome.read_text())
        assert "stopped" == outcome.read_text()
        enough.touch()
        waiting.until_finished()
    assert "whole" == outcome.read_text()

    begun.unlink()
    with Session(server.url) as late:
        late.open("")
    assert not begun.exists()
