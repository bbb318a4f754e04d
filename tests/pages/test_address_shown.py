"""The one way to the address: a choice adds to the history, what a page settles does not."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.runs.run import PRETRAINED
from pages.ui import address, cache
from tests.pages.conftest import in_address

PAGES = Path(__file__).resolve().parents[2] / "pages"


@pytest.mark.parametrize("page", ["home", *address.PARAMETERS])
def test_a_page_that_is_opened_writes_nothing_into_its_address(open_page, page: str) -> None:
    """Defaults never stand there, and so nothing is added to the history."""
    app = open_page(page)

    assert [] == list(app.exception)
    assert {} == in_address(app)
    assert {} == dict(app.query_params)


def test_no_page_has_a_way_of_its_own() -> None:
    """Only `pages.ui.address.shown` writes addresses, and no widget is bound to one."""
    own = re.compile(r"""bind=["']|st\.query_params""")
    users = {path.name for path in PAGES.rglob("*.py") if own.search(path.read_text("utf-8"))}

    assert {"shown.py"} == users


def told_by_browser(app: AppTest) -> dict[str, str]:
    """Return what Streamlit wrote to the browser's address, which adds an entry each time."""
    given = app.query_params.items()
    return {name: value if isinstance(value, str) else value[0] for name, value in given}


def test_a_choice_is_written_once_with_all_that_it_changes(open_page) -> None:
    """Another part of the data has other digits: the one that was open is closed with it."""
    app = open_page("explore", digit="7")
    app.button_group(key="split").set_value("test").run()

    assert {"split": "Test digits"} == in_address(app) == told_by_browser(app)
    app.button_group(key="split").set_value("train").run()
    assert {} == in_address(app) == told_by_browser(app)


def test_a_setting_is_settled_and_a_preset_is_a_choice(open_page) -> None:
    """A slider that is moved leaves Streamlit's own address alone, a preset is one step back."""
    linked = {"preset": "one_hidden", "units": "64"}
    app = open_page("train", **linked)
    app.slider(key="setting_epochs").set_value(7).run()
    assert linked | {"epochs": "7"} == in_address(app)
    assert linked == told_by_browser(app)
    app.button(key="reset").click().run()
    assert {"preset": "one_hidden"} == in_address(app) == told_by_browser(app)


def test_an_address_that_is_older_than_the_page_changes_nothing(open_page) -> None:
    """A browser tells with a click the address that Streamlit wrote last: the form stays."""
    app = open_page("train", preset="one_hidden")
    for epochs in (7, 8):
        app.slider(key="setting_epochs").set_value(epochs).run()
        assert {"preset": "one_hidden"} == told_by_browser(app)
        assert epochs == app.slider(key="setting_epochs").value
        assert {"preset": "one_hidden", "epochs": str(epochs)} == in_address(app)


def test_the_run_chosen_last_is_settled_on_the_next_page(open_page) -> None:
    """The shipped run is every page's default; another would stand in the address."""
    app = open_page("evaluate", run=PRETRAINED)

    assert {} == in_address(app)
    assert PRETRAINED == app.session_state["chosen_run"]


def test_the_chip_links_to_what_is_at_work(open_page, monkeypatch: pytest.MonkeyPatch) -> None:
    """On every page while something is trained, and on none else."""
    (run,) = (run for run in cache.store().runs() if run.id == PRETRAINED)

    class Working:
        words = "Training 40 %"

    Working.run = run
    assert "Training 40 %" not in [link.proto.label for link in open_page("runs").get("page_link")]
    monkeypatch.setattr(cache, "at_work", lambda: (Working(),))
    links = [link.proto for link in open_page("explore").get("page_link")]
    assert [f"run={PRETRAINED}"] == [
        link.query_string for link in links if link.label == "Training 40 %"
    ]
