"""Which runs a table shows: those with all that was asked for, and no other."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.runs.annotations import Annotation
from core.runs.run import Run
from core.runs.run_filter import KINDS, RunFilter, kind
from core.runs.status import State, Status
from core.runs.store import RunStore

SHIPPED = RunStore().get("pretrained")
NAMES = ["Wide kernel", "wide and slow", "", "Straße"]


def run(name: str, note: str, starred: bool, state: State) -> Run:
    """The shipped run's folder under other words."""
    return replace(
        SHIPPED, id="a-run", annotation=Annotation(name, note, starred), status=Status(state)
    )


RUNS = st.lists(
    st.builds(
        run,
        st.sampled_from(NAMES),
        st.sampled_from(["", "Better on 4."]),
        st.booleans(),
        st.sampled_from(State),
    ),
    max_size=8,
)


@given(RUNS)
def test_no_filter_shows_all(runs: list[Run]) -> None:
    """Without a filter all runs are shown, as they come."""
    assert runs == RunFilter().shown(runs)


@given(RUNS, st.sets(st.sampled_from(KINDS), min_size=1))
def test_kinds(runs: list[Run], kinds: set[str]) -> None:
    """A kind shows the runs of that kind; every run at work is active."""
    shown = RunFilter(kinds=frozenset(kinds)).shown(runs)

    assert [run for run in runs if kind(run) in kinds] == shown
    assert all((kind(run) == "active") == run.status.state.is_active for run in runs)


@given(RUNS)
def test_starred(runs: list[Run]) -> None:
    """Starred only leaves the others out; starred first keeps them, in the order as it was."""
    starred = [run for run in runs if run.annotation.starred]
    others = [run for run in runs if not run.annotation.starred]

    assert starred == RunFilter(starred_only=True).shown(runs)
    assert starred + others == RunFilter(starred_first=True).shown(runs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wide", True),
        ("  KERNEL   wide ", True),
        ("narrow", False),
        ("wide narrow", False),
        ("on 4.", True),
        ("deep cnn", True),
        ("a-run", True),
        ("", True),
        ("[", False),
        (".*", False),
        ("x" * 5000, False),
    ],
)
def test_text(text: str, expected: bool) -> None:
    """All words must be there, in the name, the note, the network or the id; no pattern is one."""
    one = run("Wide kernel", "Better on 4.", False, State.COMPLETED)

    assert expected == bool(RunFilter(text=text).shown([one]))


def test_text_in_other_letters() -> None:
    """Upper and lower case do not matter, in any alphabet."""
    assert RunFilter(text="STRASSE").shown([run("Straße", "", False, State.FAILED)])
