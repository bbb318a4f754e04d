"""The form of a training: all settings in the session, the same in the address."""

from dataclasses import dataclass, field

import streamlit as st

from core.config import query_params
from core.config.query_params import DEFAULT_PRESET, PRESET
from core.config.rules import reconciled
from core.config.train_config import SETTINGS, TrainConfig
from core.errors import DigitLabError
from pages.ui import address
from pages.ui.setting_controls import filled_key, key
from pages.ui.train import shown_run

PRESETS_KEY = "presets"
"""The key of the first widget of the form. As all widgets it is forgotten when the page is left."""

_PRESET = "preset_of_form"
_VISIT = "visit_to_form"

Query = dict[str, str]


@dataclass
class _Visit:
    """What is known of addresses since the page was opened.

    `followed` are those that were read or written: when one of them is told again, a browser is
    slower than the page, and it is no link. `opened` is the form as it was found, as an address:
    until something is changed, nothing is written.
    """

    followed: list[Query] = field(default_factory=list)
    opened: Query | None = None
    is_changed: bool = False


def read_address() -> None:
    """Fill the form from the address when someone came by a link, else leave it as it is."""
    if PRESETS_KEY not in st.session_state:
        st.session_state[_VISIT] = _Visit()
    names = [name for name in query_params.NAMES if address.values(name)]
    given = {name: address.values(name)[-1] for name in names}
    is_link = address.went_back() or (given and given not in _visit().followed)
    is_new = _PRESET not in st.session_state
    if is_new or (address.arrives() and is_link):
        _follow(given, is_new=is_new)


def write_address() -> None:
    """Put the form into the address once it is changed, so that it can be shared or kept."""
    visit, query = _visit(), _query(preset(), configuration())
    if visit.opened is None:
        visit.opened = query
    visit.is_changed = visit.is_changed or query != visit.opened
    if query not in visit.followed:
        visit.followed.append(query)
    if visit.is_changed:
        address.settle(**_everything(query))


def choose(preset: str, config: TrainConfig) -> None:
    """Set every control to a configuration that somebody chose, as one step that can be undone."""
    fill(preset, config)
    address.choose(**_everything(_query(preset, config)))


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
    visit.opened, visit.is_changed = None, False
    if given:
        shown_run.hide_unless_linked()
    try:
        fill(*query_params.from_query(given))
    except DigitLabError as error:
        st.warning(f"The link cannot be followed: {error}", icon=":material/link_off:")
        if is_new:
            fill(*query_params.from_query({}))


def _query(preset: str, config: TrainConfig) -> Query:
    query = query_params.to_query(config, preset)
    return {n: value for n, value in query.items() if (n, value) != (PRESET, DEFAULT_PRESET)}


def _everything(query: Query) -> dict[str, str | None]:
    return {name: query.get(name) for name in query_params.NAMES}
