"""From a picture to the digits written in it, with the shipped model."""

import json

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.data import Split, load
from core.inference import Classification, Classifier, Reading, read
from core.runs.store import RunStore

RGBA = NDArray[np.uint8]


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """The shipped model."""
    return Classifier(RunStore(tmp_path_factory.mktemp("runs")).get("pretrained"))


@pytest.fixture(scope="module")
def known(classifier: Classifier) -> dict[int, RGBA]:
    """For each class a test digit that the model is sure of and right about, 28x28."""
    test: Split = load().test
    classification = classifier(test.images[:2000])
    right = classification.probabilities.argmax(1) == test.labels[:2000]
    sure = right & classification.is_digit & (classification.probabilities.max(1) > 0.99)
    return {
        digit: test.images[np.flatnonzero(sure & (test.labels[:2000] == digit))[0]]
        for digit in range(10)
    }


def paper(width: int = 400, height: int = 320) -> RGBA:
    """A white sheet."""
    return np.full((height, width, 4), 255, np.uint8)


def write(sheet: RGBA, digit: RGBA, x: int, y: int, size: int = 196) -> RGBA:
    """Return the sheet with a digit in black, enlarged to `size` pixels, at (x, y)."""
    large = cv2.resize(digit, (size, size), interpolation=cv2.INTER_CUBIC)
    sheet = sheet.copy()
    place = sheet[y : y + size, x : x + size, :3]
    place[:] = np.minimum(place, 255 - large[..., np.newaxis])
    return sheet


@pytest.mark.parametrize("colour", ["transparent", "white", "black", "grey"])
@pytest.mark.parametrize("single", [False, True])
def test_blank_picture(colour: str, single: bool, classifier: Classifier) -> None:
    """Nothing written, nothing read: no digits and an empty text."""
    grey = {"transparent": 0, "white": 255, "black": 0, "grey": 128}[colour]
    sheet = np.full((280, 280, 4), grey, np.uint8)
    sheet[..., 3] = 0 if colour == "transparent" else 255
    reading = read(sheet, classifier, single=single)

    assert ((), "") == (reading.digits, reading.text)
    assert {"text": "", "rows": [], "turned": 0, "digits": []} == reading.to_dict()


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("inverted", [False, True], ids=["dark on light", "light on dark"])
def test_large_digit_on_a_sheet(
    digit: int, inverted: bool, known: dict[int, RGBA], classifier: Classifier
) -> None:
    """A digit written large, anywhere, on light or dark paper, is read as what it is."""
    sheet = write(paper(), known[digit], 150, 40)
    if inverted:
        sheet[..., :3] = 255 - sheet[..., :3]
    (seen,) = read(sheet, classifier).digits

    assert digit == seen.digit
    assert 0.9 < seen.probability
    assert seen.probabilities.max() == seen.probability


def test_box_is_where_the_digit_is(known: dict[int, RGBA], classifier: Classifier) -> None:
    """The box, in the picture's own pixels, holds the ink and little else."""
    sheet = write(paper(), known[3], 150, 40)
    rows, columns = (np.flatnonzero((sheet[..., 0] < 128).any(axis)) for axis in (1, 0))
    (seen,) = read(sheet, classifier).digits
    box = seen.seen.box

    expected = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert expected == pytest.approx((box.x, box.y, box.right, box.bottom), abs=8)


def test_several_digits(known: dict[int, RGBA], classifier: Classifier) -> None:
    """Digits side by side are read from left to right."""
    sheet = paper(900, 320)
    for place, digit in enumerate((7, 0, 4, 2)):
        sheet = write(sheet, known[digit], 20 + 215 * place, 60)

    assert [7, 0, 4, 2] == [seen.digit for seen in read(sheet, classifier).digits]


def touching(left: RGBA, right: RGBA, overlap: int = 0) -> tuple[RGBA, int]:
    """A sheet with two digits pushed together until their ink meets, and where the second begins.

    `overlap` pixels more make them touch for longer.
    """
    apart = [write(paper(600), left, 60, 60), write(paper(600), right, 340, 60)]
    inks = [sheet[..., 0] < 128 for sheet in apart]
    gaps = [
        np.flatnonzero(b)[0] - np.flatnonzero(a)[-1]
        for a, b in zip(*inks, strict=True)
        if a.any() and b.any()
    ]
    shift = int(min(gaps)) + overlap
    pushed = np.full_like(apart[1], 255)
    pushed[:, :-shift] = apart[1][:, shift:]
    return np.minimum(apart[0], pushed), int(np.flatnonzero(inks[1].any(axis=0))[0]) - shift


def test_digits_that_touch(known: dict[int, RGBA], classifier: Classifier) -> None:
    """Most pairs in one connected blob, before a digit alone, are read as two from the left."""
    pairs = [(tens, units) for tens in range(0, 10, 2) for units in range(10)]
    alone = write(paper(260), known[7], 30, 60)
    sheets = [np.hstack([touching(known[a], known[b], 4)[0], alone]) for a, b in pairs]
    texts = ["".join(str(d.digit) for d in read(sheet, classifier).digits) for sheet in sheets]

    right = sum(text == f"{a}{b}7" for text, (a, b) in zip(texts, pairs, strict=True))
    assert 0.8 * len(pairs) < right


def test_boxes_of_digits_that_touch(known: dict[int, RGBA], classifier: Classifier) -> None:
    """Each of two digits that touch has a box around it, and the picture the same digits."""
    pairs = ["20", "35", "83", "62", "47", "09"]
    joints = [touching(*(known[int(digit)] for digit in pair), 4) for pair in pairs]
    readings = [read(sheet, classifier) for sheet, _ in joints]
    told_apart = [place for place, pair in enumerate(pairs) if pair == readings[place].text]
    assert len(told_apart) >= 4
    for place in told_apart:
        boxes_fit(*joints[place], readings[place])


def boxes_fit(sheet: RGBA, begin: int, reading: Reading) -> None:
    """Check the boxes of two digits on a sheet; the second begins at the column `begin`."""
    rows, columns = (np.flatnonzero((sheet[..., 0] < 128).any(axis)) for axis in (1, 0))
    left, right = (digit.seen.box for digit in reading.digits)
    assert reading.picture.digits == tuple(digit.seen for digit in reading.digits)
    assert (columns[0], columns[-1] + 1) == pytest.approx((left.x, right.right), abs=8)
    assert begin == pytest.approx(right.x, abs=30)
    assert left.x < right.x < left.right + 8 < right.right
    assert (rows[0], rows[-1] + 1) == pytest.approx(
        (min(left.y, right.y), max(left.bottom, right.bottom)), abs=8
    )


@pytest.mark.parametrize("stretch", [1.0, 1.3])
def test_single_digits_stay_whole(stretch: float, classifier: Classifier) -> None:
    """Ordinary and wide digits alone on a sheet are hardly ever taken for several."""
    sheets = [write(paper(), digit, 60, 60) for digit in load().test.images[:150]]
    wide = [cv2.resize(sheet, None, fx=stretch, fy=1) for sheet in sheets]

    assert 149 <= sum(len(read(sheet, classifier).digits) == 1 for sheet in wide)


def test_a_wide_scribble_takes_no_time(classifier: Classifier) -> None:
    """A long wild line is looked at as few times as any: its parts are bounded in number."""
    rng = np.random.default_rng(0)
    sheet = paper(1600, 400)
    way = np.stack([np.linspace(20, 1580, 120), rng.uniform(40, 360, 120)], axis=1)
    cv2.polylines(sheet, [way.astype(np.int32)], False, (0, 0, 0, 255), 8)
    seen: list[int] = []

    class Counting(Classifier):
        def __init__(self) -> None:
            """Leave loading to the one that is asked."""

        def __call__(self, images: RGBA) -> Classification:
            seen.append(len(images))
            return classifier(images)

    read(sheet, Counting())

    assert sum(seen) < 200


def test_plain_data(known: dict[int, RGBA], classifier: Classifier) -> None:
    """As JSON: text, rows, and for each digit what, how sure, where and whether it counts."""
    reading = read(write(paper(), known[7], 150, 40), classifier)
    (seen,) = reading.digits
    box = seen.seen.box
    plain = json.loads(json.dumps(reading.to_dict()))

    assert {
        "text": "7",
        "rows": ["7"],
        "turned": 0,
        "digits": [
            {
                "digit": 7,
                "probability": seen.probability,
                "box": [box.x, box.y, box.width, box.height],
                "is_digit": True,
            }
        ],
    } == plain


SQUIGGLE = [(40, 40), (160, 60), (50, 90), (160, 120), (50, 150), (150, 170), (100, 30)]


def test_refused_ink_is_in_the_text_of_those_alone_who_say_that_it_is_a_digit(
    classifier: Classifier,
) -> None:
    """Ink that the model refuses is seen and called no digit; what is known to be one is read."""
    sheet = paper(200, 200)
    cv2.polylines(sheet, [np.array(SQUIGGLE, np.int32)], False, (0, 0, 0, 255), 10, cv2.LINE_AA)
    for single in (False, True):
        reading = read(sheet, classifier, single=single)
        (plain,) = reading.to_dict()["digits"]

        assert not plain["is_digit"]
        assert (str(plain["digit"]) if single else "") == reading.text
