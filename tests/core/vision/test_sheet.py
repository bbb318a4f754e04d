"""Where sheets are, of what the network says of each pixel."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.vision.sheet import sheets

SHAPE = (90, 120)
angles = st.floats(0, 90)


def seen(*corners: tuple[int, int]) -> np.ndarray:
    """Return the coverage of a polygon."""
    coverage = np.zeros(SHAPE, np.uint8)
    cv2.fillPoly(coverage, [np.array(corners, np.int32)], 1)
    return coverage.astype(np.float32)


def test_a_hand_on_a_sheet_leaves_no_dent() -> None:
    """What is written beside it or under it is still on the sheet."""
    sheet = seen((20, 10), (100, 15), (95, 80), (18, 75))
    held = sheet.copy()
    held[30:60, 70:] = 0
    held[40:45, 40:50] = 0

    assert np.mean(sheets(held) != (sheet > 0)) < 0.02


def test_what_is_seen_here_and_there_beside_a_sheet_is_desk() -> None:
    """Another sheet is one; a few pixels are not."""
    sheet, other = (
        seen((10, 10), (60, 10), (60, 60), (10, 60)),
        seen((80, 20), (110, 20), (110, 60)),
    )
    speck = seen((100, 80), (106, 80), (106, 86))

    assert np.mean(sheets(sheet + other + speck) != ((sheet + other) > 0)) < 0.02


def test_where_no_sheet_is_seen_everything_may_be_written_on() -> None:
    """As on a board: nothing is left out."""
    assert sheets(np.zeros(SHAPE, np.float32)).all()
    assert sheets(seen((3, 3), (9, 3), (9, 9))).all()
    assert sheets(np.ones(SHAPE, np.float32)).all()


def test_a_picture_in_doubt_has_no_desk() -> None:
    """What lies beside what is surely a sheet is left out only where it is surely none."""
    doubt = np.maximum(seen((30, 20), (80, 20), (80, 70), (30, 70)), 0.6)

    assert sheets(doubt.astype(np.float32)).all()


@given(st.integers(40, 80), st.integers(30, 60), st.tuples(*2 * [st.integers(25, 45)]), angles)
def test_all_of_a_sheet_is_found(x: int, y: int, sides: tuple[int, int], angle: float) -> None:
    """Nothing but its corners is lost, whichever way it lies, and no desk is taken for it."""
    corners = cv2.boxPoints(((x, y), (2 * sides[0], 2 * sides[1]), angle))
    coverage = seen(*corners.astype(int).tolist())
    found = sheets(coverage)

    assert found[coverage > 0].mean() > 0.95
    assert not found[cv2.dilate(coverage, np.ones((5, 5), np.uint8)) == 0].any()
