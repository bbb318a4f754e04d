"""Train: choose a network, start it, watch it learn."""

import streamlit as st

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.runs.run import PRETRAINED, Run
from pages.ui import cache
from pages.ui.dataset_notice import dataset_notice
from pages.ui.errors import explained
from pages.ui.people import sign_in
from pages.ui.scroll_to import scroll_to
from pages.ui.train import form
from pages.ui.train.before_start import before_start
from pages.ui.train.live_view import live_view
from pages.ui.train.network_summary import layer_table, time_estimate
from pages.ui.train.preset_picker import changes_of, preset_choice, reset_button
from pages.ui.train.setting_groups import data_controls, learning_controls, network_controls
from pages.ui.train.shown_run import hide, run_choice, show_run, shown_run


def render() -> None:
    """Lay out the page."""
    dataset = cache.dataset()
    cache.tend()  # a worker gets ready while the settings are being chosen
    form.read_address()
    st.title("Train a network")
    st.markdown(
        "Choose a network and its settings, start, and watch it learn. "
        "Training continues if you leave this page."
    )
    dataset_notice(dataset)
    settings, live = st.columns([2, 3], gap="large")
    with settings:
        started = _form(dataset)
    with live:
        _right_half(started)


def _form(dataset: Dataset) -> str:
    """Show the form and return the id of the run that was started by it just now, or ""."""
    started = ""
    config = form.configuration()
    preset_choice(config, dataset)
    start = st.container(horizontal=True, vertical_alignment="center")
    network, learning, digits = st.tabs(["Network", "Learning", "Digits"])
    with network:
        network_controls(config)
    with learning:
        learning_controls(config)
    with digits:
        data_controls(config, dataset)
    with start:
        if st.button("Start training", type="primary", icon=":material/play_arrow:", key="start"):
            started = _start(config, dataset)
        time_estimate(config, form.preset(), dataset)
        if changes_of(config):
            reset_button()
    with network:
        layer_table(config)
    form.write_address()
    return started


def _start(config: TrainConfig, dataset: Dataset) -> str:
    with explained():
        run = cache.store().create(config, dataset, sign_in.user())
        show_run(run.id)
        with explained():
            cache.jobs().submit(run)
        return run.id
    return ""


def _right_half(started: str) -> None:
    runs = [run for run in cache.store().runs() if run.id != PRETRAINED]
    chosen = shown_run()
    if chosen is None:
        config = form.configuration()
        before_start(config, changed=bool(changes_of(config)), runs=bool(runs))
    else:
        _run(chosen, runs, started)


def _run(chosen: Run, runs: list[Run], started: str) -> None:
    with st.container(gap=None):
        scroll_to(started, key="reveal_run")  # on a phone it lies far below the button
        with st.container(horizontal=True, vertical_alignment="bottom"):
            run = run_choice(chosen, runs)
            st.button(
                "Close",
                icon=":material/close:",
                type="tertiary",
                key="close_run",
                on_click=hide,
                help="Show the network of the form again. The run is kept.",
            )
    live_view(run)


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
