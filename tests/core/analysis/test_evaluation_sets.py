"""A run evaluated on drawings: offered with the first, the same figures as for any other digits."""

from pathlib import Path

import numpy as np
import pytest

from core.analysis.evaluation_sets import available_sets, evaluate_on
from core.data import Dataset, load_named
from core.data.drawings import Drawings
from core.errors import DigitLabError
from core.inference import Classifier
from core.runs.run import Run
from core.runs.store import RunStore


@pytest.fixture(scope="module")
def offline() -> Dataset:
    """The few digits that are there without a network."""
    return load_named("offline")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The shipped run."""
    return RunStore(tmp_path / "none").get("pretrained")


def test_drawings_are_offered_with_the_first(run: Run, offline: Dataset, tmp_path: Path) -> None:
    """Without any they are no choice, and cannot be evaluated on."""
    drawings = Drawings(tmp_path / "drawings")
    before = available_sets(run, offline, drawings.read())
    assert before == available_sets(run, offline)
    for none in (None, drawings.read()):
        with pytest.raises(DigitLabError, match="no drawings"):
            evaluate_on(run, offline, "drawings", none)
    drawings.keep(offline.test.images[:1], [0])
    assert (*before, "drawings") == available_sets(run, offline, drawings.read())


def test_drawings_are_evaluated_like_other_digits(
    run: Run, offline: Dataset, tmp_path: Path
) -> None:
    """Indices have gaps, images and labels are those saved, logits those of the classifier."""
    images, labels = offline.test.images[:9], offline.test.labels[:9]
    drawings = Drawings(tmp_path / "drawings")
    kept = drawings.keep(images, labels.tolist())
    drawings.remove(kept[4])
    evaluation_set = evaluate_on(run, offline, "drawings", drawings.read())
    left = np.delete(np.arange(9), 4)

    assert "drawings" == evaluation_set.split
    np.testing.assert_array_equal(left, evaluation_set.indices)
    np.testing.assert_array_equal(images[left], evaluation_set.images)
    np.testing.assert_array_equal(labels[left], evaluation_set.evaluation.labels)
    np.testing.assert_allclose(
        Classifier(run)(images[left]).logits, evaluation_set.evaluation.logits, rtol=1e-6
    )
