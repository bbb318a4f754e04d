"""Strokes as Fabric.js has them, the drawing library in the canvas component: paths in its JSON.

A path that a pen drew is `["M", x, y]`, then quadratic curves `["Q", cx, cy, x, y]`, then
`["L", x, y]`, in pixels of the canvas.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from core.data.pen_strokes import MOST_POINTS, MOST_STROKES

INK, PAPER = "#ffffff", "#000000"
"""The colours of the pen and of the eraser."""
SCALE = 2
"""Pixels of the component's canvas for one of a stroke's: sharp on any screen."""

_NUMBERS = {"M": 2, "L": 2, "Q": 4}  # of each command


def strokes_of(drawing: object) -> list[dict[str, Any]]:
    """Return the strokes of a drawing for `core.data.pen_strokes.parse_strokes`, which checks them.

    There are none where the drawing is not one that a pen makes.
    """
    objects = drawing.get("objects") if isinstance(drawing, Mapping) else None
    if not isinstance(objects, list) or len(objects) > MOST_STROKES:
        return []
    try:
        return [_stroke(each) for each in objects]
    except (AttributeError, KeyError, TypeError, ValueError):
        return []


def drawing_of(strokes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return checked strokes as a drawing, the other way of `strokes_of`."""
    return {"objects": [_path(stroke) for stroke in strokes]}


def _stroke(value: Mapping[str, Any]) -> dict[str, Any]:
    commands = value["path"]
    if len(commands) > MOST_POINTS:
        raise ValueError("too long")
    points = [round(number / SCALE, 1) for number in chain.from_iterable(_points(commands))]
    return {"points": points, "width": value["strokeWidth"] / SCALE, "erases": _erases(value)}


def _erases(value: Mapping[str, Any]) -> bool:
    return {INK: False, PAPER: True}[value["stroke"]]


def _points(commands: Sequence[Sequence[Any]]) -> Iterator[tuple[float, float]]:
    """The places that a path passes: of a curve its end, and before that its middle."""
    x, y = 0.0, 0.0
    for name, *numbers in commands:
        if len(numbers) != _NUMBERS[name]:
            raise ValueError(name)
        if name == "Q":
            bend_x, bend_y, to_x, to_y = numbers
            yield (x + 2 * bend_x + to_x) / 4, (y + 2 * bend_y + to_y) / 4
        x, y = numbers[-2:]
        yield x, y


def _path(stroke: Mapping[str, Any]) -> dict[str, Any]:
    (start, *others) = [(SCALE * x, SCALE * y) for x, y in _pairs(stroke["points"])]
    ends = others or [(start[0] + 0.01, start[1])]  # else a tap leaves no dot
    return {
        "type": "Path",
        "path": [["M", *start], *(["L", *end] for end in ends)],
        "stroke": PAPER if stroke["erases"] else INK,
        "strokeWidth": SCALE * stroke["width"],
        "fill": None,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
    }


def _pairs(numbers: Sequence[float]) -> Iterator[tuple[float, ...]]:
    return zip(numbers[::2], numbers[1::2], strict=True)
