"""The trials of a search as Plotly figures, and the plain numbers that they show.

Accuracies are drawn by the logarithm of the errors that remain: from 90 to 99 % is as far as
from 99 to 99.9 %, and one trial that learned nothing does not press all others together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.config.diff import in_words
from core.config.train_config import SETTINGS
from core.figures.theme import CLASS_COLOURS, TRAINING_COLOUR, VALIDATION_COLOUR, titled_figure
from core.formats import percent
from core.search.ranges import OneOf, Range, Ranges, is_logarithmic
from core.search.trials import Trial, TrialState

_SMALLEST_ERROR = 1e-4
_ACCURACIES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9999)
_TICKS = (1, 2, 5)
_LOOKS = {
    TrialState.COMPLETED: ("completed", TRAINING_COLOUR, "circle"),
    TrialState.PRUNED: ("pruned", CLASS_COLOURS[3], "x"),
    TrialState.STOPPED: ("stopped", CLASS_COLOURS[8], "square-open"),
}


@dataclass(frozen=True)
class Axis:
    """One axis of the parallel coordinates: `values` of the trials, and what its ticks say."""

    label: str
    values: NDArray[np.float64]
    ticks: NDArray[np.float64]
    words: tuple[str, ...]
    span: tuple[float, float]


def nines(accuracies: Sequence[float]) -> NDArray[np.float64]:
    """Return minus the logarithm to base 10 of the errors that remain: 1 for 90 %, 2 for 99 %."""
    return -np.log10(np.maximum(1 - np.asarray(accuracies, np.float64), _SMALLEST_ERROR))


def axes(ranges: Ranges, trials: Sequence[Trial]) -> list[Axis]:
    """Return an axis for each setting and one for the accuracy, of the trials that came to one."""
    valued = [trial for trial in trials if trial.value is not None]
    settings = [_axis(name, ranges[name], [t.settings[name] for t in valued]) for name in ranges]
    return [*settings, _accuracy_axis([trial.value or 0.0 for trial in valued])]


def parallel_coordinates(
    ranges: Ranges, trials: Sequence[Trial], *, dark: bool = False
) -> go.Figure:
    """Return a line for each trial through its settings to its accuracy, the best the boldest."""
    every = axes(ranges, trials)
    score = every[-1].values
    faint, bold = ("#3a4557", "#8bbaff") if dark else ("#c3cad4", "#1f5cc0")
    lines = go.Parcoords(
        dimensions=[_dimension(axis) for axis in every],
        line={"color": score, "colorscale": [[0, faint], [1, bold]], "showscale": False},
        labelfont_size=13,
        tickfont_size=12,
        rangefont_color="rgba(0, 0, 0, 0)",  # the ticks say it
        unselected_line_opacity=0.1,
    )
    figure = go.Figure(lines)
    title = "Parallel coordinates"
    return figure.update_layout(
        title=title, height=380, margin={"l": 64, "r": 72, "t": 100, "b": 24}
    )


def importance(shares: Mapping[str, float]) -> go.Figure:
    """Return a bar for each setting's share in the differences of accuracy, the largest on top."""
    ordered = sorted(shares.items(), key=lambda item: item[1])
    bars = go.Bar(
        x=[share for _, share in ordered],
        y=[SETTINGS[name].label for name, _ in ordered],
        orientation="h",
        marker_color=TRAINING_COLOUR,
        text=[percent(share, 0) for _, share in ordered],
        textposition="outside",
        cliponaxis=False,
        customdata=[percent(share, 1) for _, share in ordered],
        hovertemplate="%{y}: %{customdata} of the differences in accuracy<extra></extra>",
    )
    figure = titled_figure(bars, "Importance", "Share of the differences in accuracy", "", 320)
    ticks = [0.0, 0.5, 1.0]
    words = [percent(tick, 0) for tick in ticks]
    return figure.update_xaxes(range=[0, 1.12], tickvals=ticks, ticktext=words)


def best_so_far(trials: Sequence[Trial]) -> go.Figure:
    """Return a point for each trial that came to an accuracy, and a line of the best until then."""
    valued = [trial for trial in trials if trial.value is not None]
    best = list(accumulate((trial.value or 0.0 for trial in valued), max))
    line = go.Scatter(
        x=[trial.number + 1 for trial in valued],
        y=nines(best),
        mode="lines",
        name="best so far",
        line={"shape": "hv", "color": VALIDATION_COLOUR, "width": 2.5},
        hoverinfo="skip",
    )
    points = [_points(valued, state) for state in _LOOKS if any(t.state is state for t in valued)]
    title = "Best so far"
    figure = titled_figure([line, *points], title, "Trial", "Validation accuracy", 320)
    axis = _accuracy_axis([trial.value or 0.0 for trial in valued])
    figure.update_yaxes(tickvals=axis.ticks, ticktext=axis.words, range=axis.span)
    figure.update_xaxes(
        tickformat="d", dtick=max(1, len(trials) // 12), range=[0.5, len(trials) + 0.5]
    )
    return figure.update_layout(legend={"orientation": "h", "y": -0.28})


def _points(valued: Sequence[Trial], state: TrialState) -> go.Scatter:
    shown = [trial for trial in valued if trial.state is state]
    name, colour, symbol = _LOOKS[state]
    return go.Scatter(
        x=[trial.number + 1 for trial in shown],
        y=nines([trial.value or 0.0 for trial in shown]),
        customdata=[[percent(t.value or 0.0), settings_in_words(t, "<br>")] for t in shown],
        mode="markers",
        name=name,
        marker={"color": colour, "size": 9, "symbol": symbol, "opacity": 1},
        hovertemplate="Trial %{x}: %{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )


def settings_in_words(trial: Trial, between: str = ", ") -> str:
    """Return the values of a trial as people read them, as in "Learning rate 0.01"."""
    return between.join(
        f"{SETTINGS[name].label} {in_words(name, value)}" for name, value in trial.settings.items()
    )


def _axis(name: str, given: Range, values: Sequence[Any]) -> Axis:
    setting = SETTINGS[name]
    if isinstance(given, OneOf):
        places = {value: place for place, value in enumerate(given.values)}
        words = tuple(in_words(name, value) for value in given.values)
        ticks = np.arange(len(words), dtype=np.float64)
        span = (-0.2, len(words) - 0.8)
        return Axis(setting.label, np.array([places[v] for v in values], float), ticks, words, span)
    numbers = np.asarray(values, np.float64)
    if is_logarithmic(setting):
        marks = _round_numbers(given.low, given.high)
        span = (float(np.log10(given.low)), float(np.log10(given.high)))
        words = tuple(f"{mark:g}" for mark in marks)
        return Axis(setting.label, np.log10(numbers), np.log10(marks), words, span)
    marks = np.linspace(given.low, given.high, 5)
    if isinstance(setting.default, int):
        marks = np.unique(marks.round())
    words = tuple(in_words(name, type(setting.default)(mark)) for mark in marks)
    return Axis(setting.label, numbers, marks, words, (given.low, given.high))


def _round_numbers(low: float, high: float) -> NDArray[np.float64]:
    decades = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    first = (1,) if len(decades) > 3 else _TICKS
    marks = [float(f"{digit}e{decade}") for decade in decades for digit in first]
    inside = [mark for mark in marks if low * 0.999 <= mark <= high * 1.001]
    return np.array(inside if len(inside) > 1 else [low, high])


def _accuracy_axis(accuracies: Sequence[float]) -> Axis:
    scores = nines(accuracies) if accuracies else np.array([1.0])
    low, high = float(scores.min()), float(scores.max())
    room = max(0.05 * (high - low), 0.03)
    span = (low - room, high + room)
    shown = [a for a in _ACCURACIES if span[0] <= nines([a])[0] <= span[1]]
    words = tuple(f"{100 * accuracy:g} %" for accuracy in shown)
    if len(shown) < 2:
        shown = [float(1 - 10**-score) for score in np.linspace(low, high, 3)]
        words = tuple(percent(accuracy) for accuracy in shown)
    return Axis("Validation accuracy", scores[: len(accuracies)], nines(shown), words, span)


def _dimension(axis: Axis) -> dict[str, Any]:
    return {
        "label": axis.label,
        "values": axis.values,
        "tickvals": axis.ticks,
        "ticktext": axis.words,
        "range": axis.span,
    }
