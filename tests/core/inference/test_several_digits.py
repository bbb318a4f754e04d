"""Numbers and what people write beside them: signs, words, lines, small zeros, other ways up."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.data import Dataset, load
from core.inference import Classifier, read
from core.inference.read_digit import ReadDigit
from core.inference.refusal import AMONG_LETTERS, TOO_SMALL, TOO_TALL, with_refusals
from core.runs.store import RunStore
from core.vision import Box, DigitImage

RGBA = NDArray[np.uint8]
Ink = NDArray[np.uint8]
SIDE = 120  # pixels from one glyph to the next


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """The shipped model."""
    return Classifier(RunStore(tmp_path_factory.mktemp("runs")).get("pretrained"))


@pytest.fixture(scope="module")
def mnist(classifier: Classifier) -> Dataset:
    """Digits that people wrote, of which it reads each by itself."""
    return load()


def digits_that_are_read(mnist: Dataset, classifier: Classifier, seed: int) -> dict[str, Ink]:
    """One test digit for each of 0 to 9, at random among those that are surely read."""
    order = np.random.default_rng(seed).permutation(len(mnist.test))[:600]
    images, labels = mnist.test.images[order], mnist.test.labels[order]
    outcome = classifier(images)
    sure = (outcome.probabilities.argmax(1) == labels) & (outcome.logits.max(1) > 6)
    return {str(d): images[np.flatnonzero(sure & (labels == d))[0]] for d in range(10)}


STROKES = {
    "-": [[(25, 60), (95, 60)]],
    "=": [[(25, 48), (95, 48)], [(25, 74), (95, 74)]],
    "/": [[(20, 60), (100, 60)], [(60, 32), (60, 36)], [(60, 84), (60, 88)]],
    "+": [[(25, 60), (95, 60)], [(60, 25), (60, 95)]],
    "(": [[(75, 10), (50, 40), (50, 80), (75, 112)]],
    "H": [[(25, 15), (25, 105)], [(95, 15), (95, 105)], [(25, 60), (95, 60)]],
    "E": [[(95, 15), (30, 15), (30, 105), (95, 105)], [(30, 60), (85, 60)]],
    "R": [[(30, 105), (30, 15), (80, 20), (85, 50), (32, 60)], [(50, 60), (95, 105)]],
    "K": [[(30, 15), (30, 105)], [(90, 15), (32, 62)], [(45, 55), (95, 105)]],
    "M": [[(15, 105), (20, 15), (60, 80), (100, 15), (105, 105)]],
}


def written(text: str, glyphs: dict[str, Ink], sizes: dict[int, float] | None = None) -> Ink:
    """Text in a row: real digits and strokes of a pen; `sizes` makes some of the digits smaller."""
    ink = np.zeros((SIDE + 40, SIDE * len(text) + 40), np.uint8)
    for place, character in enumerate(text):
        x = 20 + SIDE * place
        if character in STROKES:
            for points in STROKES[character]:
                moved = np.array(points, np.int32) + np.array((x, 20), np.int32)
                cv2.polylines(ink, [moved], False, 255, 9, cv2.LINE_AA)
            continue
        side = round(SIDE * (sizes or {}).get(place, 1.0))
        large = cv2.resize(glyphs[character], (side, side), interpolation=cv2.INTER_CUBIC)
        y = 20 + SIDE - side
        np.maximum(ink[y : y + side, x : x + side], large, out=ink[y : y + side, x : x + side])
    return ink


def paper(ink: Ink) -> RGBA:
    return np.dstack([255 - ink] * 3 + [np.full_like(ink, 255)])


@pytest.mark.parametrize("seed", [11, 12, 13])
@pytest.mark.parametrize("text", ["45/9", "7-3", "2+6=8"])
def test_signs_are_seen(text: str, seed: int, mnist: Dataset, classifier: Classifier) -> None:
    """A sign between digits stands in its place as no digit: 45 : 9 is not 459."""
    glyphs = digits_that_are_read(mnist, classifier, seed)
    reading = read(paper(written(text, glyphs)), classifier)

    expected = "".join(character if character.isdigit() else "?" for character in text)
    assert (expected,) == reading.lines
    assert "".join(filter(str.isdigit, text)) == reading.text


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_small_zeros_are_digits(seed: int, mnist: Dataset, classifier: Classifier) -> None:
    """Zeros of less than half of the first digit's height are read."""
    glyphs = digits_that_are_read(mnist, classifier, seed)
    ink = written("3000", glyphs, {1: 0.45, 2: 0.45, 3: 0.45})

    assert "3000" == read(paper(ink), classifier).text


@pytest.mark.parametrize("seed", [31, 32, 33])
def test_a_line_beside_digits_is_no_measure(
    seed: int, mnist: Dataset, classifier: Classifier
) -> None:
    """With a line five times as tall at their side, as of a margin or a desk, digits are read."""
    glyphs = digits_that_are_read(mnist, classifier, seed)
    ink = np.pad(written("23795", glyphs), ((300, 300), (60, 0)))
    cv2.line(ink, (25, 10), (22, len(ink) - 10), 255, 8, cv2.LINE_AA)

    assert "23795" == read(paper(ink), classifier).text


@pytest.mark.parametrize("word", ["HER", "MEHR", "KERMEH"])
def test_words_are_refused(word: str, mnist: Dataset, classifier: Classifier) -> None:
    """A row of letters holds no digit."""
    assert "" == read(paper(written(word, {})), classifier).text


@pytest.mark.parametrize(
    ("row", "expected"),
    [("??0??", "?????"), ("?0?", "???"), ("1?2?3", "1?2?3"), ("45?", "45?"), ("?7", "?7")],
)
def test_a_digit_in_a_word_is_refused_with_it(row: str, expected: str) -> None:
    """What looks like a digit among letters is one of them, and the reading says why."""
    segments = [segment(90 * x, None if sign == "?" else int(sign)) for x, sign in enumerate(row)]
    (found,) = with_refusals([segments], 100)

    assert expected == "".join(str(s.digit) if s.is_digit else "?" for s in found)
    refused = {s.refusal for s, sign in zip(found, row, strict=True) if sign != "?"} - {""}
    assert refused == ({AMONG_LETTERS} if row != expected else set())


def test_numbers_beside_a_word_are_read() -> None:
    """A line of a table: what stands apart from the letters is not of the word."""
    word = [segment(70 * x, None) for x in range(5)]
    numbers = [segment(600, 5), segment(800, 0), segment(865, 7)]
    (found,) = with_refusals([[*word, *numbers]], 100)

    assert "?????507" == "".join(str(s.digit) if s.is_digit else "?" for s in found)


def segment(x: int, digit: int | None, height: int = 100) -> ReadDigit:
    """A digit that was read, or something refused."""
    image, ink = np.ones((28, 28), np.uint8), np.ones((2, 2), np.float32)
    seen = DigitImage(Box(x, 0, 60, height), 0, ink, image, image)
    return ReadDigit(seen, digit or 0, np.eye(10)[digit or 0], digit is not None, 9.0)


@pytest.mark.parametrize(
    ("digit", "height", "why"),
    [(1, 35, TOO_SMALL), (0, 30, TOO_SMALL), (1, 300, TOO_TALL), (0, 45, ""), (8, 300, "")],
)
def test_what_has_no_size_of_a_digit_is_refused(digit: int, height: int, why: str) -> None:
    """Commas, specks and brackets look like digits and are none; small zeros are."""
    (row,) = with_refusals([[segment(0, 5), segment(90, digit, height)]], 100)

    assert (why == "", why) == (row[1].is_digit, row[1].refusal)


@pytest.mark.parametrize("seed", [51, 52])
@pytest.mark.parametrize("quarters", [0, 1, 3])
def test_pictures_on_their_side_are_turned(
    quarters: int, seed: int, mnist: Dataset, classifier: Classifier
) -> None:
    """Two rows of digits are read whichever way the camera was held, and an upright one stays."""
    glyphs = digits_that_are_read(mnist, classifier, seed)
    page = np.vstack([written("23475", glyphs), written("74325", glyphs)])
    reading = read(np.rot90(paper(page), quarters), classifier)

    assert ("23475", "74325") == reading.lines
    assert quarters * 90 % 360 == reading.turned
    assert reading.picture.rgba.shape[:2] == page.shape


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turn_that_was_asked_for(degrees: int, mnist: Dataset, classifier: Classifier) -> None:
    """Who says how the picture is to be turned is obeyed."""
    glyphs = digits_that_are_read(mnist, classifier, 61)
    page = paper(written("4725", glyphs))
    reading = read(np.rot90(page, degrees // 90), classifier, turn=degrees)

    assert "4725" == reading.text
    assert degrees == reading.turned


@pytest.mark.parametrize("seed", [71, 72, 73])
def test_digits_that_touch(seed: int, mnist: Dataset, classifier: Classifier) -> None:
    """Of the pairs of digits pushed together until they touch, most are read as two."""
    glyphs = digits_that_are_read(mnist, classifier, seed)
    right = 0
    pairs = [a + b for a in "23568" for b in "03457"]
    for pair in pairs:
        reading = read(paper(_touching(glyphs[pair[0]], glyphs[pair[1]])), classifier)
        right += reading.text == pair
    assert right >= 0.7 * len(pairs)


def test_zeros_that_share_a_line(mnist: Dataset, classifier: Classifier) -> None:
    """Of hundreds and thousands whose zeros overlap by a pen's width, most are read as written."""
    rng = np.random.default_rng(74)
    glyphs = digits_that_are_read(mnist, classifier, 74)
    zeros = mnist.test.images[mnist.test.labels == 0]
    right, count = 0, 40
    for _ in range(count):
        first = str(rng.integers(1, 10))
        some = [_cut(image) for image in zeros[rng.choice(len(zeros), rng.integers(2, 4))]]
        joined = _joined(some, overlap=2)
        number = np.hstack([_cut(glyphs[first]), np.zeros((28, 4), np.uint8), joined])
        right += read(paper(_large(number)), classifier).text == first + "0" * len(some)
    assert right >= 0.8 * count, right


def _touching(left: Ink, right: Ink) -> Ink:
    return _large(_joined([_cut(left), _cut(right)], overlap=1))


def _joined(images: list[Ink], overlap: int) -> Ink:
    """Return images (28, w) side by side, each over so many columns of the one before."""
    ink = images[0]
    for image in images[1:]:
        both = np.zeros((28, ink.shape[1] + image.shape[1] - overlap), np.uint8)
        both[:, : ink.shape[1]] = ink
        place = both[:, ink.shape[1] - overlap :]
        np.maximum(place, image, out=place)
        ink = both
    return ink


def _large(ink: Ink) -> Ink:
    return np.pad(cv2.resize(ink, None, fx=5, fy=5, interpolation=cv2.INTER_CUBIC), 30)


def _cut(image: Ink) -> Ink:
    columns = np.flatnonzero((image > 100).any(axis=0))
    return image[:, columns[0] : columns[-1] + 1]
