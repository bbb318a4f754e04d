"""Pictures turned by any angle: all of them stays in view, and quarters change no pixel."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.vision.sheet import TILTED, tilt_of
from core.vision.turning import turned_by

pictures = arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(4)))


@given(pictures, st.integers(-8, 8))
def test_quarters_are_exact(rgba: np.ndarray, quarters: int) -> None:
    """Clockwise, as often as asked for, and back again."""
    found = turned_by(rgba, 90 * quarters)

    np.testing.assert_array_equal(np.rot90(rgba, -quarters), found)
    np.testing.assert_array_equal(rgba, turned_by(found, -90 * quarters))


@given(st.integers(-720, 720), st.integers(20, 60), st.integers(20, 60))
def test_everything_stays_in_view(degrees: int, height: int, width: int) -> None:
    """Four dots near the corners are there after any turn, as far from each other as before."""
    rgba = np.full((height, width, 4), 255, np.uint8)
    for y in (4, height - 5):
        for x in (4, width - 5):
            rgba[y - 1 : y + 2, x - 1 : x + 2, :3] = 0
    dark = np.argwhere(turned_by(rgba, degrees)[..., 0] < 128)

    diagonal = np.hypot(height - 9, width - 9)
    assert np.linalg.norm(dark[:, np.newaxis] - dark, axis=-1).max() == pytest.approx(
        diagonal, abs=4
    )


def test_clockwise() -> None:
    """What is above is at the right after a turn of 80 degrees."""
    rgba = np.zeros((101, 101, 4), np.uint8)
    rgba[5:15, 45:56] = 255
    y, x = np.argwhere(turned_by(rgba, 80)[..., 0] > 128).mean(axis=0)

    assert x > 90
    assert 40 < y < 65


@given(st.integers(-44, 44))
def test_a_sheet_is_turned_straight(slant: int) -> None:
    """By as many degrees as it lies aslant, the other way; little is left as it is."""
    sheet = np.zeros((192, 192, 4), np.uint8)
    sheet[60:130, 40:150] = 255
    tilt = tilt_of(turned_by(sheet, slant)[..., 0] > 128)

    assert tilt == pytest.approx(-slant, abs=1) or (tilt == 0 and abs(slant) <= TILTED)


def test_where_nothing_is_straight() -> None:
    """No sheet in view, and one that is no rectangle, tell nothing."""
    y, x = np.mgrid[:192, :192]

    assert 0 == tilt_of(np.ones((192, 192), np.bool_))
    assert 0 == tilt_of(np.hypot(y - 96, x - 96) < 60)
