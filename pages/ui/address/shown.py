"""The address of the page that is shown, and what it adds to the browser's history.

Streamlit adds an entry for each write to `st.query_params` and for none to what a component writes,
and with each rerun it tells the address that it last heard of, which may be older than the page's
own. So the session has what the address says, and takes over what Streamlit tells when somebody
went elsewhere: by a link, to another page, or back and forward. Between these a page changes it in
two ways: `choose` adds one entry, `settle` none.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Query = dict[str, list[str]]
"""The values of each parameter, as the address has them; never an empty list."""
Given = str | int | Iterable[str | int] | None
"""What a parameter is to be; None or nothing at all: not in the address."""

_KEY = "shown_address"
_ECHO_SECONDS = 5.0  # a browser that is as slow as this still tells the address of before a click

_JS = """
export default function ({ data }) {
  const [{ page, query }] = data;
  const { pathname, search } = window.location;
  if (pathname.split("/").pop() !== page || search.slice(1) === query) return;
  window.history.replaceState(window.history.state, "", pathname + (query ? `?${query}` : ""));
}
"""

_component = st.components.v2.component("settled_address", html="<span></span>", js=_JS)


@dataclass
class _Shown:
    page: str
    query: Query
    told: Query  # what Streamlit knows
    went_back: bool
    arrives: bool = True
    is_settled: bool = False  # the browser shows another address than Streamlit knows
    left: list[tuple[float, Query]] = field(default_factory=list)

    def change(self, query: Query) -> None:
        self.left = [(when, old) for when, old in self.left if _is_recent(when)]
        self.left += [(time.monotonic(), self.told), (time.monotonic(), self.query)]
        self.query = query

    def is_known(self, told: Query) -> bool:
        recent = (query for when, query in self.left if _is_recent(when))
        return told in (self.query, self.told, *recent)


def arrive(page: str) -> None:
    """Take over what the address asks for, if it is not what is shown; the router calls this."""
    told, went_back = _told(), _goes_through_history()
    shown: _Shown | None = st.session_state.get(_KEY)
    is_new = shown is None or shown.page != page
    if shown is None or is_new or went_back or not shown.is_known(told):
        arrived = st.session_state[_KEY] = _Shown(page, dict(told), told, went_back)
        # Streamlit follows a link to the page that is shown without writing it to the address.
        arrived.is_settled = not is_new and not went_back


def finish() -> None:
    """Show the address that the page has come to; the router calls this after the page."""
    shown = _shown()
    shown.arrives = False
    if shown.is_settled:
        content = {"page": shown.page, "query": urlencode(shown.query, doseq=True)}
        _component(key="settled_address", data=[content])  # a list: see the gallery


def arrives() -> bool:
    """Whether somebody has just come to this address, so that what it says is news."""
    return _shown().arrives


def went_back() -> bool:
    """Whether they came through the browser's history: what is left out has its default then."""
    return arrives() and _shown().went_back


def values(name: str) -> list[str]:
    """Return all values that the address has for the parameter `name`."""
    return list(_shown().query.get(name, ()))


def value(name: str) -> str | None:
    """Return the last value that the address has for the parameter `name`, None without one."""
    return next(reversed(values(name)), None)


def choose(**given: Given) -> None:
    """Put what somebody chose into the address, as one new entry of the browser's history.

    Called from a widget's callback, with all that changes by the choice.
    """
    shown, query = _shown(), _changed(given)
    if query != shown.query:
        shown.change(query)
        shown.told, shown.is_settled = dict(query), False
        st.query_params.from_dict(query)


def settle(**given: Given) -> None:
    """Put what the page came to by itself into the address, in place of the present entry."""
    shown, query = _shown(), _changed(given)
    if query != shown.query:
        shown.change(query)
        shown.is_settled = True


def _changed(given: Mapping[str, Given]) -> Query:
    query = {name: _texts(value) for name, value in given.items()}
    return {name: texts for name, texts in (_shown().query | query).items() if texts}


def _texts(value: Given) -> list[str]:
    if value is None:
        return []
    return [str(value)] if isinstance(value, str | int) else [str(each) for each in value]


def _told() -> Query:
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    return {name: texts for name, texts in given.items() if texts}


def _shown() -> _Shown:
    if _KEY not in st.session_state:
        arrive("")
    shown: _Shown = st.session_state[_KEY]
    return shown


def _is_recent(when: float) -> bool:
    return time.monotonic() - when < _ECHO_SECONDS


def _goes_through_history() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
