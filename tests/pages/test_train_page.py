"""The Train page: a form that follows its address and its presets, and real trainings."""

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.config.presets import PRESETS
from core.config.query_params import to_query
from core.config.rules import reconciled
from core.config.train_config import SETTINGS, TrainConfig
from core.runs.diagnosis import diagnosis
from core.runs.requests import requested_learning_rate
from core.runs.run import Run
from core.runs.status import State
from pages.ui import cache
from tests.pages.conftest import in_address
from tests.waiting import wait_for

QUICK = {"preset": "softmax", "epochs": "1", "train_fraction": "0.1", "batch_size": "256"}


def configuration(app: AppTest) -> TrainConfig:
    """Return what the form's controls say."""
    values = {name: app.session_state[f"setting_{name}"] for name in SETTINGS}
    return TrainConfig.from_dict(reconciled(values, TrainConfig().to_dict()))


def address(app: AppTest) -> dict[str, str]:
    """Return the values in the page's address."""
    return in_address(app)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_sets_every_control(open_page, preset: str) -> None:
    """Its parameters are those of its layers; what it teaches is said, and its curves are shown
    under a name that says where they are from."""
    app = open_page("train", preset=preset)
    assert [] == list(app.exception)
    assert PRESETS[preset].config == configuration(app)
    table = app.dataframe[0].value
    assert any(f"{table['Parameters'].sum():,} parameters" in text.value for text in app.markdown)
    assert any(PRESETS[preset].teaches in text.value for text in app.caption)
    assert any("Recorded when" in heading.value for heading in app.subheader)
    assert 2 == len(app.get("vega_lite_chart"))


def test_a_page_that_is_opened_writes_no_address(open_page) -> None:
    """Not the bare one, nor over a link; what is changed is written, but no default."""
    assert {} == address(open_page("train"))
    link = {"preset": "softmax", "epochs": "9"}
    app = open_page("train", **link)
    assert link == address(app)
    app.slider(key="setting_epochs").set_value(5).run()
    assert {"preset": "softmax"} == address(app)

    bare = open_page("train")
    bare.slider(key="setting_epochs").set_value(9).run()
    assert {"epochs": "9"} == address(bare)
    bare.slider(key="setting_epochs").set_value(TrainConfig().epochs).run()
    assert {} == address(bare)


def test_an_address_of_before_is_no_link(open_page) -> None:
    """Keys that come faster than the page answers: with the second the browser still shows the
    address that was before the first, and the slider stays where the keys have moved it."""
    app = open_page("train", preset="one_hidden")
    for epochs in range(6, 12):
        app.query_params.clear()
        app.query_params["preset"] = "one_hidden"  # as the browser still has it
        app.slider(key="setting_epochs").set_value(epochs).run()
        assert epochs == configuration(app).epochs == app.slider(key="setting_epochs").value
    app.query_params["epochs"] = "8"  # an earlier one of the form's own
    app.run()
    assert 11 == configuration(app).epochs
    app.query_params["epochs"] = "77"  # none of the form's
    app.run()
    assert 77 == configuration(app).epochs


def test_a_slider_keeps_its_steps(open_page) -> None:
    """Also one that a link put between the round numbers: with other steps the browser would make
    a new one of it, and forget the keys that were pressed meanwhile."""
    app = open_page("train", preset="one_hidden", learning_rate="0.0007")
    before = app.select_slider(key="setting_learning_rate").options
    app.select_slider(key="setting_learning_rate").set_value(0.01).run()
    assert before == app.select_slider(key="setting_learning_rate").options


def test_changes_are_told_instead_of_the_presets_claim(open_page) -> None:
    """A changed form names its preset and what differs; Reset takes it back."""
    app = open_page("train", preset="one_hidden", learning_rate="0.01", units="64")
    (told,) = (text.value for text in app.markdown if "Changed from" in text.value)
    assert "One hidden layer" in told
    assert r"learning rate 0\.01 \(0\.001\)" in told
    assert r"units 64 \(128\)" in told
    app.button(key="reset").click().run()
    assert PRESETS["one_hidden"].config == configuration(app)
    assert not any("Changed from" in text.value for text in app.markdown)


def test_a_link_to_the_form_shows_nobodys_run(open_page) -> None:
    """Others' trainings are one click away, on the page of runs, and nothing is shown of them."""
    run = finished_run(open_page)
    for query in ({}, {"preset": "one_hidden", "learning_rate": "0.01"}):
        app = open_page("train", **query)
        assert [] == list(app.exception)
        assert "run" not in address(app)
        assert [] == list(app.metric)
    app = open_page("train", preset="softmax", run=run.id)
    assert "Test accuracy" in {metric.label for metric in app.metric}
    app.button(key="close_run").click().run()
    assert [] == list(app.metric)


def test_layers_follow_the_settings(open_page) -> None:
    """The layer table and the parameter count are those of the sizes that are chosen, and only
    controls that have an effect are shown."""
    app = open_page("train", preset="softmax")
    assert ["Flatten", "Dense, 10 units", "Softmax"] == app.dataframe[0].value["Layer"].tolist()
    assert any("7,850 parameters" in markdown.value for markdown in app.markdown)
    assert "setting_units" not in keys(app)

    app.slider(key="setting_hidden_layers").set_value(2).run()
    app.select_slider(key="setting_units").set_value(50).run()
    assert any("42,310 parameters" in markdown.value for markdown in app.markdown)
    assert "setting_filters" not in keys(app)
    app.selectbox(key="setting_architecture").set_value("cnn").run()
    assert {"setting_filters", "setting_kernel", "setting_units"} <= keys(app)


def keys(app: AppTest) -> set[str]:
    """Return the keys of all controls on the page."""
    kinds = (app.slider, app.select_slider, app.selectbox, app.number_input)
    return {widget.key for kind in kinds for widget in kind}


def test_a_link_sets_the_whole_form(open_page) -> None:
    """A teacher's link opens the form with its settings, those of hidden controls too."""
    config = replace(
        PRESETS["cnn_dropout"].config,
        learning_rate=0.0007,
        kernel=5,
        augmentation="custom",
        rotation=20.0,
        label_noise=0.3,
    )
    app = open_page("train", **to_query(config, "cnn_dropout"))
    assert [] == list(app.exception)
    assert config == configuration(app)
    assert 0.0007 == app.select_slider(key="setting_learning_rate").value
    assert 20.0 == app.slider(key="setting_rotation").value

    app.slider(key="setting_epochs").set_value(9).run()
    assert "9" == address(app)["epochs"]
    assert replace(config, epochs=9) == configuration(app)


@pytest.mark.parametrize(
    "query",
    [
        {"preset": "nothing"},
        {"learning_rate": "1e99"},
        {"epochs": "-1"},
        {"architecture": "<script>alert(1)</script>"},
        {"loss": "binary"},
        {"units": "a" * 5000},
    ],
)
def test_a_hostile_link_leaves_the_defaults(open_page, query: dict[str, str]) -> None:
    """It is said, and the form stands as it would without a link."""
    app = open_page("train", **query)
    assert [] == list(app.exception)
    said = app.warning[0].value
    assert "The link cannot be followed" in said or f"`{next(iter(query))}=" in said
    assert TrainConfig() == configuration(app)


def test_settings_that_exclude_one_another_cannot_be_chosen(open_page) -> None:
    """With a softmax output there is no binary cross-entropy; going back to softmax leaves one
    that fits."""
    app = open_page("train", preset="two_small_sigmoid", loss="binary")
    assert "binary" == configuration(app).loss
    app.selectbox(key="setting_output").set_value("softmax").run()
    assert [] == list(app.exception)
    assert "sparse" == configuration(app).loss
    assert not any("Binary" in option for option in app.selectbox(key="setting_loss").options)


def test_a_preview_shows_what_the_network_sees(open_page) -> None:
    """With an augmentation real digits are shown as they are changed; without there is none."""
    for query, shown in (({}, False), ({"augmentation": "custom", "rotation": "45"}, True)):
        captions = open_page("train", **query).caption
        assert shown == any("what the network is shown" in text.value for text in captions)


def test_train_starts_a_real_training_and_shows_its_result(open_page) -> None:
    """Start puts a run in the queue; when it has ended the page shows its test accuracy."""
    app = open_page("train", **QUICK)
    app.button(key="start").click().run()
    assert [] == list(app.exception)
    run = newest_run()
    assert run.id == address(app)["run"]
    assert configuration(app) == run.info.config
    ended = wait_until_settled(run)
    assert State.COMPLETED == ended.status.state
    shown = {metric.label: metric.value for metric in open_page("train", run=run.id).metric}
    assert f"{100 * ended.result.test_accuracy:.2f} %" == shown["Test accuracy"]
    said = [text.value for text in open_page("train", run=run.id).markdown]
    assert any("**Completed**" in text for text in said)
    assert any(diagnosis(ended.epochs()).words in text for text in said)


def test_who_waits_behind_others_sees_the_place(open_page) -> None:
    """The page says how many are before it and about how long that takes, shows no curves yet,
    and the run can be cancelled."""
    runs = [cache.store().create(TrainConfig(epochs=50), cache.dataset()) for _ in range(3)]
    try:
        app = open_page("train", run=runs[-1].id)
        assert [] == list(app.exception)
        (bar,) = app.get("progress")  # the first may have begun
        assert re.fullmatch(r"Waiting: number [23] in the queue, about \d.*", bar.proto.text)
        assert [] == list(app.get("vega_lite_chart"))
        app.button(key="stop").click().run()
        assert State.STOPPED is cache.store().get(runs[-1].id).status.state
        assert any("Cancelled before it began" in text.value for text in app.markdown)
    finally:
        for run in reversed(runs):
            cache.jobs().stop(run)


def test_a_finished_run_goes_on_for_more_epochs(open_page) -> None:
    """Continue training puts it back into the queue under its own name, its curves joined."""
    run = finished_run(open_page)
    app = open_page("train", run=run.id)
    app.number_input(key=f"further_{run.id}_1").set_value(3).run()
    app.button(key="go_on").click().run()
    assert [] == list(app.exception)
    ended = wait_until_settled(run)
    assert State.COMPLETED == ended.status.state
    assert [1, 2, 3] == [record["epoch"] for record in ended.epochs()]


def test_settings_of_a_run_go_into_the_form(open_page) -> None:
    """One click, and the form stands as it stood for that run."""
    run = finished_run(open_page)
    app = open_page("train", run=run.id)
    assert TrainConfig() == configuration(app)
    app.button(key="copy_settings").click().run()
    assert to_query(run.info.config) == to_query(configuration(app))


def test_a_learning_rate_is_asked_for(open_page) -> None:
    """The control of a run that trains leaves a request in its folder."""
    run = cache.store().create(TrainConfig(), cache.dataset())
    run.write_status(replace(run.status, state=State.TRAINING))
    app = open_page("train", run=run.id)
    app.select_slider(key=f"request_{run.id}_{TrainConfig().learning_rate}").set_value(0.001).run()
    app.button(key="change_rate").click().run()
    assert [] == list(app.exception)
    assert 0.001 == requested_learning_rate(run)
    run.write_status(replace(run.status, state=State.STOPPED))


def finished_run(open_page) -> Run:
    """Return a run of one epoch that the page has trained."""
    open_page("train", **QUICK).button(key="start").click().run()
    return wait_until_settled(newest_run())


def newest_run() -> Run:
    """Return the run that was made last."""
    return cache.store().runs()[0]


def wait_until_settled(run: Run) -> Run:
    """Return the run once nothing more is going to happen to it."""
    wait_for(lambda: not cache.store().get(run.id).status.state.is_active)
    return cache.store().get(run.id)
