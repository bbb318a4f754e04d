"""A confusion matrix as counts and shares, with colours that fit them."""

import numpy as np
import pytest

from core.analysis.confusion import Measure, View, cells, in_words

MATRIX = np.random.default_rng(0).integers(0, 1500, (10, 10))
BARE = np.diag([1000] * 10)


def test_counts_are_written_and_nothing_stays_empty() -> None:
    """Rows are actual classes; thousands are apart."""
    matrix = np.zeros((10, 10), np.int64)
    matrix[2, 7] = 1234
    shown = cells(matrix, View())

    assert (shown.values == matrix).all()
    assert {(2, 7): "1,234"} == {
        (row, column): text
        for row, line in enumerate(shown.texts)
        for column, text in enumerate(line)
        if text
    }
    assert (2, 7) == np.unravel_index(shown.strengths.argmax(), (10, 10))


@pytest.mark.parametrize(("measure", "axis"), [(Measure.ACTUAL, 1), (Measure.PREDICTED, 0)])
def test_shares_sum_to_one(measure: Measure, axis: int) -> None:
    """Over each row for shares of the actual class, over each column for the predicted one."""
    values = cells(MATRIX, View(measure)).values

    np.testing.assert_allclose(1, values.sum(axis=axis))


def test_shares_of_an_empty_row_are_nothing() -> None:
    """A class without digits does not divide by zero."""
    matrix = BARE.copy()
    matrix[3] = 0

    assert 0 == cells(matrix, View(Measure.ACTUAL)).values[3].sum()


@pytest.mark.parametrize(
    ("wrong", "text", "right"),
    [(0, "", "100"), (7, "0.7", "99.3"), (400, "40.0", "60.0")],
)
def test_shares_are_short(wrong: int, text: str, right: str) -> None:
    """One decimal of a percent fits a narrow cell."""
    matrix = BARE.copy()
    matrix[4] = 0
    matrix[4, 9], matrix[4, 4] = wrong, 1000 - wrong
    texts = cells(matrix, View(Measure.ACTUAL)).texts

    assert (text, right) == (texts[4][9], texts[4][4])


def test_a_share_never_reads_as_nothing_or_as_all() -> None:
    """One digit of ten thousand is said to be under a tenth of a percent, the rest over 99.9."""
    matrix = BARE.copy()
    matrix[4, 9], matrix[4, 4] = 1, 9999
    texts = cells(matrix, View(Measure.ACTUAL)).texts

    assert ("<0.1", ">99.9") == (texts[4][9], texts[4][4])


@pytest.mark.parametrize("measure", Measure)
def test_a_single_mistake_can_be_seen(measure: Measure) -> None:
    """Beside a thousand right answers one mistake still has a tenth of their colour."""
    matrix = BARE.copy()
    matrix[4, 9] = 1
    strengths = cells(matrix, View(measure)).strengths

    assert 0.1 <= strengths[4, 9] / strengths.max() < 0.2
    assert 0 == strengths[9, 4]
    assert cells(matrix, View(measure, logarithmic=False)).strengths[4, 9] < 0.002


def test_colours_go_by_the_mistakes_alone_without_the_diagonal() -> None:
    """The most frequent mistake has the full colour, half of it the half, right answers none."""
    matrix = BARE.copy()
    matrix[4, 9], matrix[3, 5] = 8, 4
    shown = cells(matrix, View(diagonal=False, logarithmic=False))

    assert (1.0, 0.5) == (shown.strengths[4, 9], shown.strengths[3, 5])
    assert 0 == shown.strengths.diagonal().sum()
    assert {""} == {shown.texts[digit][digit] for digit in range(10)}


def test_a_matrix_without_mistakes_has_no_colour_without_the_diagonal() -> None:
    """No division by a largest of zero."""
    assert 0 == cells(BARE, View(diagonal=False)).strengths.sum()


def test_a_cell_in_words() -> None:
    """Its count and both of its shares."""
    matrix = BARE.copy()
    matrix[4, 9] = 1

    expected = "A 4 predicted as a 9: 1 digit, 0.10 % of all 4s, 0.10 % of all predicted as 9"
    assert expected == in_words(matrix, 4, 9)
    assert in_words(matrix, 4, 4).startswith("A 4 predicted as a 4: 1,000 digits, 99.90 %")
    assert "A 9 predicted as a 4: 0 digits" == in_words(matrix, 9, 4)
