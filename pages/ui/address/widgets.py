"""Widgets whose choice is a parameter of the address: the address decides what they show.

Streamlit's own way to bind a widget to the address leaves entries in the browser's history that
lead nowhere: when the page is left, and when the choice is made from elsewhere.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

import streamlit as st

from pages.ui.address import shown
from pages.ui.address.shown import Given

V = TypeVar("V")

FLAGS: Mapping[str, bool] = {"true": True, "false": False}


def choice(
    name: str, options: Mapping[str, V], default: V, *, without: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return key and callback for a widget that chooses one of `options` as the parameter `name`.

    `options` has the values of the widget by their texts in the address. A change takes the
    parameters `without` out of the address.
    """
    texts = {value: text for text, value in options.items()}
    show(name, options.get(shown.value(name) or "", default))

    def given(chosen: Any) -> Given:  # noqa: ANN401
        return None if chosen == default else texts.get(chosen)

    return _chosen_by(name, given, without)


def choices(
    name: str, options: Mapping[str, V], *, without: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the same for a widget that chooses any of `options`, at first none."""
    texts = {value: text for text, value in options.items()}
    show(name, [options[text] for text in shown.values(name) if text in options])
    return _chosen_by(name, lambda chosen: [texts[each] for each in chosen], without)


def bounds(name: str, low: int, high: int) -> dict[str, Any]:
    """Return the same for a slider with two ends, at first `low` and `high`."""
    asked = [int(float(text)) for text in shown.values(name)]
    show(name, tuple(asked) if len(asked) == 2 else (low, high))
    return _chosen_by(name, lambda chosen: None if chosen == (low, high) else chosen, ())


def picked(name: str, key: str, ids: Collection[str]) -> Callable[[], None]:
    """Return a callback for a list of `ids` under `key` that puts a pick into the address.

    A browser names what is picked by its label. Where a label has changed meanwhile, as that of a
    run whose training has ended, it sends the one of before, which is no id and no pick.
    """

    def chosen() -> None:
        if st.session_state[key] in ids:
            shown.choose(**{name: st.session_state[key]})

    return chosen


def show(key: str, value: object) -> None:
    """Let the widget with this key show `value`; called before it is made.

    Left alone where it shows it already: what is set anew overrules a click of this moment.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def _chosen_by(
    name: str, given: Callable[[Any], Given], without: tuple[str, ...]
) -> dict[str, Any]:
    def chosen() -> None:
        values = dict.fromkeys(without) | {name: given(st.session_state[name])}
        shown.choose(**values)

    return {"key": name, "on_change": chosen}
