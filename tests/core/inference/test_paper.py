"""A digit is read on any paper: squared, ruled, in shadow, framed; and blank paper holds none."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.inference import Classifier, read
from core.runs.store import RunStore

Page = NDArray[np.float32]  # (400, 400), 0 black to 255 white


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """The shipped model."""
    return Classifier(RunStore(tmp_path_factory.mktemp("runs")).get("pretrained"))


def squared(page: Page) -> Page:
    page[::25], page[:, ::25] = 190, 190
    return page


def ruled(page: Page) -> Page:
    page[20::45] = 170
    return page


def shadow(page: Page) -> Page:
    page[:, 220:] *= 0.6
    return page


def framed(page: Page) -> Page:
    return cv2.rectangle(page, (3, 3), (396, 396), 40, 3)


def dark(page: Page) -> Page:
    return 255 - page


PAPERS = (squared, ruled, shadow, framed, dark)


def photographed(page: Page, write: bool) -> NDArray[np.uint8]:
    """A page with a 3 on it, or nothing, a little blurred and noisy, as RGBA."""
    if write:
        points = [(150, 110), (210, 90), (250, 120), (190, 180), (250, 230), (215, 290), (140, 275)]
        sign = 1 if page.mean() > 127 else -1
        colour = float(np.median(page)) - sign * 150
        cv2.polylines(page, [np.array(points, np.int32)], False, colour, 16, cv2.LINE_AA)
    noise = np.random.default_rng(0).normal(0, 2, page.shape)
    grey = np.clip(cv2.GaussianBlur(page, (0, 0), 0.8) + noise, 0, 255).astype(np.uint8)
    return np.dstack([grey] * 3 + [np.full_like(grey, 255)])


@pytest.mark.parametrize("single", [True, False])
@pytest.mark.parametrize("paper", PAPERS)
def test_digit_on_paper(
    paper: Callable[[Page], Page], single: bool, classifier: Classifier
) -> None:
    """What is printed on the paper, its frame and its shadow are no ink."""
    page = paper(np.full((400, 400), 230, np.float32))

    assert "3" == read(photographed(page, True), classifier, single=single).text


@pytest.mark.parametrize("paper", PAPERS)
def test_blank_paper(paper: Callable[[Page], Page], classifier: Classifier) -> None:
    """Nothing written is nothing read."""
    page = paper(np.full((400, 400), 230, np.float32))

    assert "" == read(photographed(page, False), classifier).text
