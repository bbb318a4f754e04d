"""The form's part of the address, written by the browser itself.

The entry in the browser's history is replaced: a slider that moves leaves none behind. It is done
in the browser because the server knows the address only as it was when a run of the page was asked
for, and a slider may have moved twice since.
"""

from collections.abc import Mapping

import streamlit as st

from core.config import query_params

_KEY = "form_address"

_JS = """
export default function ({ data }) {
  const [{ names, query }] = data;
  const { pathname, search, hash } = window.location;
  if (query === null || !pathname.endsWith("/train")) return;  // nothing to say, or left meanwhile
  const others = [...new URLSearchParams(search)].filter(([name]) => !names.includes(name));
  const wanted = new URLSearchParams([...Object.entries(query), ...others]).toString();
  if (wanted === new URLSearchParams(search).toString()) return;
  const address = pathname + (wanted && `?${wanted}`) + hash;
  window.history.replaceState(window.history.state, "", address);
}
"""

_component = st.components.v2.component("form_address", html="<span hidden></span>", js=_JS)


def show(query: Mapping[str, str] | None, turn: int) -> None:
    """Make `query` the form's part of the address; None leaves the address as it is.

    `turn` differs from run to run, so that the address is looked at again in each.
    """
    content = {"names": sorted(query_params.NAMES), "query": query, "turn": turn}
    _component(key=_KEY, data=[content])  # a list: see the gallery
