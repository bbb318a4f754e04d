"""The form of a training: all settings in the session, the same in the address."""

from dataclasses import dataclass, field

import streamlit as st

from core.config import query_params
from core.config.query_params import DEFAULT_PRESET, PRESET
from core.config.rules import reconciled
from core.config.train_config import SETTINGS, TrainConfig
from core.errors import DigitLabError
from pages.ui.setting_controls import filled_key, key
from pages.ui.train import form_address, shown_run

PRESETS_KEY = "presets"
"""The key of the first widget of the form. As all widgets it is forgotten when the page is left."""

_PRESET = "preset_of_form"
_VISIT = "visit_to_form"

Query = dict[str, str]


@dataclass
class _Visit:
    """What is known of addresses since the page was opened.

    `followed` are those that were read or written. A browser says with each click which address it
    shows, and that may be the one before the last answer: no such echo is a link. `opened` is the
    form as it was found, as an address; `written` what it became, None until something is changed.
    """

    followed: list[Query] = field(default_factory=list)
    opened: Query | None = None
    written: Query | None = None
    turn: int = 0


def read_address() -> None:
    """Fill the form from the address when someone came by a link, else leave it as it is."""
    if PRESETS_KEY not in st.session_state:
        st.session_state[_VISIT] = _Visit()
    given = {name: value for name, value in st.query_params.items() if name in query_params.NAMES}
    is_new = _PRESET not in st.session_state
    if is_new or (given and given not in _visit().followed):
        _follow(given, is_new=is_new)


def write_address() -> None:
    """Put the form into the address once it is changed, so that it can be shared or kept.

    Called when the form is shown and a run may have been put into the address.
    """
    visit, query = _visit(), _query()
    if visit.opened is None:
        visit.opened = query
    if visit.written is not None or query != visit.opened:
        visit.written = query
    if query not in visit.followed:
        visit.followed.append(query)
    visit.turn += 1
    form_address.show(visit.written, visit.turn)


def fill(preset: str, config: TrainConfig) -> None:
    """Set every control to a configuration; `preset` is the one that it is compared with."""
    st.session_state[_PRESET] = preset
    for name, value in config.to_dict().items():
        filled = type(SETTINGS[name].default)(value)
        st.session_state[key(name)] = st.session_state[filled_key(name)] = filled


def preset() -> str:
    """Return the name of the preset that the form started from."""
    return str(st.session_state[_PRESET])


def configuration() -> TrainConfig:
    """Return what the controls say, brought together where they exclude one another."""
    values = {name: st.session_state[key(name)] for name in SETTINGS}
    return TrainConfig.from_dict(reconciled(values, TrainConfig().to_dict()))


def _visit() -> _Visit:
    visit: _Visit = st.session_state[_VISIT]
    return visit


def _follow(given: Query, *, is_new: bool) -> None:
    visit = _visit()
    visit.followed.append(given)
    visit.opened = visit.written = None
    if given:
        shown_run.hide_unless_linked()
    try:
        fill(*query_params.from_query(given))
    except DigitLabError as error:
        st.warning(f"The link cannot be followed: {error}", icon=":material/link_off:")
        if is_new:
            fill(*query_params.from_query({}))


def _query() -> Query:
    query = query_params.to_query(configuration(), preset())
    return {n: value for n, value in query.items() if (n, value) != (PRESET, DEFAULT_PRESET)}
