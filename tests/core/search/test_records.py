"""Ranges and the files of a search: what is accepted, what is refused, and what is lost."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.config.presets import PRESETS
from core.config.train_config import SETTINGS
from core.data import Dataset
from core.errors import DigitLabError
from core.runs.store import RunStore
from core.search.ranges import (
    SEARCHABLE,
    Between,
    OneOf,
    checked,
    contains,
    default_range,
    from_dict,
    parse,
)
from core.search.records import all_searches, find_search, read_search
from core.search.time_estimate import planned_search_seconds, seconds_left
from core.search.trials import Progress, Trial, TrialState
from core.training.time_estimate import AROUND_A_TRAINING
from tests.core.search.search_trainings import BASE, RANGES, InstantQueue, new_search, run_to_end

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@pytest.mark.parametrize("preset", PRESETS)
def test_default_ranges(preset: str) -> None:
    """Every setting of every preset has a default range that holds the preset's own value (on
    its steps), and that its JSON form gives back."""
    base = PRESETS[preset].config
    for name in SEARCHABLE:
        found = default_range(name, base)
        assert found == from_dict(name, json.loads(json.dumps(found.to_dict())))
        assert contains(name, found, getattr(base, name))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("learning_rate", "0.001..0.1", Between(0.001, 0.1)),
        ("learning_rate", "1e-4..1E-2", Between(0.0001, 0.01)),
        ("hidden_layers", "0..3", Between(0, 3)),
        ("epochs", "2, 4,8", OneOf((2, 4, 8))),
        ("batch_size", "32..128", OneOf((32, 64, 128))),
        ("optimizer", "adam,adamw", OneOf(("adam", "adamw"))),
    ],
)
def test_ranges_as_text(name: str, text: str, expected: object) -> None:
    """An interval or a list, in the setting's own type."""
    assert expected == parse(name, text)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("learning_rate", "0.1..0.001", "leaves no choice"),
        ("learning_rate", "0.001..5", "must be from"),
        ("learning_rate", "nan..1", "learning_rate cannot be 'nan..1'"),
        ("learning_rate", "1..2..3", "learning_rate cannot be"),
        ("learning_rate", "", "from 2 to 64 different values"),
        ("learning_rate", "0.1,0.1", "from 2 to 64 different values"),
        ("dropout", "0.1..0.12", "larger by at least 0.05"),
        ("epochs", "1.5..3", "epochs cannot be '1.5'"),
        ("optimizer", "adam", "from 2 to 64 different values"),
        ("optimizer", "adam,magic", "optimizer cannot be 'magic'"),
        ("optimizer", "1..2", "optimizer is no number"),
        ("batch_size", "17..20", "from 2 to 64 different values"),
        ("seed", "1..9", "seed cannot be searched"),
        ("validation_fraction", "0.1..0.2", "cannot be searched"),
        ("__class__", "1..2", "There is no setting '__class__'"),
    ],
)
def test_refused_ranges(name: str, text: str, message: str) -> None:
    """What leaves no choice, lies outside the setting or is no setting is named and refused."""
    with pytest.raises(DigitLabError, match=message.replace(".", r"\.")):
        parse(name, text)


def test_bounds_of_a_setting_hold_in_a_range() -> None:
    """No range reaches beyond the range of its setting."""
    for name, setting in SEARCHABLE.items():
        if setting.choices is None:
            for low, high in ((setting.low - 1, setting.high), (setting.low, setting.high + 1)):
                with pytest.raises(DigitLabError):
                    checked(name, Between(type(setting.default)(low), type(setting.default)(high)))


def test_search_is_read_as_it_was_written(store: RunStore, offline: Dataset) -> None:
    """A search and its trials are the same when read again, and listed, the newest first."""
    first, second = new_search(store, offline), new_search(store, offline, trials=2)
    run_to_end(second, store, InstantQueue(store))

    assert [second, first] == all_searches(store.root)
    assert find_search(store.root, second.id).progress() == second.progress()
    assert Progress() == first.progress()
    assert all(run.id not in (first.id, "searches") for run in store.runs())
    assert (11, BASE, RANGES) == (first.seed, first.base, first.ranges)


def test_searches_of_one_second(store: RunStore, offline: Dataset) -> None:
    """However many searches begin within a second, each has a folder of its own."""
    ids = {new_search(store, offline).id for _ in range(800)}
    assert ids == {search.id for search in all_searches(store.root)}
    assert len(ids) == 800


@pytest.mark.parametrize("wrong", ["../x", "", "a" * 99, "nope", "..", "%00", "\0"])
def test_unknown_search(store: RunStore, wrong: str) -> None:
    """An id is looked up, never joined into a path unseen."""
    with pytest.raises(DigitLabError, match="There is no search called"):
        find_search(store.root, wrong)


@pytest.mark.parametrize(
    "changes",
    [
        {"trials": 0},
        {"trials": 201},
        {"trials": True},
        {"at_once": 0},
        {"at_once": 9},
        {"ranges": {}},
    ],
    ids=str,
)
def test_unbounded_searches_are_refused(store: RunStore, offline: Dataset, changes: dict) -> None:
    """Nothing is made for a search that asks for nothing or far too much."""
    with pytest.raises(DigitLabError):
        new_search(store, offline, **changes)
    assert [] == all_searches(store.root)


@given(key=st.sampled_from(["base", "ranges", "trials", "at_once", "seed", "digits"]), value=JSON)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_hostile_search_file(store: RunStore, offline: Dataset, key: str, value: object) -> None:
    """Whatever stands in search.json: it is read as a valid search or refused with an
    explanation, and never hides the other searches."""
    good, bad = new_search(store, offline), new_search(store, offline)
    path = bad.folder / "search.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    with suppress(DigitLabError):
        assert read_search(bad.folder).to_dict()
    assert good.id in {search.id for search in all_searches(store.root)}


@given(key=st.sampled_from(list(Trial.__dataclass_fields__)), value=JSON)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_hostile_trials_file(store: RunStore, offline: Dataset, key: str, value: object) -> None:
    """Whatever stands in trials.json: it is read as valid trials or refused with an
    explanation."""
    search = new_search(store, offline, trials=1)
    trial = Trial(0, {"learning_rate": 0.01, "optimizer": "adam"}, TrialState.RUNNING, "run-1")
    search.write_progress(Progress(trials=(trial,)))
    path = search.folder / "trials.json"
    plain = json.loads(path.read_text())
    plain["trials"][0][key] = value
    path.write_text(json.dumps(plain))
    with suppress(DigitLabError):
        (found,) = search.progress().trials
        assert all(contains(n, RANGES[n], v) for n, v in found.settings.items())
        assert found.run is not None or found.state is TrialState.IMPOSSIBLE


@pytest.mark.parametrize("content", ["", "[]", "{", "[" * 100_000, "9" * 5000, " " * (9 << 20)])
def test_files_that_are_no_search(store: RunStore, offline: Dataset, content: str) -> None:
    """Torn, nested, enormous: each is refused with its name."""
    search = new_search(store, offline)
    for name, read in (("trials.json", search.progress), ("search.json", None)):
        (search.folder / name).write_text(content)
        with pytest.raises(DigitLabError, match=search.id):
            read() if read else read_search(search.folder)


def test_seed_belongs_to_the_settings() -> None:
    """Only the two settings that would make trials incomparable cannot be searched."""
    assert {"seed", "validation_fraction", "fold"} == set(SETTINGS) - set(SEARCHABLE)


def test_estimates() -> None:
    """More trials and more epochs take longer; what is left follows from trials that ended."""
    few = planned_search_seconds(BASE, RANGES, 5, 1000, 1.0)
    assert 2 * few == pytest.approx(planned_search_seconds(BASE, RANGES, 10, 1000, 1.0))
    longer = replace(BASE, epochs=30)
    assert few < planned_search_seconds(longer, RANGES, 5, 1000, 1.0)
    impossible = {"loss": OneOf(("binary", "mse"))}
    world = replace(BASE, augmentation="world")
    assert planned_search_seconds(world, impossible, 5, 1000, 1.0) is None

    values = {"learning_rate": 0.01, "optimizer": "adam"}
    ended = [Trial(n, values, TrialState.COMPLETED, "r", (0.9,), s) for n, s in enumerate((4, 8))]
    assert seconds_left(Progress(), 10) is None
    assert 8 * (6 + AROUND_A_TRAINING) == seconds_left(Progress(trials=tuple(ended)), 10)
