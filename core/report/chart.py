"""Small charts as SVG that a page's own style colours, so that they fit light, dark and paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.etree import ElementTree

WIDTH, HEIGHT = 340, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 22, 10, 38

Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """One axis: what it shows, from where to where, and its ticks with what stands at them."""

    title: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def share(self, value: float) -> float:
        """Return how far along the axis `value` lies, 0..1 within it."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Line:
    """Points joined by a line of the style's class `kind`."""

    points: Sequence[Point]
    kind: str


@dataclass(frozen=True)
class Band:
    """The area between two lines over the same places."""

    low: Sequence[Point]
    high: Sequence[Point]


@dataclass(frozen=True)
class Dots:
    """Points, each with a radius in pixels and words that hovering shows."""

    points: Sequence[Point]
    radii: Sequence[float]
    words: Sequence[str]


Mark = Line | Band | Dots


def chart(x: Axis, y: Axis, marks: Sequence[Mark], words: str) -> str:
    """Return `marks` between two axes as an SVG element; `words` say what is to be seen."""
    root = ElementTree.Element(
        "svg", {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img", "aria-label": words}
    )
    _axes(root, x, y)
    for mark in marks:
        _draw(root, mark, x, y)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def even_ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Return round numbers an even step of 1, 2 or 5 apart, from at most `low` to at least `high`.

    Their number is at most two more than `most`. Raises `ValueError` unless low < high.
    """
    if not low < high:
        raise ValueError(f"from {low} to {high} is no way to go")
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(n * power for n in (1, 2, 5, 10) if n * power >= rough * (1 - 1e-9))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(n * step, 12) for n in range(first, last + 1))


def _axes(root: ElementTree.Element, x: Axis, y: Axis) -> None:
    left, right, top, bottom = _LEFT, WIDTH - _RIGHT, _TOP, HEIGHT - _BOTTOM
    for value, words in y.ticks:
        _, down = _place((x.low, value), x, y)
        _add(root, "line", "grid", x1=left, x2=right, y1=down, y2=down)
        _text(root, words, "tick", (left - 6, down + 4), "end")
    for value, words in x.ticks:
        across, _ = _place((value, y.low), x, y)
        _add(root, "line", "grid", x1=across, x2=across, y1=top, y2=bottom)
        _text(root, words, "tick", (across, bottom + 15))
    _text(root, x.title, "axis", ((left + right) / 2, HEIGHT - 6))
    middle = (top + bottom) / 2
    upwards = _text(root, y.title, "axis", (12, middle))
    upwards.set("transform", f"rotate(-90 12 {middle:g})")


def _draw(root: ElementTree.Element, mark: Mark, x: Axis, y: Axis) -> None:
    match mark:
        case Line(points, kind):
            _add(root, "polyline", kind, points=_way(points, x, y))
        case Band(low, high):
            _add(root, "polygon", "band", points=_way([*low, *reversed(high)], x, y))
        case Dots(points, radii, words):
            for point, radius, said in zip(points, radii, words, strict=True):
                across, down = _place(point, x, y)
                dot = _add(root, "circle", "dot", cx=across, cy=down, r=radius)
                ElementTree.SubElement(dot, "title").text = said


def _place(point: Point, x: Axis, y: Axis) -> Point:
    return (
        _LEFT + x.share(point[0]) * (WIDTH - _LEFT - _RIGHT),
        HEIGHT - _BOTTOM - y.share(point[1]) * (HEIGHT - _TOP - _BOTTOM),
    )


def _way(points: Sequence[Point], x: Axis, y: Axis) -> str:
    places = (_place(point, x, y) for point in points)
    return " ".join(f"{across:.1f},{down:.1f}" for across, down in places)


def _text(
    root: ElementTree.Element, words: str, kind: str, at: Point, anchor: str = "middle"
) -> ElementTree.Element:
    text = _add(root, "text", kind, x=at[0], y=at[1])
    text.set("text-anchor", anchor)
    text.text = words
    return text


def _add(
    root: ElementTree.Element, tag: str, kind: str, **attributes: float | str
) -> ElementTree.Element:
    element = ElementTree.SubElement(root, tag, {"class": kind})
    for name, value in attributes.items():
        element.set(name, value if isinstance(value, str) else f"{round(value, 1):g}")
    return element
