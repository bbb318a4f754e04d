"""What is said about a training's curves: a sentence that its numbers bear out."""

from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.runs.diagnosis import Trend, diagnosis

LOSSES = st.floats(0, 50)
SHARES = st.floats(0, 1)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {}, optional={"loss": LOSSES, "val_loss": LOSSES, "val_accuracy": SHARES}
    ),
    max_size=30,
)


def course(
    training: list[float], validation: list[float], accuracy: float = 0.9
) -> list[dict[str, float]]:
    """A history by epoch with these losses."""
    pairs = zip(training, validation, strict=True)
    return [{"loss": t, "val_loss": v, "val_accuracy": accuracy} for t, v in pairs]


@pytest.mark.parametrize(
    ("epochs", "trend", "since", "words"),
    [
        (course([0.9, 0.5, 0.3], [0.8, 0.5, 0.4]), Trend.IMPROVING, 3, "Still improving"),
        (course([0.9, 0.5, 0.4, 0.39], [0.6, 0.5, 0.51, 0.5]), Trend.FLAT, 2, "since epoch 2"),
        (
            course([0.9, 0.3, 0.1, 0.01], [0.5, 0.3, 0.35, 0.4]),
            Trend.OVERFITTING,
            2,
            "since epoch 2: the validation loss rises (0.3 to 0.4)",
        ),
        (course([2.3, 2.31, 2.3], [2.3, 2.3, 2.3], 0.1135), Trend.NOTHING, 1, "11.35 % is chance"),
        (course([2.3, 2.31, 2.3], [2.3, 2.3, 2.3], 0.1), Trend.NOTHING, 1, "smaller learning rate"),
        (course([2.6, 2.5, 2.4], [2.5, 2.4, 2.3], 0.1), Trend.NOTHING, 1, "larger learning rate"),
        (course([0.9], [0.8]), Trend.SHORT, 1, "One epoch"),
        (course([0.9, nan], [0.8, nan]), Trend.DIVERGED, 2, "smaller learning rate"),
    ],
)
def test_courses(epochs: list[dict[str, float]], trend: Trend, since: int, words: str) -> None:
    """Each kind of course is told by its name, and since when."""
    found = diagnosis(epochs)
    assert found is not None
    assert (trend, since) == (found.trend, found.since)
    assert words in found.words


def test_rising_loss_without_learning_by_heart() -> None:
    """A validation loss that rises together with the training loss is no overfitting."""
    found = diagnosis(course([0.3, 0.2, 0.4, 0.6], [0.4, 0.3, 0.5, 0.7]))
    assert found is not None
    assert Trend.FLAT is found.trend


@given(RECORDS)
def test_any_history(epochs: list[dict[str, float]]) -> None:
    """Whatever stands in the records: one sentence about an epoch that there is, or nothing."""
    found = diagnosis(epochs)
    assert (found is None) == (not any(len(record) == 3 for record in epochs))
    if found is not None:
        assert 1 <= found.since <= len(epochs)
        assert found.words.endswith(".")


@given(st.lists(st.tuples(LOSSES, LOSSES), min_size=2, max_size=30))
def test_overfitting_is_in_the_numbers(losses: list[tuple[float, float]]) -> None:
    """Who reads "overfitting since" finds the lowest validation loss there, a higher one at the
    end, and a training loss that fell meanwhile."""
    training, validation = (list(column) for column in zip(*losses, strict=True))
    found = diagnosis(course(training, validation))
    assert found is not None
    at = found.since - 1
    if found.trend is Trend.OVERFITTING:
        assert validation[at] == min(validation) < validation[-1]
        assert training[-1] < training[at]
    elif found.trend is Trend.IMPROVING:
        assert validation[at] == min(validation[: found.since])
        assert len(losses) - found.since <= len(losses) // 10


@given(st.lists(st.tuples(LOSSES, LOSSES, SHARES), min_size=1, max_size=20), st.integers(2, 5))
def test_only_trends_count(records: list[tuple[float, float, float]], factor: int) -> None:
    """Losses in another unit tell the same."""
    names = ("loss", "val_loss", "val_accuracy")
    epochs = [dict(zip(names, record, strict=True)) for record in records]
    scaled = [
        {**e, "loss": e["loss"] * 2**factor, "val_loss": e["val_loss"] * 2**factor} for e in epochs
    ]
    one, other = diagnosis(epochs), diagnosis(scaled)
    assert one is not None
    assert other is not None
    assert (one.trend, one.since) == (other.trend, other.since)
