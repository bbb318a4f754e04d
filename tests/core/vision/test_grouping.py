"""Digits are grouped into the rows that they are written in."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from core.vision.grouping import Group, Row, rows_of
from core.vision.strokes import Box, Stroke

HEIGHT = 100


@st.composite
def written_rows(draw: st.DrawFn) -> list[Row]:
    """Up to five rows, their digits from the left, at most a third of a digit higher or lower."""
    counts = draw(st.lists(st.integers(1, 6), min_size=1, max_size=5))
    shifts, heights = st.integers(-HEIGHT // 6, HEIGHT // 6), st.integers(HEIGHT // 2, HEIGHT)
    return [
        tuple(
            one_stroke(80 * column, 2 * HEIGHT * row + draw(shifts), draw(heights))
            for column in range(count)
        )
        for row, count in enumerate(counts)
    ]


def one_stroke(x: int, middle: int, height: int) -> Group:
    """A digit of a single stroke."""
    return (Stroke(0, Box(x, middle - height // 2, 60, height), 60 * height),)


@given(written_rows(), st.randoms(use_true_random=False))
def test_rows_come_back_as_they_were_written(rows: list[Row], random: Random) -> None:
    """From the top, each from the left, in whatever order the digits were found."""
    digits = [digit for row in rows for digit in row]
    random.shuffle(digits)

    assert rows == rows_of(digits)


def test_nothing_has_no_rows() -> None:
    """A row is never empty."""
    assert [] == rows_of([])
