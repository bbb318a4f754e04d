"""Every address that a page writes or was linked to opens what it names; a wrong one says so."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.data.drawing_details import Details, Said
from core.data.drawings import Drawings
from pages import evaluate
from pages.ui import address, cache
from pages.ui.explore.view import VIEWS
from tests.pages.conftest import APP, in_address

DATA = Path(__file__).resolve().parents[1] / "data"
RUN = "20261125-094650-dense-e0098e88"
SEARCH = "20261125-094831-b1309d48"
KEPT_ON = str(datetime.now().astimezone().date())
HOSTILE = "`[x](http://x)` <b>" + "9" * 50

# As version 0.1.0 wrote them, and what must then be in the session.
ADDRESSES: dict[str, list[tuple[dict[str, str | list[str]], dict[str, Any]]]] = {
    "explore": [
        ({"split": "Test digits", "labels": ["3", "5"], "digit": "30"}, {"labels": [3, 5]}),
        ({"split": "Test digits", "page": "2"}, {"split": "test", "page": 2}),
        ({"view": "labels"}, {"view": "labels"}),
    ],
    "train": [
        (
            {"preset": "one_hidden", "learning_rate": "0.002", "units": "64", "epochs": "7"},
            {"setting_learning_rate": 0.002, "setting_units": 64, "setting_epochs": 7},
        ),
        ({"run": RUN}, {"chosen_run": RUN}),
    ],
    "search": [({"search": SEARCH}, {"chosen_search": SEARCH})],
    "runs": [({"runs": f"pretrained,{RUN}"}, {"ticked_runs": ["pretrained", RUN]})],
    "evaluate": [
        (
            {
                "run": "pretrained",
                "on": "test",
                "section": "mistakes",
                "actual": "4",
                "predicted": "9",
                "sure": ["10", "90"],
                "shown_as": "Share of actual",
                "diagonal": "false",
                "logarithmic": "false",
                "digit": "7",
            },
            {
                "chosen_run": "pretrained",
                "actual": 4,
                "predicted": 9,
                "sure": (10, 90),
                "shown_as": "Share of actual",
                "diagonal": False,
                "logarithmic": False,
            },
        ),
        ({"cause": "ambiguous"}, {"cause": "ambiguous"}),
        ({"section": "compare", "with": RUN}, {"section": "compare"}),
    ],
    "predict": [
        ({"run": "pretrained", "digit": "7", "of": "test"}, {"chosen_run": "pretrained"}),
        ({"way": "Upload a picture", "single_upload": "true"}, {"single_upload": True}),
        ({"single_draw": "false"}, {"single_draw": False}),
    ],
    "drawings": [
        (
            {
                "run": "pretrained",
                "whose": "all",
                "labels": ["3", "5"],
                "read": "wrong",
                "by": "pretrained",
                "day": KEPT_ON,
                "page": "1",
                "digit": "0",
            },
            {
                "chosen_run": "pretrained",
                "whose": "all",
                "labels": [3, 5],
                "read": "wrong",
                "by": "pretrained",
                "day": date.fromisoformat(KEPT_ON),
            },
        ),
    ],
}
CASES = [
    pytest.param(page, query, state, id=f"{page}-{number}")
    for page, addresses in ADDRESSES.items()
    for number, (query, state) in enumerate(addresses)
]


@pytest.fixture(autouse=True)
def drawing(drawings_dir: Path) -> None:
    """One that was read wrong, number 0."""
    said = Said("pretrained", "Shipped", 4, 0.5)
    Drawings().keep(cache.dataset().test.images[:1], [3], details=[Details(said)])


@pytest.fixture(scope="module", autouse=True)
def old_folders(store_of_pages: None) -> Iterator[None]:
    """The run and the search of version 0.1.0, among those of all page tests."""
    root = cache.store().root
    places = (root / RUN, root / "searches" / SEARCH)
    for place, name in zip(places, ("run_of_0_1_0", "search_of_0_1_0"), strict=True):
        shutil.copytree(DATA / name, place)
    yield
    for place in places:
        shutil.rmtree(place)


def opened(page: str, query: dict[str, str | list[str]]) -> AppTest:
    """A page in a session of its own, opened by an address."""
    app = AppTest.from_file(str(APP), default_timeout=240)
    app.switch_page(f"pages/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize(("page", "query", "state"), CASES)
def test_an_address_opens_what_it_names(
    page: str, query: dict[str, str | list[str]], state: dict[str, Any]
) -> None:
    """Nothing is refused, and the page's controls stand as the address says."""
    app = opened(page, query)

    assert [] == [message.value for message in (*app.warning, *app.error, *app.exception)]
    assert state == {name: app.session_state[name] for name in state}


def test_every_parameter_has_such_an_address() -> None:
    """No parameter that a page knows is left out above, and none is there that no page knows."""
    for page, addresses in ADDRESSES.items():
        used = {name for query, _ in addresses for name in query}
        known = set(address.PARAMETERS[page])
        settings = {"train": known - {"preset", "run", "learning_rate", "units", "epochs"}}
        assert known - settings.get(page, set()) == used


@pytest.mark.parametrize("page", address.PARAMETERS)
def test_a_wrong_value_is_said_in_words(page: str) -> None:
    """One line for each parameter, which names it, and no traceback and no command of a shell."""
    names = list(address.PARAMETERS[page])[:12]
    app = opened(page, dict.fromkeys(names, HOSTILE))

    assert [] == list(app.exception)
    said = [warning.value for warning in app.warning]
    for name in names:
        assert 1 == sum(f"`{name}=" in line for line in said), (name, said)
    assert not any("python -m" in line or "[x](http" in line.split("`")[2] for line in said)
    assert HOSTILE not in str(in_address(app))


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("explore", {"digit": "99999999"}),
        ("evaluate", {"digit": "99999999"}),
        ("evaluate", {"run": "gone"}),
        ("evaluate", {"section": "compare", "with": "gone"}),
        ("predict", {"digit": "99999999", "of": "test"}),
        ("train", {"run": "gone"}),
        ("search", {"search": "gone"}),
        ("runs", {"runs": "gone"}),
        ("drawings", {"digit": "99999999"}),
        ("drawings", {"digit": "7"}),
        ("drawings", {"run": "gone"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_what_does_not_exist_is_said(page: str, query: dict[str, str]) -> None:
    """A run, a search or a digit that is not there: one line says so, and the page is shown."""
    app = opened(page, query)

    assert [] == list(app.exception)
    (line,) = (warning.value for warning in app.warning)
    assert "python -m" not in line


def test_the_sections_are_those_of_the_page() -> None:
    """What an address may ask for is what the page offers; views of Explore likewise."""
    assert address.SECTIONS == tuple(evaluate.SECTIONS)
    assert address.VIEWS == tuple(VIEWS)


def test_label_issues_open_where_they_are_now() -> None:
    """The address that they had on Evaluate shows them on Explore, and nothing is refused."""
    app = opened("evaluate", {"section": "labels", "run": "pretrained"})

    assert [] == [message.value for message in (*app.warning, *app.error, *app.exception)]
    assert "Explore the digits" == app.title[0].value
    assert "labels" == app.session_state["view"]


def test_a_drawing_that_is_gone_is_said() -> None:
    """A link to a drawing that was removed."""
    assert [0] == [kept.number for kept in Drawings().kept()]
    app = opened("predict", {"digit": "3", "of": "drawings"})

    assert 1 == len(app.warning)
