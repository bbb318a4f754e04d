"""One run closely: what it is called, what came of it, its curves and its settings."""

import pandas as pd
import streamlit as st

from core import glossary
from core.config.diff import changed, effective, in_words, value_in_words
from core.config.train_config import SETTINGS, TrainConfig
from core.formats import interval, percent
from core.runs.columns import COLUMNS
from core.runs.run import PRETRAINED, Run
from core.runs.status import State
from core.runs.summary import RunSummary
from pages.ui import navigation
from pages.ui.learning_curves import live_learning_curves
from pages.ui.markdown import plain
from pages.ui.runs.run_editing import name_and_note, star


def detail(summary: RunSummary) -> None:
    """Show the run of `summary`."""
    run = summary.run
    _heading(run)
    _message(run)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _numbers(summary)
        live_learning_curves([run])
    with right:
        if run.id != PRETRAINED:
            name_and_note(run)
        _origin(run)
        _settings(run.info.config)


def _heading(run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(run.title), anchor=False, width="stretch")
        if run.id != PRETRAINED:
            navigation.link("train", "Open in Train", ":material/model_training:", run=run.id)
            star(run)


def _message(run: Run) -> None:
    message = plain(run.status.message)
    match run.status.state:
        case State.FAILED:
            st.error(message, icon=":material/error:")
        case State.INTERRUPTED:
            st.warning(message, icon=":material/power_off:")
        case State.STOPPED if message:
            st.info(message, icon=":material/stop_circle:")


def _numbers(summary: RunSummary) -> None:
    with st.container(horizontal=True, gap="large"):
        for label, value, told in _figures(summary):
            st.metric(label, value, help=told, width="content")


def _figures(summary: RunSummary) -> list[tuple[str, str, str]]:
    where = (
        f"The true share lies between {interval(summary.test_interval)} (95 % interval)."
        if summary.test_interval
        else ""
    )
    columns = [COLUMNS[name] for name in ("test", "validation", "time", "parameters", "size")]
    told = {
        "test": where,
        "time": "From the first step to the last.",
        "size": "What the run takes on disk: model, curves, state.",
    }
    return [(c.label, c.text(summary), _help(c.label, told.get(c.name, ""))) for c in columns]


def _help(label: str, more: str) -> str:
    return glossary.help_text(label, more) if glossary.is_term(label) else more


def _origin(run: Run) -> None:
    tuning = run.info.fine_tuning
    if tuning is not None:
        st.markdown(
            f"Fine-tuned from {plain(tuning.base_title)}, with {percent(tuning.share, 0)} drawings "
            "in each batch.",
            help=glossary.help_text("Fine-tuning"),
        )


def _settings(config: TrainConfig) -> None:
    unusual = set(changed(config))
    names = sorted(effective(config), key=lambda name: name not in unusual)
    st.dataframe(
        pd.DataFrame(
            {
                "Setting": [SETTINGS[name].label for name in names],
                "Value": [value_in_words(config, name) for name in names],
                "Default": [_default(name) if name in unusual else "" for name in names],
            }
        ),
        hide_index=True,
        column_config={"Default": st.column_config.TextColumn(help="Where this run differs.")},
        height=300,
        alt="The settings of the run that have an effect, changed ones first",
    )


def _default(name: str) -> str:
    return in_words(name, SETTINGS[name].default)
