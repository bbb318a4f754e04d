"""Sample pictures: made of test digits, and read as what they are."""

import cv2
import numpy as np

from core.data import Dataset
from core.figures.sample_pictures import sample_pictures
from core.inference import Classifier, read
from core.runs.store import RunStore
from core.vision import decode


def test_samples_are_read_as_what_they_are(offline: Dataset) -> None:
    """One digit, a row and two rows, by the shipped model; on digits that are always there."""
    classifier = Classifier(RunStore().get("pretrained"))
    samples = sample_pictures(offline.test)
    for sample in samples:
        picture = decode(sample.png, sample.name)
        assert sample.rows == read(picture, classifier, single=sample.single).lines
    assert ["One digit", "4 digits", "2 rows"] == [sample.name for sample in samples]


def test_a_sample_is_dark_on_light(offline: Dataset) -> None:
    """And its file holds the pixels that are shown."""
    for sample in sample_pictures(offline.test):
        assert np.median(sample.picture) > 200 > 100 > sample.picture.min()
        pixels = cv2.imdecode(np.frombuffer(sample.png, np.uint8), cv2.IMREAD_GRAYSCALE)
        np.testing.assert_array_equal(pixels, sample.picture)
