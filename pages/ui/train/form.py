"""The form of a training: all settings in the session, the same in the address."""

import streamlit as st

from core.config import query_params
from core.config.rules import reconciled
from core.config.train_config import SETTINGS, TrainConfig
from core.errors import DigitLabError
from pages.ui import address
from pages.ui.setting_controls import filled_key, key
from pages.ui.train import shown_run

PRESETS_KEY = "presets"
"""The key of the rows of presets."""

_PRESET = "preset_of_form"


def read_address() -> None:
    """Fill the form from the address when someone came by a link, else leave it as it is."""
    names = [name for name in query_params.NAMES if address.values(name)]
    given = {name: address.values(name)[-1] for name in names}
    is_filled = _PRESET in st.session_state
    if is_filled and not (address.arrives() and (given or address.went_back())):
        return  # the form's own doing, or a visit to the page without a link
    if given:
        shown_run.hide_unless_linked()
    try:
        fill(*query_params.from_query(given))
    except DigitLabError as error:
        st.warning(f"The link cannot be followed: {error}", icon=":material/link_off:")
        if not is_filled:
            fill(*query_params.from_query({}))


def write_address() -> None:
    """Put the form's settings into the address, so that it can be shared or kept."""
    address.settle(**_query(preset(), configuration()))


def choose(preset: str, config: TrainConfig) -> None:
    """Set every control to a configuration that somebody chose, as one step that can be undone."""
    fill(preset, config)
    address.choose(**_query(preset, config))


def fill(preset: str, config: TrainConfig) -> None:
    """Set every control to a configuration; `preset` is the one that it is compared with."""
    st.session_state[_PRESET] = preset
    for name, value in config.to_dict().items():
        filled = type(SETTINGS[name].default)(value)
        st.session_state[key(name)] = st.session_state[filled_key(name)] = filled


def _query(preset: str, config: TrainConfig) -> dict[str, str | None]:
    query = query_params.to_query(config, preset)
    if preset == query_params.DEFAULT_PRESET:
        del query[query_params.PRESET]
    return {name: query.get(name) for name in query_params.NAMES}


def preset() -> str:
    """Return the name of the preset that the form started from."""
    return str(st.session_state[_PRESET])


def configuration() -> TrainConfig:
    """Return what the controls say, brought together where they exclude one another."""
    values = {name: st.session_state[key(name)] for name in SETTINGS}
    return TrainConfig.from_dict(reconciled(values, TrainConfig().to_dict()))
