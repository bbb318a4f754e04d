"""What a network shows of itself while it trains: weights as pictures, mistakes as a heat map."""

import altair
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.figures.confusion_heatmap import confusion_chart, confusion_table
from core.figures.montage import weights_picture


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(1, 32), st.integers(1, 7), st.integers(1, 7)),
        elements=st.floats(width=32),
    )
)
def test_any_weights_are_a_picture(weights: np.ndarray) -> None:
    """Of the size that its grid needs, whatever the numbers, infinite ones and none included."""
    count, height, width = weights.shape
    rows, columns = -(-count // 8), min(8, count)
    picture = weights_picture(weights)
    assert (rows * (height + 1) - 1, columns * (width + 1) - 1, 3) == picture.shape
    assert np.uint8 == picture.dtype


def test_colours_of_weights() -> None:
    """For is orange, against is blue, neither nearly white; each unit has its own scale."""
    weights = np.array([[[1.0, -1.0, 0.0]], [[100.0, -50.0, 0.0]]], np.float32)
    picture = weights_picture(weights)[0].astype(int)
    (orange, blue, white), (orange2, paler, white2) = picture[:3], picture[4:]

    assert orange[0] > orange[2] + 100
    assert blue[2] > blue[0] + 100
    assert white.min() > 240
    assert orange.tolist() == orange2.tolist()
    assert white.tolist() == white2.tolist()
    assert blue[0] < paler[0] < white[0]


@given(arrays(np.int64, (10, 10), elements=st.integers(0, 7000)))
def test_every_cell_is_a_row(matrix: np.ndarray) -> None:
    """With its count and a strength of 0 to 1 that grows with it."""
    table = confusion_table(matrix)
    assert matrix.sum() == table["digits"].sum()
    assert table["strength"].between(0, 1).all()
    assert table.sort_values("digits")["strength"].is_monotonic_increasing
    cell = table[(table["actual"] == "3") & (table["predicted"] == "5")]
    assert [matrix[3, 5]] == cell["digits"].tolist()


def test_the_heat_map_is_sound() -> None:
    """Altair accepts the chart against Vega-Lite's own schema, light and dark."""
    for dark in (False, True):
        rows = confusion_table(np.eye(10, dtype=np.int64)).to_dict("records")
        chart = confusion_chart("Validation digits", dark=dark)
        altair.Chart.from_dict(chart | {"data": {"values": rows}})
