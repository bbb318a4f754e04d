"""Sign-in: who gets in, whose things are whose, and what others may not do to them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from core.config.train_config import TrainConfig
from core.data import load_named
from core.data.drawings import Drawings
from core.errors import DigitLabError
from core.runs.run import Run
from core.runs.status import State, Status
from core.search.records import create_search
from core.search.trials import Progress, SearchState
from pages.ui import cache
from pages.ui.people import sign_in
from pages.ui.people.sign_in import EVERYBODY, Visitor
from pages.ui.run_deletion import delete_runs
from tests.pages.conftest import APP
from tests.pages.test_search_page import BASE, RANGES
from tests.waiting import wait_for

ANNA, BEN, TEACHER = "anna@school.org", "ben@school.org", "teacher@school.org"
PROVIDER = {"client_id": "app", "client_secret": "s", "server_metadata_url": "https://id.school"}
SECRETS = {
    "auth": {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "c"}
    | PROVIDER,
    "roles": {"teachers": ["Teacher@School.org"]},
}
NAMES = st.none() | st.sampled_from([ANNA, BEN, TEACHER])

OpenAs = Callable[..., AppTest]


@pytest.fixture
def open_as(store_of_pages: None) -> OpenAs:
    """Return a function that opens a page as who is signed in, None for nobody."""

    def open_as(name: str | None, page: str, /, **query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=240)
        app.secrets = SECRETS
        app.user = {"is_logged_in": name is not None} | ({"email": name} if name else {})
        app.switch_page(f"pages/{page}.py")
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return open_as


def made_by(user: str | None, state: State = State.COMPLETED) -> Run:
    """A run of `user`, without a model."""
    run = cache.store().create(TrainConfig(architecture="dense"), load_named("offline"), user)
    run.write_status(Status(state))
    return cache.store().get(run.id)


@pytest.fixture
def annas() -> Iterator[Run]:
    """A run of hers."""
    run = made_by(ANNA)
    yield run
    shutil.rmtree(run.folder, ignore_errors=True)


def forced(control: Any) -> Any:
    """A control as a browser may use it that does not heed what is disabled."""
    control.proto.disabled = False
    return control


def controls_of_runs(app: AppTest, run: Run) -> list[Any]:
    """What changes a run on the page Runs."""
    return [
        app.text_input(key=f"name_{run.id}"),
        app.text_area(key=f"note_{run.id}"),
        app.button(key="star"),
        app.button(key="delete"),
    ]


@given(NAMES, st.booleans(), NAMES)
def test_who_may_change_what(user: str | None, teaches: bool, owner: str | None) -> None:
    """One's own and, for teachers, all; what is nobody's is nobody's to change but theirs."""
    may = Visitor(user, teaches).may_change(owner)

    assert may == (teaches or (owner is not None and user == owner))
    assert EVERYBODY.may_change(owner)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"email": "Anna@School.org", "sub": "17"}, ANNA),
        ({"email": ANNA, "email_verified": True, "sub": "17"}, ANNA),
        ({"email": TEACHER, "email_verified": False, "sub": "17"}, "17"),
        ({"email": "", "sub": "17"}, "17"),
        ({"sub": "17"}, "17"),
    ],
)
def test_what_somebody_is_called(claims: dict[str, Any], expected: str) -> None:
    """By an address that the provider stands for, else by its own number of them."""
    assert expected == sign_in._name(claims)


def test_nobody_gets_in_without_signing_in(open_as: OpenAs, monkeypatch) -> None:
    """Every page is the way in, and nothing else; a missing package is named."""
    monkeypatch.setattr(sign_in, "find_spec", lambda name: object())
    for page in ("explore", "train", "runs"):
        app = open_as(None, page)
        assert [] == list(app.exception)
        assert ["Sign in"] == [button.label for button in app.button]
        assert ["Digit Lab"] == [title.value for title in app.title]

    monkeypatch.setattr(sign_in, "find_spec", lambda name: None)
    app = open_as(None, "train")
    assert [] == list(app.button)
    assert "needs authlib and httpx" in app.error[0].value
    assert "streamlit[auth]" in app.error[0].value


def test_a_button_for_each_provider(open_as: OpenAs, monkeypatch) -> None:
    """Where the secrets have several, each is named."""
    monkeypatch.setattr(sign_in, "find_spec", lambda name: object())
    shared = {name: SECRETS["auth"][name] for name in ("redirect_uri", "cookie_secret")}
    several = {"auth": shared | {"google": PROVIDER, "keycloak": PROVIDER}}
    monkeypatch.setitem(globals(), "SECRETS", several)
    app = open_as(None, "train")

    assert ["Sign in with Google", "Sign in with Keycloak"] == [b.label for b in app.button]


@pytest.mark.parametrize(
    ("name", "owner", "may"),
    [
        (ANNA, ANNA, True),
        (BEN, ANNA, False),
        (TEACHER, ANNA, True),
        (ANNA, None, False),
        (TEACHER, None, True),
    ],
)
def test_whose_run_it_is(open_as: OpenAs, name: str, owner: str | None, may: bool) -> None:
    """Name, note, star and deletion are for the owner and teachers; others see why not."""
    run = made_by(owner)
    app = open_as(name, "runs", runs=run.id)
    controls = controls_of_runs(app, run)
    assert [] == list(app.exception)
    assert [not may] * 4 == [control.disabled for control in controls]
    if not may:
        assert all("only" in control.help and "teacher" in control.help for control in controls)
    shutil.rmtree(run.folder)


def test_without_secrets_everything_is_everybodys(open_page, annas: Run) -> None:
    """Where nobody signs in, runs of those who once did can be changed too."""
    app = open_page("runs", runs=annas.id)

    assert [False] * 4 == [control.disabled for control in controls_of_runs(app, annas)]
    assert "sign_out" not in [button.key for button in app.button]


def test_what_a_browser_sends_is_looked_at_again(
    open_as: OpenAs, annas: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control that is disabled in the browser changes nothing where it is used all the same."""
    app = open_as(BEN, "runs", runs=annas.id)
    forced(app.text_input(key=f"name_{annas.id}")).set_value("Ben's").run()
    forced(app.button(key="star")).click().run()
    assert annas.annotation == cache.store().get(annas.id).annotation

    forced(app.button(key="delete")).click().run()
    assert "delete_yes" not in [button.key for button in app.button]
    monkeypatch.setattr(sign_in, "visitor", lambda: Visitor(BEN, is_teacher=False))
    delete_runs([annas])
    assert annas.folder.exists()
    assert [] == list(app.exception)


def test_a_training_belongs_to_who_starts_it(open_as: OpenAs) -> None:
    """It bears her name; somebody else cannot stop it, and a teacher can."""
    app = open_as(ANNA, "train", preset="fast", epochs="50")
    app.button(key="start").click().run()
    run = cache.store().runs()[0]
    assert ANNA == run.info.user

    app = open_as(BEN, "train", run=run.id)
    assert app.button(key="stop").disabled
    forced(app.button(key="stop")).click().run()
    assert cache.store().get(run.id).stop_reason() is None

    app = open_as(TEACHER, "train", run=run.id)
    assert not app.button(key="stop").disabled
    app.button(key="stop").click().run()
    wait_for(lambda: not cache.store().get(run.id).status.state.is_active)
    assert State.STOPPED is cache.store().get(run.id).status.state
    shutil.rmtree(run.folder)


def test_whose_search_it_is(open_as: OpenAs) -> None:
    """Only its owner or a teacher deletes it."""
    search = create_search(cache.store().root, cache.dataset(), BASE, RANGES, 2, user=ANNA)
    search.write_progress(Progress(SearchState.FINISHED, "", ()))
    for name, may in ((ANNA, True), (BEN, False), (TEACHER, True)):
        app = open_as(name, "search", search=search.id)
        assert may != app.button(key="delete_search").disabled
    shutil.rmtree(search.folder)


def test_whose_drawing_it_is(open_as: OpenAs, drawings_dir: Path) -> None:
    """Others see what a drawing was meant to be, and cannot correct or remove it."""
    image = cache.dataset().test.images[:1]
    (kept,) = Drawings().keep(image, [3], ANNA)
    query = {"of": "drawings", "digit": str(kept.number), "run": "pretrained"}
    for name, label in ((BEN, 3), (ANNA, 4), (TEACHER, 5)):
        app = open_as(name, "predict", **query)
        assert (label == 3) == app.button(key="meant_0").disabled
        forced(app.button(key=f"meant_{label if label != 3 else 9}")).click().run()
        assert [] == list(app.exception)
        assert [label] == [drawing.label for drawing in Drawings().kept()]
    assert np.array_equal(image, Drawings().read().digits.images)


@pytest.mark.parametrize("content", ["[auth", 'roles = 1\n[auth]\ncookie_secret = "'])
def test_damaged_secrets_let_nobody_in(content: str, tmp_path: Path, monkeypatch) -> None:
    """A file that cannot be read is an error, not a file without a provider."""
    path = tmp_path / "secrets.toml"
    path.write_text(content)
    monkeypatch.setattr(streamlit, "secrets", Secrets())
    monkeypatch.setattr(streamlit, "get_option", lambda name: [str(path)])
    with pytest.raises(DigitLabError, match="cannot be read"):
        sign_in.visitor()


@pytest.mark.parametrize("roles", [{"teachers": TEACHER}, {"teachers": [1]}, [TEACHER]])
def test_teachers_are_a_list(open_as: OpenAs, monkeypatch, roles: object) -> None:
    """Anything else is explained, and makes no teacher."""
    monkeypatch.setitem(SECRETS, "roles", roles)
    app = open_as(TEACHER, "runs")

    assert "must be a list of names" in app.error[0].value
