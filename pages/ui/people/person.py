"""Who somebody is, to find what is theirs: signed in, or by a name that they give once.

The name stays in the browser, so that it is there after a reload and on the next visit. It is no
proof: whoever gives the same name is taken for the same person, as on a sheet of paper.
"""

import streamlit as st

from core.data.person_name import LONGEST, checked_name
from core.errors import DigitLabError
from pages.ui.markdown import plain
from pages.ui.people import sign_in

_NAME, _FIELD, _PROBLEM = "person_name", "person_field", "person_problem"
_HELP = (
    "What you save is found again by this name, on every visit from this browser and from any "
    "other where you give the same name. It is no password. The browser keeps it; with a drawing "
    "only a digest of it is saved."
)

# The name is asked for once a session; afterwards the browser is told what the session has.
_JS = """
const KEY = "digit-lab:person";

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(name) {
  try {
    if (name) localStorage.setItem(KEY, name);
    else localStorage.removeItem(KEY);
  } catch { /* the browser keeps nothing: the name lives as long as the session */ }
}

const asked = new WeakSet();

export default function ({ data, parentElement, setTriggerValue }) {
  const [{ name, is_known }] = data;
  if (is_known) {
    store(name);
    return;
  }
  const kept = asked.has(parentElement) ? null : stored();
  asked.add(parentElement);
  if (kept) setTriggerValue("remembered", kept);
}
"""

_component = st.components.v2.component("person_name", html="<span></span>", js=_JS)


def person() -> str | None:
    """Return who looks at this page: the signed-in user, else the name given, None without one.

    A name that the browser kept is known once `person_control` was shown in this session.
    """
    return sign_in.user() or st.session_state.get(_NAME)


def person_control() -> None:
    """Show whose is what is saved, and let them give or change their name; once on a page.

    Nothing where people sign in: there the page says who they are.
    """
    if sign_in.user() is not None:
        return
    name: str | None = st.session_state.get(_NAME)
    label = plain(name) if name else "Your name"
    with st.container(key="person", width="content", gap=None):
        with st.popover(label, icon=":material/person:", key="person_popover", type="tertiary"):
            _form(name)
        _remember(name)


def _form(name: str | None) -> None:
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(problem, icon=":material/error:")
    st.session_state.setdefault(_FIELD, name or "")
    st.text_input(
        "Your name", key=_FIELD, max_chars=LONGEST, on_change=_give, help=_HELP, width=280
    )
    with st.container(horizontal=True):
        # To leave the field gives the name already: this is what one looks for.
        st.button("OK", key="person_ok", type="primary", on_click=_give)
        if name:
            st.button("Forget it", key="person_forget", on_click=_forget)


def _remember(name: str | None) -> None:
    def remembered() -> None:
        _take_over(st.session_state["person_kept"].remembered)

    content = {"name": name or "", "is_known": _NAME in st.session_state}
    # A list: see the gallery.
    _component(key="person_kept", data=[content], on_remembered_change=remembered)


def _give() -> None:
    try:
        name = checked_name(st.session_state[_FIELD])
        st.session_state[_NAME] = st.session_state[_FIELD] = name
    except DigitLabError as error:
        st.session_state[_PROBLEM] = str(error)


def _forget() -> None:
    st.session_state[_NAME] = None  # known to be none, which the browser is told
    st.session_state[_FIELD] = ""


def _take_over(kept: object) -> None:
    # A browser's storage is anybody's text; and a name given since goes before.
    if _NAME in st.session_state or not isinstance(kept, str):
        return
    try:
        st.session_state[_NAME] = st.session_state[_FIELD] = checked_name(kept)
    except DigitLabError:
        st.session_state[_NAME] = None
