"""A table of learning curves as a Vega-Lite chart.

It is the one chart that grows while one looks at it. Streamlit draws a Plotly figure anew at each
change, which flickers; to a Vega-Lite chart it only hands the new rows, as long as the chart itself
stays the same. So nothing here looks at the rows.
"""

from collections.abc import Sequence
from typing import Any

from core.figures.learning_curves import (
    AXES,
    MAX_RUNS,
    MEASURED,
    METRICS,
    TRAINING,
    VALIDATION,
    CurveView,
)
from core.figures.theme import CLASS_COLOURS, TRAINING_COLOUR, VALIDATION_COLOUR

RUN_COLOURS = CLASS_COLOURS[:MAX_RUNS]
RUN_DASHES = (
    (1, 0),
    (8, 4),
    (2, 3),
    (12, 3, 2, 3),
    (5, 2),
    (16, 6),
    (2, 2, 6, 2),
    (12, 3, 2, 3, 2, 3),
)
"""Of strokes and gaps in pixels: who cannot tell two colours apart can tell these."""

_GHOST = 0.5
_HEIGHT_OF_ONE, _HEIGHT_OF_SEVERAL = 300, 360
_THIN, _THICK = 1.25, 2.5
_CLOCK = "floor({ms} / 3600000) + utcFormat({ms}, ':%M:%S')"


def curve_chart(
    titles: Sequence[str], view: CurveView, end: float | None = None, *, ghost: bool = False
) -> dict[str, Any]:
    """Return the Vega-Lite chart of a `curve_table` of the runs called `titles`, at most eight.

    One run has the colours of training and validation, and its training as measured is faint
    behind. Of several `titles[i]` has colour and dash i, its training is thinner, and the legend
    comes below a plot of fixed height. A click on a name in the legend brings its curves out. The
    horizontal axis goes to `end`, or to the last point.
    """
    alone = len(titles) == 1
    named = _parts_in_colour() if alone else _runs_in_colour(titles)
    drawn = {} if alone else _runs_dashed(titles)
    width: dict[str, Any] = {"strokeWidth": _THICK}  # it would hide that of the encoding
    if not alone and len(view.parts) > 1:
        width = {}
        drawn["strokeWidth"] = _parts_in_width()
    if ghost:
        named |= {"opacity": {"value": _GHOST}}
    faint = {"type": "line", "color": TRAINING_COLOUR, "opacity": 0.3, "strokeWidth": 1}
    return {
        "title": METRICS[view.shown_metric],
        "height": _HEIGHT_OF_ONE if alone else _HEIGHT_OF_SEVERAL,
        "autosize": {"type": "fit" if alone else "fit-x", "contains": "padding"},
        "transform": _for_people(view),
        "encoding": {"x": _x(view, end), "y": _y(view)},
        "layer": [
            {
                "transform": [_only(MEASURED)],
                "mark": faint,
                "encoding": {"detail": {"field": "run", "type": "nominal"}},
            },
            {
                "params": [_pick("part" if alone else "run")],
                "transform": [_only(TRAINING, VALIDATION)],
                "mark": {"type": "line", "clip": True, **width},
                "encoding": named | drawn,
            },
            {
                "transform": [_only(VALIDATION)],
                "mark": {"type": "point", "filled": True, "size": 60 if alone else 45},
                "encoding": named,
            },
            {  # too faint to see, large enough to point at
                "mark": {"type": "point", "size": 120 if alone else 90, "opacity": 0},
                "encoding": {"tooltip": _tooltip(view)},
            },
        ],
    }


def _for_people(view: CurveView) -> list[dict[str, Any]]:
    # Milliseconds, of which the scale of a clock makes whole minutes and hours.
    ms = "1000 * datum.x"
    places = {"time": _CLOCK.format(ms=f"({ms})"), "step": "format(datum.x, ',.0f')"}
    value = "format(datum.value, '.4f')"
    if view.metric != "loss":
        value = "format(100 * datum.value, '.2f') + ' %'"
    return [
        {"calculate": ms if view.axis == "time" else "datum.x", "as": "shown_x"},
        {"calculate": places.get(view.axis, "format(datum.x, '.2f')"), "as": "place"},
        {"calculate": value, "as": "figure"},
    ]


def _x(view: CurveView, end: float | None) -> dict[str, Any]:
    x: dict[str, Any] = {"field": "shown_x", "title": AXES[view.axis]}
    labels: dict[str, Any]
    if view.axis == "time":
        # Whole seconds: Vega takes all times within one for the same.
        clock = _CLOCK.format(ms="datum.value")
        labels = {"labelExpr": clock, "tickCount": 8, "tickMinStep": 1000}
        from_zero = {"expr": "0"}  # the plain number would be a year
        scale = {"type": "utc", "domainMin": from_zero, "nice": "second"}
        x |= {"type": "temporal", "scale": scale}
    else:
        labels = {"format": ",d", "tickMinStep": 1}
        x |= {"type": "quantitative", "scale": {} if end is None else {"domain": [0, end]}}
    return x | {"axis": {"grid": False, **labels}}


def _y(view: CurveView) -> dict[str, Any]:
    share = {"format": ".2~%", "labelExpr": "replace(datum.label, '%', ' %')"}
    return {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"type": "log", "nice": False} if view.log else {"zero": False},
        "axis": {"tickCount": 6, **({"format": ".2~g"} if view.metric == "loss" else share)},
    }


def _parts_in_colour() -> dict[str, Any]:
    legend = {"title": None, "orient": "bottom", "symbolOpacity": 1}
    colours = {TRAINING: TRAINING_COLOUR, VALIDATION: VALIDATION_COLOUR}
    return _coloured("part", list(colours), list(colours.values()), legend)


def _runs_in_colour(titles: Sequence[str]) -> dict[str, Any]:
    colours = list(RUN_COLOURS[: len(titles)])
    return _coloured("run", list(titles), colours, _legend_of_runs())


def _runs_dashed(titles: Sequence[str]) -> dict[str, Any]:
    dashes = [list(dash) for dash in RUN_DASHES[: len(titles)]]
    scale = {"domain": list(titles), "range": dashes}
    dash = {"field": "run", "type": "nominal", "scale": scale, "legend": _legend_of_runs()}
    return {"strokeDash": dash}


def _legend_of_runs() -> dict[str, Any]:
    # Said alike of colour and dash, so that they are one legend.
    return {
        "title": None,
        "orient": "bottom",
        "columns": 1,
        "labelLimit": 300,
        "symbolType": "stroke",
        "symbolSize": 900,
        "symbolOpacity": 1,
    }


def _coloured(
    field: str, names: list[str], colours: list[str], legend: dict[str, Any]
) -> dict[str, Any]:
    scale = {"domain": names, "range": colours}
    return {
        "color": {"field": field, "type": "nominal", "scale": scale, "legend": legend},
        "opacity": {"condition": {"param": "picked", "value": 1}, "value": 0.12},
    }


def _parts_in_width() -> dict[str, Any]:
    return {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": [TRAINING, VALIDATION], "range": [_THIN, _THICK]},
        "legend": {"title": None, "orient": "top", "symbolType": "stroke", "symbolSize": 900},
    }


def _tooltip(view: CurveView) -> list[dict[str, Any]]:
    titles = {
        "run": "Run",
        "part": "Curve",
        "place": AXES[view.axis],
        "figure": METRICS[view.shown_metric],
    }
    return [{"field": f, "type": "nominal", "title": title} for f, title in titles.items()]


def _pick(field: str) -> dict[str, Any]:
    return {"name": "picked", "select": {"type": "point", "fields": [field]}, "bind": "legend"}


def _only(*parts: str) -> dict[str, Any]:
    return {"filter": {"field": "part", "oneOf": list(parts)}}
