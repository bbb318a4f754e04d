"""Ten buttons, and the keys 0 to 9, to say which digit something is.

Buttons and no choice that keeps its state: a browser sends such a state with whatever is done next,
and under haste what was clicked for one drawing would be taken for a click on the next.
"""

from collections.abc import Callable

import streamlit as st

from pages.ui.digit.digit_keys import digit_keys

_STYLE = """<style>
.st-key-{key} button {{ border-radius: 0; margin-left: -1px; min-width: 2.25rem;
  padding-inline: 0; }}
.st-key-{key}_0 button {{ border-radius: 0.5rem 0 0 0.5rem; }}
.st-key-{key}_9 button {{ border-radius: 0 0.5rem 0.5rem 0; }}
</style>"""


def digit_buttons(
    label: str,
    key: str,
    chosen: int | None,
    on_digit: Callable[[int], None],
    *,
    disabled: bool,
    help: str,
) -> None:
    """Show the buttons, that of the `chosen` digit marked.

    A click or a key calls `on_digit` before the page runs again.
    """
    with st.container(gap=None, width="content"):
        st.html(_STYLE.format(key=key))
        st.markdown(f":small[{label}]", help=help)
        with st.container(horizontal=True, gap=None, key=key):
            for digit in range(10):
                st.button(
                    str(digit),
                    key=f"{key}_{digit}",
                    type="primary" if digit == chosen else "secondary",
                    on_click=on_digit,
                    args=(digit,),
                    disabled=disabled,
                )
        if not disabled:
            digit_keys(f"{key}_keys", on_digit)
