"""The Search page: a form that makes a real search, and a view of what came of it."""

import json
import time
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.config.presets import PRESETS
from core.runs.status import State, Status
from core.search.ranges import SEARCHABLE, Between, OneOf, contains, default_range
from core.search.records import Search, create_search
from core.search.trials import Progress, SearchState, Trial, TrialState
from pages.ui import cache
from tests.pages.conftest import in_address
from tests.waiting import wait_for

BASE = replace(PRESETS["softmax"].config, epochs=1)
RANGES = {"learning_rate": Between(0.001, 0.1), "optimizer": OneOf(("adam", "sgd"))}
HOSTILE = ["../../etc/passwd", "<script>", "-1", "%00", "a" * 5000, "٣"]


def ended_search(number: int = 8, message: str = "") -> Search:
    """A search on record whose trials have ended, two of them pruned and one failed."""
    search = create_search(cache.store().root, cache.dataset(), BASE, RANGES, number)
    states = {5: TrialState.PRUNED, 6: TrialState.PRUNED, 7: TrialState.FAILED}
    trials = tuple(
        Trial(
            n,
            {"learning_rate": 0.01 + 0.01 * n, "optimizer": "adam" if n % 2 else "sgd"},
            states.get(n, TrialState.COMPLETED),
            f"run-{n}",
            (0.9 - 0.01 * abs(n - 3),),
            2.0,
        )
        for n in range(number)
    )
    search.write_progress(Progress(SearchState.FINISHED, message, trials))
    return search


def searched(app: AppTest) -> str:
    """Return the search that is shown: the one that the address names, or the newest."""
    newest = cache.searches().all()[0].id
    return in_address(app).get("search", newest)


def test_default_form_is_a_small_search(open_page) -> None:
    """Untouched, the form asks for the learning rate and batch size of the fast CNN."""
    app = open_page("search")

    assert [] == list(app.exception)
    assert not app.button(key="start_search").disabled
    assert ["learning_rate", "batch_size"] == app.multiselect(key="search_settings").value
    assert (12, 1, 2) == (
        app.number_input(key="search_trials").value,
        app.number_input(key="search_at_once").value,
        app.slider(key="search_epochs").value,
    )
    usual = default_range("learning_rate", PRESETS["fast"].config)
    assert usual == Between(*app.select_slider(key="search_range_learning_rate_fast").value)
    assert any("less with pruning" in caption.value for caption in app.caption)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_setting_of_every_preset_can_be_searched(open_page, preset: str) -> None:
    """Each setting has a control with a range to start from that the core accepts."""
    app = open_page("search")
    app.selectbox(key="search_preset").set_value(preset).run()
    app.multiselect(key="search_settings").set_value(list(SEARCHABLE)).run()

    assert [] == list(app.exception)
    assert [] == list(app.error)
    kinds = (app.slider, app.select_slider, app.multiselect)
    shown = {widget.key for kind in kinds for widget in kind}
    assert {f"search_range_{name}_{preset}" for name in SEARCHABLE} <= shown


def test_nothing_to_search_cannot_start(open_page) -> None:
    """Without a setting, or with a range that leaves no choice, Start waits and says why."""
    app = open_page("search")
    app.select_slider(key="search_range_batch_size_fast").set_value((64, 64)).run()
    assert app.button(key="start_search").disabled
    assert "batch_size needs from 2 to 64 different values" in app.error[0].value
    app.multiselect(key="search_settings").set_value([]).run()
    assert app.button(key="start_search").disabled


def test_shows_what_came_of_a_search(open_page) -> None:
    """A link to a search shows its best, its figures and all its trials, the latest first."""
    search = ended_search()
    app = open_page("search", search=search.id)
    shown = {metric.label: metric.value for metric in app.metric}

    assert [] == list(app.exception)
    assert ("90.00 %", "8 of 8", "2") == tuple(shown.values())
    assert any("Best: trial 4" in markdown.value for markdown in app.markdown)
    assert 3 == len(app.get("plotly_chart"))
    table = app.dataframe[0].value
    assert list(range(8, 0, -1)) == table["Trial"].tolist()
    assert ["Failed", "Pruned", "Pruned"] == table["State"].tolist()[:3]
    assert "train?run=run-0" == table["Run"].tolist()[-1]
    links = [link.proto for link in app.get("page_link")]
    assert any("best settings" in link.label for link in links)
    assert any("learning_rate=0.04" in link.query_string for link in links)


def test_chosen_search_stands_in_the_address(open_page) -> None:
    """Without a link the newest search is shown, and stands in no address; another does."""
    older, _newer = ended_search(3), ended_search(4)
    app = open_page("search")
    assert {} == in_address(app)
    assert "4 of 4" in [metric.value for metric in app.metric]
    app.selectbox(key="search_picker").set_value(older.id).run()
    assert {"search": older.id} == in_address(app)
    assert "3 of 3" in [metric.value for metric in app.metric]


def test_searches_of_one_second_are_told_apart(open_page) -> None:
    """Each of two that a class starts at once, for the same settings, can be chosen."""
    first, second = ended_search(3), ended_search(4)
    for search in (first, second):
        path = search.folder / "search.json"
        told = json.loads(path.read_text()) | {"created": "2026-01-02T03:04:05"}
        path.write_text(json.dumps(told))
    for search in (first, second):
        app = open_page("search", search=search.id)
        app.run()
        assert search.id == searched(app)
        assert f"{search.trials} of {search.trials}" in [metric.value for metric in app.metric]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_address_does_no_harm(open_page, value: str) -> None:
    """Whatever stands in the address, the page shows, says that there is no such search, and
    takes another."""
    search = ended_search(3)
    app = open_page("search", search=value)

    assert [] == list(app.exception)
    assert "`search=" in app.warning[0].value
    assert search.id == searched(app)


@pytest.mark.parametrize("content", ["", "{}", '{"state": "active", "message": "", "trials": [1]}'])
def test_damaged_search_is_explained(open_page, content: str) -> None:
    """A search whose file is damaged gives a message that names it; the form still works."""
    search = ended_search(3)
    (search.folder / "trials.json").write_text(content)
    app = open_page("search", search=search.id)

    assert [] == list(app.exception)
    assert search.id in app.error[0].value
    assert not app.button(key="start_search").disabled
    (search.folder / "search.json").unlink()


def with_trainings(count: int) -> Search:
    """A search on record whose trials are runs of the store."""
    search = create_search(cache.store().root, cache.dataset(), BASE, RANGES, count)
    trials = []
    for number in range(count):
        values = {"learning_rate": 0.01, "optimizer": "adam"}
        run = cache.store().create(search.config(values), cache.dataset())
        run.write_status(Status(State.COMPLETED))
        trials.append(Trial(number, values, TrialState.COMPLETED, run.id, (0.9,), 2.0))
    search.write_progress(Progress(SearchState.FINISHED, "", tuple(trials)))
    return search


@pytest.mark.parametrize("too", [False, True])
def test_delete(open_page, too: bool) -> None:
    """A search is deleted after a question, its trainings only if one says so; then another one
    is shown."""
    other, search = ended_search(3), with_trainings(2)
    own = {trial.run for trial in search.progress().trials}
    app = open_page("search", search=search.id)
    app.button(key="delete_search").click().run()
    assert search.folder.exists()
    if too:
        app.checkbox(key="delete_trainings").check()
    app.button(key="delete_search_yes").click().run()

    assert [] == list(app.exception)
    assert not search.folder.exists()
    assert other.id == searched(app)
    assert [] == list(app.toast)
    assert (set() if too else own) == own & {run.id for run in cache.store().runs()}


def test_keep(open_page) -> None:
    """Who does not want to delete keeps everything."""
    search = ended_search(3)
    app = open_page("search", search=search.id)
    app.button(key="delete_search").click().run()
    app.button(key="delete_search_no").click().run()

    assert search.id == searched(app)
    assert search.folder.exists()


def test_a_damaged_search_can_be_deleted(open_page) -> None:
    """It is in nobody's way for ever."""
    search = ended_search(3)
    (search.folder / "trials.json").write_text("{")
    app = open_page("search", search=search.id)
    app.button(key="delete_search").click().run()
    app.button(key="delete_search_yes").click().run()

    assert [] == list(app.exception)
    assert not search.folder.exists()


def test_message_cannot_be_markup(open_page) -> None:
    """What a training said is shown letter by letter."""
    search = ended_search(3, message="![x](https://example.org/x.png) **bold**")
    app = open_page("search", search=search.id)
    assert r"\!\[x\]" in app.info[0].value
    assert r"\*\*bold\*\*" in app.info[0].value


def test_starts_a_real_search_and_stops_it(open_page) -> None:
    """Start begins a search whose trials lie in the ranges of the form; Stop ends it and keeps
    its trials."""
    app = open_page("search")
    app.selectbox(key="search_preset").set_value("softmax").run()
    app.slider(key="search_epochs").set_value(1).run()
    app.multiselect(key="search_settings").set_value(["learning_rate", "optimizer"]).run()
    app.number_input(key="search_trials").set_value(30).run()
    app.button(key="start_search").click().run()
    assert [] == list(app.exception)
    search = cache.searches().get(searched(app))
    assert (30, "dense", 1) == (search.trials, search.base.architecture, search.base.epochs)

    wait_for(lambda: search.progress().ended)
    app.run()
    assert "delete_search" not in {button.key for button in app.button}
    app.button(key="stop_search").click().run()
    wait_for(lambda: not search.progress().is_active)
    progress = search.progress()
    assert SearchState.STOPPED is progress.state
    assert 1 <= len(progress.trained) < 30
    for trial in progress.trained:
        assert all(contains(n, search.ranges[n], v) for n, v in trial.settings.items())
        run = cache.store().get(trial.run)
        assert run.status.state in (State.COMPLETED, State.STOPPED)
    assert "Stopped on request" in app.run().info[0].value


def test_rerun_is_quick(open_page) -> None:
    """With many searches on record, a rerun takes no longer than a page may."""
    for _ in range(20):
        ended_search()
    app: AppTest = open_page("search")
    times = []
    for _ in range(5):
        started = time.perf_counter()
        app.run()
        times.append(time.perf_counter() - started)
    assert min(times) < 1.5  # of which the harness itself takes most, and a busy machine more
