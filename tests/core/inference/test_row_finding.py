"""Strokes are put into the rows that they are written in; dirt, edges and rules are left out."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.inference.clutter import left_out, without_cut_off
from core.inference.read_digit import ReadDigit
from core.inference.rows import Row, digit_height, rows_of
from core.vision import Box, DigitImage

HEIGHT = 100
INK = np.ones((2, 2), np.float32)
IMAGE = np.ones((28, 28), np.uint8)


def stroke(box: Box, digit: int | None = 7) -> ReadDigit:
    """A stroke that looks like a digit, or like none."""
    probabilities = np.eye(10)[digit or 0]
    seen = DigitImage(box, 0, INK, IMAGE, IMAGE)
    return ReadDigit(seen, digit or 0, probabilities, digit is not None, 9.0)


def boxes(rows: list[Row]) -> list[list[Box]]:
    return [[s.box for s in row] for row in rows]


@st.composite
def written_rows(draw: st.DrawFn) -> list[Row]:
    """Up to five rows, their digits from the left, at most a third of a digit higher or lower."""
    counts = draw(st.lists(st.integers(1, 6), min_size=1, max_size=5))
    shifts, heights = st.integers(-HEIGHT // 6, HEIGHT // 6), st.integers(HEIGHT // 2, HEIGHT)
    return [
        [
            upright(80 * column, 2 * HEIGHT * row + draw(shifts), draw(heights))
            for column in range(count)
        ]
        for row, count in enumerate(counts)
    ]


def upright(x: int, middle: int, height: int) -> ReadDigit:
    return stroke(Box(x, middle - height // 2, 60, height))


@given(written_rows(), st.randoms(use_true_random=False))
def test_rows_come_back_as_they_were_written(rows: list[Row], random: Random) -> None:
    """From the top, each from the left, in whatever order the digits were found."""
    digits = [digit for row in rows for digit in row]
    random.shuffle(digits)

    assert boxes(rows) == boxes(rows_of(digits, HEIGHT))


@pytest.mark.parametrize("slope", [-0.2, -0.1, 0.1, 0.2])
def test_rows_that_slope(slope: float) -> None:
    """On a sheet that lies askew, the end of a row is beside the next row's beginning."""
    rows = [
        [upright(120 * x, round(150 * y + slope * 120 * x), 80 + 5 * (x % 3)) for x in range(10)]
        for y in range(4)
    ]

    found = rows_of([s for row in zip(*rows, strict=True) for s in row], 90)
    assert boxes(rows) == boxes(found)


def test_nothing_has_no_rows() -> None:
    """A row is never empty."""
    assert [] == rows_of([], HEIGHT)


def test_the_height_is_that_of_digits() -> None:
    """Neither a margin line, which looks like a 1, nor a desk's edge counts, nor any dirt."""
    digits = [stroke(Box(100 * x, 0, 60, 80 + x)) for x in range(5)]
    others = [
        stroke(Box(0, 0, 10, 900), 1),
        stroke(Box(0, 0, 500, 700), None),
        stroke(Box(7, 7, 3, 3), None),
    ]

    assert 82 == digit_height([*others, *digits])


@pytest.mark.parametrize(
    "line",
    [
        stroke(Box(-40, -200, 8, 500), 1),
        stroke(Box(-40, -200, 60, 500), None),
        stroke(Box(0, 110, 500, 6), None),
        stroke(Box(70, 40, 4, 5), None),
    ],
    ids=["margin line", "bracket", "rule", "speck"],
)
def test_what_is_no_digit_is_in_no_row(line: ReadDigit) -> None:
    """Lines far taller or longer than digits, and dirt, are left out; the digits stay."""
    digits = [upright(100 * x, 50, 100) for x in range(5)]

    assert boxes([digits]) == boxes(rows_of([*digits, line], HEIGHT))


@pytest.mark.parametrize(("y", "beside"), [(45, True), (-20, True), (118, True), (240, False)])
def test_small_strokes_are_of_the_row_beside_them(y: int, beside: bool) -> None:
    """A minus, the dots of a division, a bar above a digit; what lies far below is of no row."""
    row = [upright(0, 50, 100), upright(200, 50, 100)]
    sign = stroke(Box(110, y, 60, 12), None)

    expected = [row[0], sign, row[1]] if beside else row
    assert boxes([expected]) == boxes(rows_of([*row, sign], HEIGHT))


def test_exponents_are_of_their_row() -> None:
    """Small digits half a digit higher do not break a row in two."""
    base = [upright(200 * x, 100, 100) for x in range(4)]
    exponents = [upright(200 * x + 90, 50, 50) for x in range(4)]

    (row,) = rows_of([*base, *exponents], HEIGHT)
    assert [0, 90, 200, 290, 400, 490, 600, 690] == [s.box.x for s in row]


@pytest.mark.parametrize(
    ("line", "digit", "stays"),
    [
        (Box(30, 10, 10, 110), Box(80, 20, 60, 80), True),
        (Box(0, 0, 10, 120), Box(240, 20, 60, 80), True),
        (Box(0, 0, 10, 120), Box(80, 20, 60, 80), False),
        (Box(290, 10, 10, 80), Box(80, 20, 60, 80), False),
        (Box(30, 0, 10, 120), Box(80, 20, 60, 80), False),
    ],
    ids=["ends there", "cut close", "left side", "right side", "from side to side"],
)
def test_a_1_at_the_border_is_no_line(line: Box, digit: Box, stays: bool) -> None:
    """It touches the border with one end, or a digit does so too; a cell's border runs along it."""
    one, other = stroke(line, 1), stroke(digit, 7)

    expected = [one, other] if stays else [other]
    assert expected == without_cut_off([one, other], Box(0, 0, 300, 120))


def test_a_1_at_the_border_needs_a_sure_digit() -> None:
    """Beside what is hardly a digit, as a desk, it is a line."""
    one, doubtful = stroke(Box(30, 10, 10, 110), 1), stroke(Box(80, 0, 220, 120), 7)
    doubtful = replace(doubtful, score=2.0)

    assert [doubtful] == without_cut_off([one, doubtful], Box(0, 0, 300, 120))


def test_of_ones_alone_the_tallest_tells_the_height() -> None:
    """A 1 that is broken in two, beside zeros that touch and are not cut yet: they are no line."""
    parts = [stroke(Box(0, 0, 8, 24), 1), stroke(Box(0, 28, 3, 12), 1)]
    zeros = stroke(Box(20, 0, 105, 46), None)
    height = digit_height([*parts, zeros])

    assert 24 == height
    assert zeros in [s for row in rows_of([*parts, zeros], height) for s in row]


def test_what_lies_in_no_digit_is_left_out() -> None:
    """A stroke of a digit is not, nor one that is refused; beside nothing, all are."""
    digit, refused = stroke(Box(10, 10, 50, 80)), stroke(Box(100, 10, 50, 80), None)
    part, line = stroke(Box(20, 15, 30, 20)), stroke(Box(0, 200, 500, 3), None)

    assert 1 == left_out([digit, refused, part, line], [digit, refused])
    assert 4 == left_out([digit, refused, part, line], [])
    assert 0 == left_out([], [digit])


@given(st.integers(-20, 40), st.integers(30, 60))
def test_an_exponent_is_of_its_row(above: int, height: int) -> None:
    """It stands between digits, higher than they but beside them, and is read in its place."""
    row = [upright(0, 100, HEIGHT), upright(130, 100, HEIGHT), upright(210, 100, HEIGHT)]
    top = 50 - min(above, height // 2)
    exponent = stroke(Box(75, top, 30, height))

    (found,) = rows_of([*row, exponent], HEIGHT)
    assert [0, 75, 130, 210] == [s.box.x for s in found]


def test_a_row_of_small_digits_above_another_stays_one() -> None:
    """It does not stand beside the digits below."""
    small = [stroke(Box(80 * k, 0, 30, 60)) for k in range(3)]
    large = [stroke(Box(80 * k, 70, 60, HEIGHT)) for k in range(3)]

    assert [3, 3] == [len(row) for row in rows_of([*small, *large], HEIGHT)]
