"""Digits that touch: split where the model is surer of the parts than of the whole.

The parts are a path through the lattice of a digit's pieces that the classifier's scores choose
(Liu, Sako and Fujisawa 2004, "Effects of Classifier Structures and Training Regimes on Integrated
Segmentation and Recognition of Handwritten Numeral Strings"). The score is the largest logit. Where
a model has learned to refuse, it is the log-odds of that digit against no digit at all, so that
half digits, pairs and scribbles have low ones, and nothing has to be trained for strings.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from math import inf, log

import numpy as np

from core.inference.classifier import Classification, Classifier
from core.vision import DigitImage
from core.vision.parts import Parts, Span, parts_of

AMONG_DIGITS, ALONE = log(20), log(2000)
"""How far the mean score of the parts lies above the whole's, and above 0 for no digit, at least.

Where a picture holds digits beside, more of them are likely. Where it holds nothing else, letters
and scribbles are as likely, and they, too, can be cut into parts that look a little like digits.
"""

MOST_CUT, MOST_PARTS = 100, 1500
"""How many digits are cut, and into how many parts, the digits themselves included; all others stay
whole.

Each part takes as long to classify as a digit. Of 1,669 pictures the fullest needed 30 and 1,323;
a page of print would need tens of thousands.
"""

Path = tuple[Span, ...]


def split_touching(
    digits: tuple[DigitImage, ...], classification: Classification, classifier: Classifier
) -> tuple[DigitImage, ...]:
    """Return the digits of a picture with the parts of those that are several, from the left.

    `classification` is what `classifier` says of `digits`. What it takes for a digit no wider than
    tall, as nearly all single digits are, is left as it is without a further look. Parts are in
    the row of the whole.
    """
    doubtful = [
        place
        for place, digit in enumerate(digits)
        if not classification.is_digit[place] or digit.box.width > digit.box.height
    ]
    if not doubtful:
        return digits
    cut = _cut({place: digits[place] for place in doubtful}, MOST_PARTS - len(digits))
    scores = classifier(np.concatenate([parts.images for parts in cut.values()])).logits.max(axis=1)
    ends = np.cumsum([len(parts.spans) for parts in cut.values()])[:-1]
    of_parts = (part.tolist() for part in np.split(scores, ends))
    wholes = classification.logits[list(cut)].max(axis=1)
    evidence = [AMONG_DIGITS if _has_others(classification, place) else ALONE for place in cut]
    outcomes = map(_parts_or_whole, cut.values(), of_parts, wholes.tolist(), evidence)
    split = dict(zip(cut, outcomes, strict=True))
    return tuple(chain(*(split.get(place, (digit,)) for place, digit in enumerate(digits))))


def _cut(digits: dict[int, DigitImage], most: int) -> dict[int, Parts]:
    """Return the parts of digits by their place, about `most` at most, the narrowest digits first.

    Those are pairs, which are likelier than longer strings, and have fewer parts.
    """
    cut: dict[int, Parts] = {}
    several = count = 0
    for place in sorted(digits, key=lambda p: digits[p].box.width / digits[p].box.height):
        if several == MOST_CUT or count >= most:
            break
        parts = cut[place] = parts_of(digits[place])
        several += parts.count > 1
        count += len(parts.spans)
    return cut


def best_path(spans: Iterable[Span], scores: Iterable[float], end: int) -> tuple[float, Path]:
    """Return the spans with the highest mean score that lead from 0 to `end`, and that mean.

    Each begins where the one before ends. Where nothing leads to the end, the mean is -infinity.
    """
    # The best sum at each place for each number of spans: their mean alone cannot be added to.
    best: defaultdict[int, dict[int, tuple[float, Path]]] = defaultdict(dict, {0: {0: (0.0, ())}})
    for span, score in sorted(zip(spans, scores, strict=True), key=lambda pair: pair[0][1]):
        for count, (total, path) in best[span[0]].items():
            longer = total + score, (*path, span)
            best[span[1]][count + 1] = max(longer, best[span[1]].get(count + 1, longer))
    return max(
        ((total / count, path) for count, (total, path) in best[end].items()), default=(-inf, ())
    )


def _has_others(classification: Classification, place: int) -> bool:
    """Tell whether anything but the digit at this place was taken for a digit."""
    return bool(np.delete(classification.is_digit, place).any())


def _parts_or_whole(
    parts: Parts, scores: list[float], whole: float, evidence: float
) -> tuple[DigitImage, ...]:
    mean, path = best_path(parts.spans, scores, parts.count)
    if mean - max(whole, 0.0) < evidence:
        return (parts.whole,)
    return tuple(parts.digit(span) for span in path)
