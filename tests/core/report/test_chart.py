"""Small charts: round ticks, everything inside, well-formed."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.report.chart import HEIGHT, WIDTH, Axis, Band, Dots, Line, chart, even_ticks

SHARES = Axis("<share> & more", 0.0, 1.0, ((0.0, "0"), (1.0, '"1"')))
POINTS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=9)


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_span_the_range_evenly(low: float, width: float) -> None:
    """The first is at most the lowest value, the last at least the highest, a few in all."""
    high = low + width
    ticks = even_ticks(low, high)
    step = ticks[1] - ticks[0]
    near = 1e-6 * step + 1e-9

    assert ticks[0] <= low + near
    assert high - near <= ticks[-1]
    assert 2 <= len(ticks) <= 7
    assert all(after - before == pytest.approx(step, rel=1e-3) for before, after in pairwise(ticks))


def test_ticks_are_round() -> None:
    """Steps of 1, 2 or 5 times a power of ten."""
    assert (0.0, 0.2, 0.4, 0.6, 0.8, 1.0) == even_ticks(0, 1)
    assert (0.9965, 0.997, 0.9975, 0.998, 0.9985, 0.999, 0.9995, 1.0) != even_ticks(0.9967, 1)
    assert (0.996, 0.997, 0.998, 0.999, 1.0) == even_ticks(0.9967, 1)
    with pytest.raises(ValueError, match="no way to go"):
        even_ticks(1, 1)


@given(POINTS)
def test_marks_stay_between_the_axes(points: list[tuple[float, float]]) -> None:
    """Whatever is drawn lies within the picture, which is well-formed whatever its words."""
    words = "a 'chart' of <b> & \"c\""
    radii, said = [2.0] * len(points), ["</title><script>"] * len(points)
    marks = [Line(points, "line"), Band(points, points), Dots(points, radii, said)]
    text = chart(SHARES, SHARES, marks, words)
    root = ElementTree.fromstring(text)

    assert words == root.get("aria-label")
    assert "<script" not in text
    assert said == [title.text for title in root.iter("title")]
    for line in (*root.iter("polyline"), *root.iter("polygon")):
        for place in (line.get("points") or "").split():
            across, down = map(float, place.split(","))
            assert 0 <= across <= WIDTH
            assert 0 <= down <= HEIGHT


def test_up_is_more() -> None:
    """The larger value stands further right and higher up."""
    root = ElementTree.fromstring(chart(SHARES, SHARES, [Line([(0, 0), (1, 1)], "line")], "words"))
    (line,) = root.iter("polyline")
    first, last = (
        [float(n) for n in place.split(",")] for place in (line.get("points") or "").split()
    )

    assert first[0] < last[0]
    assert first[1] > last[1]
