"""What the sections of the Predict page take to compute for one digit, with the shipped model.

Seconds of this process, without a browser: the first digit loads what is loaded once and does not
count. "what if" is the curve along a slider, asked for anew each time that another slider moves.
"""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import Row, main, summary
from core.analysis.inspection import Inspection
from core.analysis.saliency import occlusion
from core.analysis.what_if import curve, smallest_flips
from core.data import Dataset, load
from core.inference import Classifier
from core.inference.feature_maps import FeatureMaps
from core.inference.prediction import predictions
from core.runs.run import PRETRAINED
from core.runs.store import RunStore
from core.vision.preparation import Source, each_left_out

DIGITS = 20
Image = NDArray[np.uint8]


def measure(count: int = DIGITS) -> list[Row]:
    """Return a row of seconds for each section, of the first `count` test digits."""
    dataset = load()
    return [
        summary(name, [_seconds(ask, image) for image in dataset.test.images[: count + 1]][1:])
        for name, ask in _questions(dataset).items()
    ]


def _questions(dataset: Dataset) -> dict[str, Callable[[Image], object]]:
    run = RunStore(Path("models/runs")).get(PRETRAINED)
    classifier, inspection, maps = Classifier(run), Inspection(run, dataset), FeatureMaps(run)
    index = inspection.neighbour_index()
    return {
        "how it was seen: without each step": lambda image: _ablation(image, classifier),
        "why: occlusion": lambda image: occlusion(image, 0, inspection.logits),
        "why: integrated gradients": lambda image: inspection.attribution(image, 0),
        "why: nearest neighbours": lambda image: inspection.neighbours(image, index),
        "why: feature maps": maps,
        "what if: curve": lambda image: curve(image, {"blur": 0.5}, "rotation", classifier),
        "what if: smallest flips": lambda image: smallest_flips(image, classifier),
    }


def _ablation(image: Image, classifier: Classifier) -> None:
    """Ask about a digit on a sheet as large as pictures are looked at."""
    large = image.repeat(10, axis=0).repeat(10, axis=1)
    whole = np.pad(large, ((0, 1024 - len(large)), (0, 1024 - len(large))))
    without = each_left_out(Source((large / 255).astype(np.float32), whole))
    predictions([left for _, left in without], classifier)


def _seconds(ask: Callable[[Image], object], image: Image) -> float:
    begun = time.perf_counter()
    ask(image)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(measure, __doc__)
