"""One digit changed: nothing by nothing, back by the opposite, flipped as little as it takes."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.distortions import thicken
from core.analysis.what_if import CHANGES, Question, changed, curve, searched, smallest_flips
from core.data import load
from core.figures.what_if_chart import curve_chart, curve_table
from core.inference import Classifier
from core.inference.prediction import predictions
from core.runs.store import RunStore

DIGITS = load().test.images[:200]
QUESTIONS: tuple[Question, ...] = ("rotation", "shift", "thickness")
digits = st.integers(0, len(DIGITS) - 1).map(DIGITS.__getitem__)
room = st.integers(-3, 3)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    """The model that comes with the program."""
    return Classifier(RunStore(Path("models/runs")).get("pretrained"))


@given(digits, st.booleans())
def test_no_change_changes_nothing(image: np.ndarray, again: bool) -> None:
    """Neither without amounts nor with all of them neutral."""
    neutral = {name: change.neutral for name, change in CHANGES.items()}
    assert np.array_equal(image, changed(image, {}, prepare_again=again))
    assert np.array_equal(image, changed(image, neutral, prepare_again=again))


@given(digits, room, room)
def test_a_shift_is_undone_by_its_opposite(image: np.ndarray, x: int, y: int) -> None:
    """As long as all ink stays in the image."""
    image = np.where(np.pad(np.ones((20, 20), bool), 4), image, 0).astype(np.uint8)
    there = changed(image, {"shift_x": x, "shift_y": y})
    assert np.array_equal(image, changed(there, {"shift_x": -x, "shift_y": -y}))


@given(digits, room, room)
def test_what_is_prepared_again_has_no_place(image: np.ndarray, x: int, y: int) -> None:
    """Wherever a digit is moved to, it is centred again."""
    image = np.where(np.pad(np.ones((20, 20), bool), 4), image, 0).astype(np.uint8)
    here = changed(image, {"shift_x": 1}, prepare_again=True)
    there = changed(image, {"shift_x": x, "shift_y": y or 1}, prepare_again=True)
    assert np.array_equal(here, there)


@given(digits, st.sampled_from(sorted(CHANGES)), st.data())
@settings(deadline=None)
def test_any_amount_gives_a_digit(image: np.ndarray, name: str, data: st.DataObject) -> None:
    """Of the model's size, always the same one, and what was given stays as it was."""
    amount, before = data.draw(st.sampled_from(CHANGES[name].amounts)), image.copy()
    there = changed(image, {name: amount})
    assert (image.shape, np.uint8) == (there.shape, there.dtype)
    assert np.array_equal(there, changed(image, {name: amount}))
    assert np.array_equal(before, image)


@given(digits, st.floats(-1.5, 2.9), st.floats(0, 0.1))
def test_more_thickness_is_never_less_ink(image: np.ndarray, pixels: float, more: float) -> None:
    """Parts of a pixel lie between the whole ones."""
    thin, thick = (thicken(image[np.newaxis], p)[0] for p in (pixels, pixels + more))
    assert (thick.astype(int) - thin >= -1).all()  # they are rounded


@pytest.mark.parametrize("name", CHANGES)
def test_a_curve_passes_through_the_present(classifier: Classifier, name: str) -> None:
    """Its points ascend from end to end of the slider; at the present amount it says what the
    model says of the digit as it is then, so does the chart's table."""
    change, others = CHANGES[name], {"blur": 0.5} if name != "blur" else {"noise": 10.0}
    amounts = {**others, name: change.amounts[3]}
    line = curve(DIGITS[0], amounts, name, classifier)
    said = classifier(changed(DIGITS[0], amounts)[np.newaxis])
    at = line.amounts.index(line.present)

    assert sorted(set(line.amounts)) == list(line.amounts)
    assert (change.low, change.high) == (line.amounts[0], line.amounts[-1])
    assert change.neutral in line.amounts
    assert amounts[name] == line.present
    np.testing.assert_allclose(said.probabilities[0], line.probabilities[at], atol=1e-5)
    table = curve_table(line)
    present = table[table.present]
    assert [str(digit) for digit in range(10)] == list(present.digit)
    np.testing.assert_allclose(said.probabilities[0], present.probability, atol=1e-5)
    assert [change.low, change.high] == curve_chart(name)["encoding"]["x"]["scale"]["domain"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_searched_begins_small(question: Question) -> None:
    """The candidates grow, none changes nothing, and none is there twice."""
    candidates = searched(question)
    sizes = [np.hypot.reduce([*amounts.values(), 0.0]) for amounts in candidates]
    assert sorted(sizes) == sizes
    assert sizes[0] > 0
    assert len(candidates) == len({tuple(sorted(amounts.items())) for amounts in candidates})


@pytest.mark.parametrize("again", [False, True], ids=["as it is", "prepared again"])
@pytest.mark.parametrize("index", [0, 3])
def test_the_smallest_flip_flips(classifier: Classifier, index: int, again: bool) -> None:
    """The answer is another after it, and the same after all smaller amounts that are searched;
    where there is none, after all of them."""
    image = DIGITS[index]
    (before,) = predictions([image], classifier)
    for question, flip in smallest_flips(image, classifier, prepare_again=again).items():
        candidates = list(searched(question))
        smaller = candidates if flip is None else candidates[: candidates.index(flip.amounts)]
        said = predictions(
            [changed(image, amounts, prepare_again=again) for amounts in smaller], classifier
        )
        assert {before.answer} >= {prediction.answer for prediction in said}
        if flip is not None:
            there = changed(image, flip.amounts, prepare_again=again)
            (after,) = predictions([there], classifier)
            assert before.answer != after.answer == flip.prediction.answer
