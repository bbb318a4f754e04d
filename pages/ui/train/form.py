"""The form of a training: all settings in the session, the same in the address."""

import streamlit as st

from core.config import query_params
from core.config.rules import reconciled
from core.config.train_config import SETTINGS, TrainConfig
from core.errors import DigitLabError
from pages.ui.setting_controls import key

_PRESET = "preset_of_form"
_WRITTEN = "settings_in_address"


def read_address() -> None:
    """Fill the form from the address when someone came by a link, else leave it as it is."""
    given = {name: value for name, value in st.query_params.items() if name in query_params.NAMES}
    written = st.session_state.get(_WRITTEN)
    if written is not None and given in ({}, written):
        return  # the form's own doing, or a visit to the page without a link
    try:
        fill(*query_params.from_query(given))
    except DigitLabError as error:
        st.warning(f"The link cannot be followed: {error}", icon=":material/link_off:")
        if written is None:
            fill(*query_params.from_query({}))


def write_address(config: TrainConfig) -> None:
    """Put the form's settings into the address, so that it can be shared or kept."""
    query = query_params.to_query(config, preset())
    for name in query_params.NAMES & set(st.query_params):
        if name not in query:
            del st.query_params[name]
    st.query_params.update(query)
    st.session_state[_WRITTEN] = query


def fill(preset: str, config: TrainConfig) -> None:
    """Set every control to a configuration; `preset` is the one that it is compared with."""
    st.session_state[_PRESET] = preset
    for name, value in config.to_dict().items():
        st.session_state[key(name)] = type(SETTINGS[name].default)(value)


def preset() -> str:
    """Return the name of the preset that the form started from."""
    return str(st.session_state[_PRESET])


def configuration() -> TrainConfig:
    """Return what the controls say, brought together where they exclude one another."""
    values = {name: st.session_state[key(name)] for name in SETTINGS}
    return TrainConfig.from_dict(reconciled(values, TrainConfig().to_dict()))
