"""Train: choose a network, start it, watch it learn."""

import streamlit as st

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.runs.run import PRETRAINED
from pages.ui import address, cache, sign_in
from pages.ui.dataset_notice import dataset_notice
from pages.ui.errors import explained
from pages.ui.run_picker import chosen_run, pick_run, remember
from pages.ui.scroll_to import scroll_to
from pages.ui.train import form
from pages.ui.train.live_view import live_view
from pages.ui.train.network_summary import layer_table, time_estimate
from pages.ui.train.preset_picker import preset_choice
from pages.ui.train.setting_groups import data_controls, learning_controls, network_controls


def render() -> None:
    """Lay out the page."""
    dataset = cache.dataset()
    cache.tend()  # a worker gets ready while the settings are being chosen
    form.read_address()
    st.title("Train a network")
    st.markdown(
        "Choose a network and its settings, start, and watch it learn. "
        "It goes on when you leave the page."
    )
    dataset_notice(dataset)
    settings, live = st.columns([2, 3], gap="large")
    with settings:
        started = _form(dataset)
    with live:
        _run(started)


def _form(dataset: Dataset) -> str:
    """Show the form and return the id of the run that was started by it just now, or ""."""
    started = ""
    preset_choice()
    config = form.configuration()
    start = st.container(horizontal=True, vertical_alignment="center")
    network, learning, digits = st.tabs(["Network", "Learning", "Digits"])
    with network:
        network_controls(config)
    with learning:
        learning_controls(config)
    with digits:
        data_controls(config, dataset)
    form.write_address(config)
    with start:
        if st.button("Start training", type="primary", icon=":material/play_arrow:", key="start"):
            started = _start(config, dataset)
        time_estimate(config, dataset)
    with network:
        layer_table(config)
    return started


def _start(config: TrainConfig, dataset: Dataset) -> str:
    with explained():
        run = cache.store().create(config, dataset, sign_in.user())
        remember(run.id)
        with explained():
            cache.jobs().submit(run)
        return run.id
    return ""


def _run(started: str) -> None:
    runs = [run for run in cache.store().runs() if run.id != PRETRAINED]
    chosen = chosen_run()
    if not runs:
        st.info(
            "Nothing has been trained here yet. Start with the settings as they are: "
            "the fast CNN passes 99 % within a minute.",
            icon=":material/arrow_back:",
        )
        return
    with st.container(gap=None):
        scroll_to(started, key="reveal_run")  # on a phone it lies far below the button
        run = pick_run(
            "Run",
            runs,
            chosen.id if chosen is not None else None,
            help="A training and what came of it. All are kept until you delete them.",
        )
    # The newest is shown by default, but who asked for it by its name wants this one.
    remember(run.id, default=None if address.value("run") else runs[0].id)
    live_view(run)


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
