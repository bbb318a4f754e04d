"""The columns of a table of runs: what each says of a run, and how it sorts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.config.diff import differing, effective, value_in_words
from core.config.train_config import SETTINGS
from core.formats import count, duration, interval, percent
from core.runs.summary import RunSummary

MISSING = "-"

Key = float | str | datetime


@dataclass(frozen=True)
class Column:
    """A column: its `text` of a run as people read it, and the `key` that sorts, None for none.

    Columns of numbers and times are right-aligned and sort from the largest on.
    """

    name: str
    label: str
    text: Callable[[RunSummary], str]
    key: Callable[[RunSummary], Key | None]
    is_number: bool = True


def shown_time(moment: datetime) -> str:
    """Return a time as in "28 Nov, 14:05"."""
    return f"{moment.day} {moment:%b, %H:%M}"


def state_in_words(summary: RunSummary) -> str:
    """Return the state as in "Training, 25 %"."""
    state = summary.run.status.state.label
    return state if not summary.progress else f"{state}, {percent(summary.progress, 0)}"


def _share(value: float | None) -> str:
    return MISSING if value is None else percent(value)


NAME = Column("name", "Run", lambda s: s.run.title, lambda s: s.run.title.casefold(), False)

COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column(
            "test", "Test accuracy", lambda s: _share(s.test_accuracy), lambda s: s.test_accuracy
        ),
        Column(
            "interval",
            "95 % interval",
            lambda s: interval(s.test_interval) if s.test_interval else MISSING,
            lambda s: s.test_interval[0] if s.test_interval else None,
        ),
        Column(
            "validation",
            "Validation accuracy",
            lambda s: _share(s.validation_accuracy),
            lambda s: s.validation_accuracy,
        ),
        Column(
            "loss",
            "Test loss",
            lambda s: MISSING if s.test_loss is None else f"{s.test_loss:.4f}",
            lambda s: s.test_loss,
        ),
        Column(
            "time",
            "Time",
            lambda s: MISSING if s.seconds is None else duration(s.seconds),
            lambda s: s.seconds,
        ),
        Column(
            "created",
            "Created",
            lambda s: shown_time(s.run.info.created),
            lambda s: s.run.info.created,
        ),
        Column("state", "State", state_in_words, lambda s: s.run.status.state.label, False),
        Column(
            "network",
            "Network",
            lambda s: s.run.info.config.network_title,
            lambda s: s.run.info.config.network_title,
            False,
        ),
        Column(
            "dataset",
            "Dataset",
            lambda s: s.run.info.dataset_title,
            lambda s: s.run.info.dataset_title,
            False,
        ),
        Column(
            "parameters",
            "Parameters",
            lambda s: count(s.parameters) if s.parameters else MISSING,
            lambda s: s.parameters,
        ),
        Column("size", "Size", lambda s: f"{s.size / 1e6:.1f} MB", lambda s: s.size),
        Column(
            "note",
            "Note",
            lambda s: s.run.annotation.note.replace("\n", " "),
            lambda s: s.run.annotation.note or None,
            False,
        ),
        Column(
            "user",
            "Created by",
            lambda s: s.run.info.user or MISSING,
            lambda s: s.run.info.user,
            False,
        ),
    )
}
"""All columns but the name and those of settings, by their names."""

USUAL = ("test", "interval", "time", "created")
"""The columns that are shown unless others are chosen."""


def setting_columns(summaries: Sequence[RunSummary]) -> list[Column]:
    """Return a column for each setting in which the runs differ; the network has its own."""
    names = differing([summary.run.info.config for summary in summaries])
    return [_setting_column(name) for name in names if name != "architecture"]


def _setting_column(name: str) -> Column:
    setting = SETTINGS[name]

    def key(summary: RunSummary) -> Key | None:
        value = effective(summary.run.info.config).get(name)
        if value is None or isinstance(value, float | int):
            return value
        return float(value) if numeric else str(value)

    # Choices such as "128" sort as numbers do.
    numeric = setting.choices is None or all(str(k) == v for k, v in setting.choices.items())
    return Column(
        name,
        setting.label,
        lambda summary: value_in_words(summary.run.info.config, name),
        key,
        numeric,
    )


def sorted_by(
    summaries: Sequence[RunSummary], column: Column, *, descending: bool
) -> list[RunSummary]:
    """Return the runs by their keys; those without one come last either way."""
    keyed = [(key, s) for s in summaries if (key := column.key(s)) is not None]
    without = [s for s in summaries if column.key(s) is None]
    keyed.sort(key=lambda one: one[0], reverse=descending)
    return [summary for _, summary in keyed] + without
