"""Small square pictures of what each page shows, as SVG that looks well on light and on dark."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.figures.montage import montage, png_data_uri
from core.figures.theme import CLASS_COLOURS, TRAINING_COLOUR

SIDE = 84
_COLUMNS = 3
_FRAME = '<rect width="84" height="84" rx="8" fill="{}"/>'
_PAPER = _FRAME.format("#7f8fa626")  # a veil over whatever the page's colour is


def gallery_door(images: NDArray[np.uint8]) -> str:
    """Return nine digits (9, 28, 28) as a gallery."""
    picture = _picture(montage(images, _COLUMNS), 3, 3, SIDE - 6)
    return _svg(_FRAME.format("#000000") + picture)


def curve_door(values: Sequence[float]) -> str:
    """Return a learning curve through `values`, at least two, the highest of them on top."""
    heights = np.asarray(values, float)
    heights = (heights - heights.min()) / (np.ptp(heights) or 1.0)
    places = zip(np.linspace(12, 76, len(heights)), 72 - 60 * heights, strict=True)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    axes = '<path d="M8 8v68h70" fill="none" stroke="#7f8fa6" stroke-width="2"/>'
    line = f'<polyline points="{points}" fill="none" stroke="{TRAINING_COLOUR}" stroke-width="4"/>'
    return _svg(_PAPER + axes + line)


def matrix_door(counts: NDArray[np.int64]) -> str:
    """Return a confusion matrix (10, 10): right answers blue, mistakes orange."""
    largest = max(1, int((counts - np.diag(counts.diagonal())).max()))
    cells = []
    for (row, column), number in np.ndenumerate(counts):
        share = 1.0 if row == column else number / largest
        colour = TRAINING_COLOUR if row == column else CLASS_COLOURS[6]
        place = f'x="{4 + 7.7 * column:.1f}" y="{4 + 7.7 * row:.1f}" width="6.7" height="6.7"'
        cells.append(f'<rect {place} fill="{colour}" fill-opacity="{0.08 + 0.92 * share:.2f}"/>')
    return _svg(_PAPER + "".join(cells))


def reading_door(image: NDArray[np.uint8], label: int) -> str:
    """Return a digit (28, 28), and beneath it ten bars of which that of `label` is long."""
    bars = [
        f'<rect x="{6 + 7.4 * digit:.1f}" y="{_top(digit, label)}" width="5" '
        f'height="{80 - _top(digit, label)}" fill="{colour}"/>'
        for digit, colour in enumerate(CLASS_COLOURS)
    ]
    return _svg(_FRAME.format("#000000") + _picture(image, 18, 2, 48) + "".join(bars))


def _top(digit: int, label: int) -> int:
    return 54 if digit == label else 76


def _picture(image: NDArray[np.uint8], x: int, y: int, side: int) -> str:
    return (
        f'<image x="{x}" y="{y}" width="{side}" height="{side}" style="image-rendering:pixelated" '
        f'href="{png_data_uri(image)}"/>'
    )


def _svg(content: str) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}"'
    return f'{head} width="{SIDE}" height="{SIDE}">{content}</svg>'
