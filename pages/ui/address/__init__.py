"""Addresses: every query parameter of every page, what it may be, and what is said when it is not.

A page's address is untrusted text. The router checks it before the page is shown; whether a run, a
search or a digit that is named well exists, only its page can tell, which then calls `reject`.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from math import isfinite

import streamlit as st

from core.analysis.confusion import Measure
from core.analysis.evaluation_sets import TITLES as EVALUATION_SETS
from core.analysis.triage import ErrorCause
from core.config import query_params
from core.config.presets import PRESETS
from core.config.train_config import SETTINGS
from core.data import CLASS_COUNT
from core.data.drawing_filter import Outcome
from core.errors import DigitLabError
from core.files.ids import is_id
from pages.ui.address import shown
from pages.ui.address.shown import arrives, choose, finish, settle, value, values, went_back

__all__ = [
    "PARAMETERS",
    "SECTIONS",
    "VIEWS",
    "WHOSE",
    "arrive",
    "arrives",
    "choose",
    "finish",
    "index",
    "reject",
    "settle",
    "value",
    "values",
    "went_back",
]

SECTIONS = (
    "mistakes",
    "causes",
    "classes",
    "calibration",
    "robustness",
    "time",
    "compare",
    "files",
)
"""The sections of the Evaluate page."""
VIEWS = ("digits", "labels")
"""The views of the Explore page."""

WHOSE = ("mine", "all")
"""Whose drawings the My drawings page shows."""

_MOVED_SECTIONS = ("labels",)  # now a view of Explore, which Evaluate goes to

_LONGEST = 40  # characters of a value that are repeated to whoever sent it
_LONGEST_NUMBER = 9

Check = Callable[[list[str]], bool]


@dataclass(frozen=True)
class Parameter:
    """A query parameter of a page.

    `meaning` says what it decides and `values` what it may be, both in words that finish "here
    ... can only be ...". `accepts` is given all values that the address has for it.
    """

    name: str
    meaning: str
    values: str
    accepts: Check


def arrive(page: str) -> None:
    """Take over what the address asks of `page`; say in one line each what it cannot ask for."""
    shown.arrive(page)
    for parameter in PARAMETERS.get(page, {}).values():
        given = values(parameter.name)
        if given and not parameter.accepts(given):
            reject(parameter.name, f"Here {parameter.meaning} can only be {parameter.values}.")


def reject(name: str, reason: str) -> None:
    """Say in a sentence why the parameter `name` is not followed; take it out of the address."""
    asked = ",".join(values(name))
    shown = asked if len(asked) <= _LONGEST else f"{asked[:_LONGEST]}…"
    settle(**{name: None})
    # As code: an address is somebody's text, and Markdown would follow what stands in it.
    written = f"{name}={shown}".replace("`", "'")
    st.warning(f"The address asks for `{written}`. {reason}", icon=":material/link_off:")


def index(name: str, below: int) -> int | None:
    """Return the whole number from 0 to below `below` that the address has, None without one.

    Whether there is none because it is too large, `check` cannot tell: it is said here.
    """
    given = values(name)
    if not given or not _is_index(given):
        return None
    number = int(given[-1])
    if number < below:
        return number
    reject(name, f"There are only {below:,} of them, counted from 0.")
    return None


def _one_of(values: Collection[str]) -> Check:
    return lambda given: len(given) == 1 and given[0] in values


def _some_of(values: Collection[str]) -> Check:
    return lambda given: all(value in values or not value for value in given)


def _is_index(given: list[str]) -> bool:
    (value, *others) = given
    is_number = value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER
    return is_number and not others


def _is_page(given: list[str]) -> bool:
    return _is_index(given) and int(given[0]) > 0


def _is_day(given: list[str]) -> bool:
    with suppress(ValueError):
        return len(given) == 1 and str(date.fromisoformat(given[0])) == given[0]
    return False


def _is_range(given: list[str]) -> bool:
    try:
        low, high = (float(value) for value in given)
    except ValueError:  # no numbers, or not two
        return False
    return isfinite(low) and 0 <= low <= high <= 100


def _is_id(given: list[str]) -> bool:
    return len(given) == 1 and is_id(given[0])


def _are_ids(given: list[str]) -> bool:
    ids = given[0].split(",")
    return len(given) == 1 and all(is_id(own_id) or not own_id for own_id in ids)


def _is_setting(name: str) -> Check:
    def accepts(given: list[str]) -> bool:
        with suppress(DigitLabError):
            query_params.value_of(name, given[-1])
            return len(given) == 1
        return False

    return accepts


def _values_of(name: str) -> str:
    setting = SETTINGS[name]
    if setting.choices is not None:
        return _listed([str(choice) for choice in setting.choices])
    return f"a number from {setting.low:g} to {setting.high:g}"


def _listed(values: Collection[str]) -> str:
    *others, last = values
    return f"{', '.join(others)} or {last}" if others else last


def _of(*parameters: Parameter) -> Mapping[str, Parameter]:
    return {parameter.name: parameter for parameter in parameters}


_DIGITS = [str(digit) for digit in range(CLASS_COUNT)]
_BOOLEANS = ("true", "false")
_SOURCES = ("test", "training", "drawings", "samples")
# Streamlit writes the choices of a widget as the page shows them.
_SPLITS, _WAYS = ("Training digits", "Test digits"), ("Draw it", "Upload a picture")

_RUN = Parameter("run", "the run", "the id of a run, as the Runs page's addresses have it", _is_id)
_DIGIT = Parameter("digit", "the digit", "a whole number from 0 on", _is_index)

PARAMETERS: Mapping[str, Mapping[str, Parameter]] = {
    "explore": _of(
        Parameter("view", "the view", _listed(VIEWS), _one_of(VIEWS)),
        Parameter("split", "the part of the data", _listed(_SPLITS), _one_of(_SPLITS)),
        Parameter("labels", "each label", "a digit from 0 to 9", _some_of(_DIGITS)),
        Parameter("page", "the page of digits", "a whole number from 1 on", _is_page),
        _DIGIT,
    ),
    "train": _of(
        Parameter("preset", "the preset", _listed(PRESETS), _one_of(PRESETS)),
        *(
            Parameter(name, f"the setting {setting.label}", _values_of(name), _is_setting(name))
            for name, setting in SETTINGS.items()
        ),
        _RUN,
    ),
    "search": _of(
        Parameter("search", "the search", "the id of a search, as this page writes it", _is_id),
    ),
    "runs": _of(
        Parameter("runs", "the ticked runs", "ids of runs, with commas between", _are_ids),
    ),
    "evaluate": _of(
        _RUN,
        Parameter("on", "the evaluation set", _listed(EVALUATION_SETS), _one_of(EVALUATION_SETS)),
        Parameter(
            "section", "the section", _listed(SECTIONS), _one_of((*SECTIONS, *_MOVED_SECTIONS))
        ),
        Parameter("actual", "the actual class", "a digit from 0 to 9", _one_of(_DIGITS)),
        Parameter("predicted", "the predicted class", "a digit from 0 to 9", _one_of(_DIGITS)),
        Parameter("cause", "the kind of mistake", _listed([*ErrorCause]), _one_of([*ErrorCause])),
        Parameter(
            "sure", "the range of probabilities", "two numbers from 0 to 100 in order", _is_range
        ),
        _DIGIT,
        Parameter("shown_as", "the confusion matrix", _listed([*Measure]), _one_of([*Measure])),
        Parameter("diagonal", "the diagonal", _listed(_BOOLEANS), _one_of(_BOOLEANS)),
        Parameter("logarithmic", "logarithmic colours", _listed(_BOOLEANS), _one_of(_BOOLEANS)),
        Parameter("with", "the run to compare with", "the id of a run", _is_id),
    ),
    "predict": _of(
        _RUN,
        _DIGIT,
        Parameter("of", "where the digit comes from", _listed(_SOURCES), _one_of(_SOURCES)),
        Parameter("way", "the way to give a digit", _listed(_WAYS), _one_of(_WAYS)),
        Parameter("single_draw", "a drawing as one digit", _listed(_BOOLEANS), _one_of(_BOOLEANS)),
        Parameter(
            "single_upload", "a picture as one digit", _listed(_BOOLEANS), _one_of(_BOOLEANS)
        ),
    ),
    "drawings": _of(
        _RUN,
        Parameter("whose", "whose drawings", _listed(WHOSE), _one_of(WHOSE)),
        Parameter("labels", "each label", "a digit from 0 to 9", _some_of(_DIGITS)),
        Parameter("read", "how they were read", _listed([*Outcome]), _one_of([*Outcome])),
        Parameter("by", "the run that read them", "the id of a run", _is_id),
        Parameter("day", "the day", "a day, as in 2026-01-31", _is_day),
        Parameter("page", "the page of drawings", "a whole number from 1 on", _is_page),
        _DIGIT,
    ),
}
"""The parameters of each page by its path and their names."""
