"""Digits are grouped into the rows that they are written in."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from core.vision.grouping import Group, Row, rows_of, several_digits
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


@st.composite
def scattered_strokes(draw: st.DrawFn) -> list[Stroke]:
    """Up to 20 strokes anywhere, of any size, some of them small."""
    sides, places = st.integers(1, HEIGHT), st.integers(0, 400)
    boxes = draw(st.lists(st.builds(Box, places, places, sides, sides), min_size=1, max_size=20))
    return [Stroke(label, box, label + 1) for label, box in enumerate(boxes)]


@given(scattered_strokes())
def test_no_stroke_is_of_two_digits(strokes: list[Stroke]) -> None:
    """Each is of one digit or of none."""
    rows = several_digits(strokes, (20, 500))
    labels = [stroke.label for row in rows for digit in row for stroke in digit]

    assert len(labels) == len(set(labels))


def digits_of(strokes: list[Stroke]) -> set[frozenset[int]]:
    """The labels of each digit's strokes."""
    rows = several_digits(strokes, (20, 500))
    return {frozenset(stroke.label for stroke in digit) for row in rows for digit in row}


def test_a_speck_goes_to_the_nearest_digit_as_it_has_grown() -> None:
    """A part counts from the moment it is attached: what lies near it is of the same digit."""
    body, other = (Stroke(n, Box(x, 100, 60, 80), 4800) for n, x in enumerate((0, 61)))
    first = Stroke(2, Box(20, 80, 20, 15), 300)
    second = Stroke(3, Box(35, 74, 40, 5), 200)

    assert {frozenset({0, 2, 3}), frozenset({1})} == digits_of([body, other, first, second])
