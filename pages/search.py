"""Search: let many trainings find good settings, watch them, take the best."""

import streamlit as st

from core.config.train_config import SETTINGS
from core.errors import DigitLabError
from core.runs.titles import unique_titles
from core.search.records import Search
from pages.ui import address, cache
from pages.ui.address.widgets import picked, show
from pages.ui.dataset_notice import dataset_notice
from pages.ui.errors import explained
from pages.ui.markdown import plain
from pages.ui.people import sign_in
from pages.ui.search.search_deletion import delete_button
from pages.ui.search.search_example import search_example
from pages.ui.search.search_form import search_form
from pages.ui.search.search_view import watch_search

_QUERY = "search"
_CHOSEN = "chosen_search"
_PICKER = "search_picker"


def render() -> None:
    """Lay out the page."""
    dataset = cache.dataset()
    cache.tend()
    st.title("Search for good settings")
    st.markdown(
        "Say which settings may vary and how far. The search trains with one set of values after "
        "another, learns which do well, and goes on when you leave the page."
    )
    dataset_notice(dataset)
    form, view = st.columns([2, 3], gap="large")
    with form:
        asked = search_form(dataset)
        if asked is not None:
            with explained():
                search = cache.searches().start(dataset, **asked, user=sign_in.user())
                _remember(search.id)
        _how_it_works()
    with view:
        _chosen_search()


def _chosen_search() -> None:
    searches = {search.id: search for search in cache.searches().all()}
    if address.went_back() and address.value(_QUERY) is None:
        _forget()
    wanted = address.value(_QUERY) or st.session_state.get(_CHOSEN)
    if wanted and wanted not in searches:
        _say_gone(wanted)
    if not searches:
        st.info(
            "Nothing has been searched here yet. Start with the settings as they are: learning "
            "rate and batch size of the fast CNN, on a part of the digits.",
            icon=":material/arrow_back:",
        )
        search_example()
        return
    if wanted not in searches:
        wanted = next(iter(searches))
    show(_PICKER, wanted)
    titles = unique_titles({search.id: _label(search) for search in searches.values()})
    st.selectbox(
        "Search",
        list(titles),
        format_func=titles.__getitem__,
        key=_PICKER,
        on_change=picked(_QUERY, _PICKER, list(titles)),
        help="A search and what came of it. All are kept, and so are their trainings.",
    )
    # The newest is shown by default, but who asked for it by its name wants this one.
    _remember(wanted, default=None if address.value(_QUERY) else next(iter(searches)))
    if not watch_search(searches[wanted]):
        delete_button(searches[wanted], _forget)


def _label(search: Search) -> str:
    names = ", ".join(SETTINGS[name].label.lower() for name in search.ranges)
    return f"{search.title}: {names}"


def _say_gone(search_id: str) -> None:
    try:
        cache.searches().get(search_id)
    except DigitLabError as error:
        if address.value(_QUERY):
            address.reject(_QUERY, plain(str(error)))
    _forget()


def _remember(search_id: str, default: str | None = None) -> None:
    st.session_state[_CHOSEN] = search_id
    address.settle(**{_QUERY: None if search_id == default else search_id})


def _forget() -> None:
    st.session_state.pop(_CHOSEN, None)
    address.settle(**{_QUERY: None})


def _how_it_works() -> None:
    with st.expander("How a search works", key="how_search_works"):
        st.markdown(
            "**A trial** is one ordinary training with one set of values. It is compared by its "
            "best *validation accuracy*: the share of held-back training digits that it "
            "recognises. The test digits are never looked at, or the winner would partly be the "
            "luckiest on them.\n\n"
            "**TPE** (tree-structured Parzen estimator) chooses the values. The first trials are "
            "drawn at random. From then on it compares where the good trials lie with where the "
            "others lie, and draws more often where the good ones are denser.\n\n"
            "**Pruning** ends a trial early when, after the same epoch, it is below the median: "
            "half of the trials that went to their end were better by then. The time goes to "
            "others.\n\n"
            "**Importance** is the share of the differences in accuracy that goes back to a "
            "setting (fANOVA). It is about these ranges only, and rough with few trials."
        )


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
