"""The figures of a search say what its trials say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.train_config import SETTINGS
from core.figures import search as figures
from core.figures.theme import VALIDATION_COLOUR
from core.search.ranges import Between, OneOf
from core.search.sampling import WEIGHED_FROM, importances
from core.search.trials import Trial, TrialState

RANGES = {
    "learning_rate": Between(0.001, 0.1),
    "batch_size": OneOf((64, 128, 256)),
    "hidden_layers": Between(0, 3),
    "dropout": Between(0.0, 0.5),
}
SHARES = st.floats(0, 1)


def trial(number: int, *accuracies: float, state: str = "completed", rate: float = 0.01) -> Trial:
    """A trial that came to these accuracies."""
    values = {"learning_rate": rate, "batch_size": 128, "hidden_layers": number % 4, "dropout": 0.1}
    return Trial(number, values, TrialState(state), "run", accuracies)


TRIALS = (
    trial(0, 0.9, 0.95),
    trial(1, 0.5, state="pruned"),
    trial(2, state="failed"),
    trial(3, 0.98, 0.97),
    trial(4, 0.8, 0.9, state="stopped"),
    trial(5, 0.99, state="running"),
)


@given(st.lists(SHARES, min_size=2))
def test_nines_keep_the_order(accuracies: list[float]) -> None:
    """A better accuracy never lies lower, and all are finite."""
    scores = figures.nines(accuracies)

    assert np.isfinite(scores).all()
    assert (np.diff(scores[np.argsort(accuracies)]) >= 0).all()
    np.testing.assert_allclose([0, 1, 2], figures.nines([0, 0.9, 0.99]), atol=1e-9)


def test_best_so_far() -> None:
    """The line is the highest accuracy up to each trial; a point for each trial that has ended
    with an accuracy, by how it ended, tells its settings."""
    line, *points = figures.best_so_far(TRIALS).data

    assert [1, 2, 4, 5] == list(line.x)
    np.testing.assert_allclose(figures.nines([0.95, 0.95, 0.98, 0.98]), line.y)
    assert VALIDATION_COLOUR == line.line.color
    found = {p.name: list(zip(p.x, p.y, strict=True)) for p in points}
    assert {"completed", "pruned", "stopped"} == set(found)
    assert [(1, figures.nines([0.95])[0]), (4, figures.nines([0.98])[0])] == (found["completed"])
    assert 3 == len({p.marker.symbol for p in points})
    assert [
        "95.00 %",
        "Learning rate 0.01<br>Batch size 128<br>Hidden layers 0<br>Dropout 10 %",
    ] == (list(points[0].customdata[0]))


@given(
    st.lists(
        st.tuples(SHARES, st.floats(0.001, 0.1), st.sampled_from(["completed", "pruned"])),
        min_size=1,
        max_size=12,
    )
)
def test_axes_hold_all_trials(values: list[tuple[float, float, str]]) -> None:
    """Each axis has a value for each trial, within its span, and at least two ticks in it."""
    trials = [trial(n, a, rate=rate, state=state) for n, (a, rate, state) in enumerate(values)]
    axes = figures.axes(RANGES, trials)

    assert [*(SETTINGS[name].label for name in RANGES), "Validation accuracy"] == [
        axis.label for axis in axes
    ]
    for axis in axes:
        low, high = axis.span
        assert len(trials) == len(axis.values)
        assert ((axis.values >= low - 1e-9) & (axis.values <= high + 1e-9)).all()
        assert 2 <= len(axis.ticks) == len(axis.words)
        assert ((axis.ticks >= low - 1e-9) & (axis.ticks <= high + 1e-9)).all()
    assert ("64", "128", "256") == axes[1].words


def test_parallel_coordinates() -> None:
    """Lines of the trials that came to an accuracy, the settings first, coloured by accuracy."""
    figure = figures.parallel_coordinates(RANGES, TRIALS)
    (lines,) = figure.data

    assert ["Learning rate", "Batch size", "Hidden layers", "Dropout", "Validation accuracy"] == [
        dimension.label for dimension in lines.dimensions
    ]
    np.testing.assert_allclose(figures.nines([0.95, 0.5, 0.98, 0.9]), lines.line.color)
    assert figure.layout.title.text


def test_importance() -> None:
    """A bar for each setting, the largest on top, as long as its share."""
    (bars,) = figures.importance({"learning_rate": 0.7, "dropout": 0.1, "batch_size": 0.2}).data

    assert ["Dropout", "Batch size", "Learning rate"] == list(bars.y)
    assert [0.1, 0.2, 0.7] == list(bars.x)
    assert ["10 %", "20 %", "70 %"] == list(bars.text)


@pytest.mark.parametrize("number", [0, 1])
def test_few_trials(number: int) -> None:
    """Without trials, or with one, all figures can be drawn."""
    for figure in (
        figures.best_so_far(TRIALS[:number]),
        figures.parallel_coordinates(RANGES, TRIALS[:number]),
        figures.importance({}),
    ):
        assert figure.to_json().startswith("{")


def test_importance_finds_what_mattered() -> None:
    """The setting that alone decides the accuracy has most of the importance; too few trials or
    equal ones have none."""
    rng = np.random.default_rng(0)
    ranges = {"learning_rate": RANGES["learning_rate"], "dropout": RANGES["dropout"]}
    trials = []
    for number, rate in enumerate(10 ** rng.uniform(-3, -1, 30)):
        values = {"learning_rate": float(rate), "dropout": float(rng.uniform(0, 0.5))}
        accuracy = 0.99 - abs(float(np.log10(rate)) + 2) / 3
        trials.append(Trial(number, values, TrialState.COMPLETED, "run", (accuracy,)))
    found = importances(ranges, trials)

    assert ["learning_rate", "dropout"] == list(found)
    assert found["learning_rate"] > 0.8
    assert 1 == pytest.approx(sum(found.values()))
    assert importances(ranges, trials[: WEIGHED_FROM - 1]) is None
    assert importances(RANGES, [trial(n, 0.9) for n in range(20)]) is None
