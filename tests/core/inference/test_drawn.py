"""What is drawn on the canvas is read the same with and without its paper."""

import numpy as np
import pytest

from core.data.pen_strokes import WIDE, parse_strokes, rendered, without_paper
from core.inference import Classifier, read
from core.runs.run import PRETRAINED
from core.runs.store import RunStore

SEVEN, ONE = [60, 60, 140, 60, 100, 200], [200, 60, 200, 200]
THREE = [300, 60, 380, 80, 330, 130, 380, 170, 300, 200]
PLUS = ([450, 130, 530, 130], [490, 90, 490, 170])
UNDERLINE, DOT = [30, 240, 420, 240], [600, 200]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(RunStore().get(PRETRAINED))


@pytest.mark.parametrize("more", [(), PLUS, (UNDERLINE,), (DOT,)])
def test_paper_makes_no_difference(classifier: Classifier, more: tuple[list[int], ...]) -> None:
    """Digits, signs, lines and dots: the same rows, and the same pixels for the model."""
    strokes = [
        {"points": points, "width": 18, "erases": False} for points in (SEVEN, ONE, THREE, *more)
    ]
    drawn = rendered(parse_strokes(strokes), WIDE)
    assert drawn is not None
    on_paper, bare = read(drawn, classifier), read(without_paper(drawn), classifier)
    assert "713" == bare.text
    assert on_paper.lines == bare.lines
    for one, other in zip(on_paper.digits, bare.digits, strict=True):
        assert np.array_equal(one.seen.image, other.seen.image)
