"""A thin stroke that is broken in two: its halves lie one above the other, and would be two rows.

Where printed lines cross it, or light lies on it, the middle of a 1 is now and then not seen.
"""

from collections.abc import Iterator, Sequence

from core.inference.classifier import Classifier
from core.inference.read_digit import ReadDigit, classified
from core.vision.picture import merged
from core.vision.strokes import union

THIN = 0.3
"""Width of a half, relative to a digit's height, at most."""
SHORT = 0.75
"""Height of a half, relative to a digit's, at most: taller ones are whole, one in each of two
rows."""
GAP = 0.45
"""Distance between the halves, relative to a digit's height, at most."""
WHOLE = (0.7, 1.6)
"""Height of both together, relative to a digit's, at least and at most."""
ASIDE = 0.25
"""How far to the side one half may be of the other, relative to a digit's height: 1s slope."""


def with_broken(
    strokes: Sequence[ReadDigit], height: float, classifier: Classifier
) -> list[ReadDigit]:
    """Return strokes, halves of a 1 together; `height` of a usual digit."""
    pairs = list(_pairs(strokes, height))
    wholes = classified([merged([strokes[i].seen for i in pair]) for pair in pairs], classifier)
    whole_of = {
        pair: whole
        for pair, whole in zip(pairs, wholes, strict=True)
        if whole.is_digit and whole.digit == 1
    }
    taken = {i for pair in whole_of for i in pair}
    return [*(s for i, s in enumerate(strokes) if i not in taken), *whole_of.values()]


def _pairs(strokes: Sequence[ReadDigit], height: float) -> Iterator[tuple[int, int]]:
    """Yield the numbers of an upper and a lower half, each stroke in one pair at most."""
    thin = [i for i, s in enumerate(strokes) if _is_half(s, height)]
    thin.sort(key=lambda i: strokes[i].box.y)
    free = set(thin)
    for number, i in enumerate(thin):
        below = (j for j in thin[number + 1 :] if j in free and i in free)
        lower = next((j for j in below if _fit(strokes[i], strokes[j], height)), None)
        if lower is not None:
            free -= {i, lower}
            yield i, lower


def _is_half(stroke: ReadDigit, height: float) -> bool:
    box = stroke.box
    return box.width <= THIN * height and box.width < box.height <= SHORT * height


def _fit(upper: ReadDigit, lower: ReadDigit, height: float) -> bool:
    a, b = upper.box, lower.box
    aside = abs(a.x + a.width / 2 - b.x - b.width / 2)
    tall = union([a, b]).height
    return (
        0 <= b.y - a.bottom <= GAP * height
        and aside <= ASIDE * height
        and WHOLE[0] * height <= tall <= WHOLE[1] * height
    )
