"""A run looked into: its neighbours, its triage and its robustness, each computed once."""

from contextlib import suppress
from dataclasses import astuple

import numpy as np
from numpy.typing import NDArray

from core.analysis import analysis_cache
from core.analysis.evaluation_sets import EvaluationSet
from core.analysis.neighbours import Index, build_index, nearest
from core.analysis.progress import Progress, untold
from core.analysis.robustness import DISTORTIONS, Curve, robustness
from core.analysis.saliency import Attribution, integrated_gradients
from core.analysis.triage import ErrorCause, triage
from core.data import Dataset
from core.data.label_errors import corrections
from core.inference.feature_maps import FeatureMaps
from core.inference.litert import LiteRTModel
from core.runs.run import Run

_NEIGHBOURS = 5


class Inspection:
    """A run's model with the digits that it is asked about. Safe to use from several threads."""

    def __init__(self, run: Run, dataset: Dataset) -> None:
        """Load the model; nothing is computed yet."""
        self._run = run
        self._dataset = dataset
        self._model = LiteRTModel.of(run)
        self._opened: FeatureMaps | None = None

    def logits(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the model's logits (n, 10) for pixels of 0..255, (n, 28, 28)."""
        return self._model(images).logits

    def attribution(
        self, image: NDArray[np.uint8], target: int, progress: Progress = untold
    ) -> Attribution:
        """Return what each pixel of `image` (28, 28) contributes to the logit of `target`."""
        return integrated_gradients(image, target, self.logits, progress, self._gradient)

    def neighbour_index(self, progress: Progress = untold) -> Index:
        """Return the index of the training digits, cached with the run once it was made."""
        stored = self._cached_index()
        if stored is not None:
            return stored
        index = build_index(self._dataset.train.images, self._features, progress)
        analysis_cache.save(self._run, self._dataset, "neighbours", dict(vars(index)))
        return index

    def neighbours(self, image: NDArray[np.uint8], index: Index) -> NDArray[np.int64]:
        """Return the indices of the five training digits that the model finds most alike.

        The digit itself, if it is one of them, is left out.
        """
        images = self._dataset.train.images
        alike = nearest(image, index, images, self._features, _NEIGHBOURS + 1)
        others = [i for i in alike.tolist() if not np.array_equal(images[i], image)]
        return np.array(others[:_NEIGHBOURS], np.int64)

    def triage(
        self, evaluation_set: EvaluationSet, index: Index, progress: Progress = untold
    ) -> dict[int, ErrorCause]:
        """Return the cause of each mistake, by its row in the evaluation, worst first."""
        labels, mistakes = self._dataset.train.labels, evaluation_set.evaluation.mistakes().tolist()
        alike = {}
        for done, row in enumerate(mistakes):
            progress(done / len(mistakes))
            alike[row] = labels[self.neighbours(evaluation_set.images[row], index)]
        known = np.isin(evaluation_set.indices, corrections(self._dataset).wrong)
        if evaluation_set.split != "test":
            known[:] = False  # the same indices are other digits there
        return triage(evaluation_set.evaluation, np.flatnonzero(known), alike)

    def robustness(self, progress: Progress = untold) -> tuple[Curve, ...]:
        """Return the curves of all distortions on the test digits, cached with the run."""
        stored = self.cached_robustness()
        if stored is not None:
            return stored
        curves = robustness(self._dataset.test, self._predict, progress)
        analysis_cache.save(
            self._run, self._dataset, "robustness", {c.title: _packed(c) for c in curves}
        )
        return curves

    def cached_robustness(self) -> tuple[Curve, ...] | None:
        """Return those curves if they were computed before, else None."""
        stored = analysis_cache.load(self._run, self._dataset, "robustness")
        expected = {d.title: (len(d.strengths), 4) for d in DISTORTIONS}
        if stored is None or {name: rows.shape for name, rows in stored.items()} != expected:
            return None
        return tuple(_unpacked(d.title, d.unit, stored[d.title]) for d in DISTORTIONS)

    def _cached_index(self) -> Index | None:
        stored = analysis_cache.load(self._run, self._dataset, "neighbours")
        with suppress(TypeError, ValueError):  # of an earlier version, or by somebody else
            index = Index(**(stored or {}))  # type: ignore[arg-type]
            return index if len(index.points) == len(self._dataset.train) else None
        return None

    def _gradient(self, image: NDArray[np.float32], target: int) -> NDArray[np.float64] | None:
        if self._opened is None:
            self._opened = FeatureMaps(self._run)
        return self._opened.gradient(image, target)

    def _features(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        return self._model(images).features

    def _predict(self, images: NDArray[np.uint8]) -> NDArray[np.int64]:
        return np.asarray(self._model(images).logits.argmax(axis=1))


def _packed(curve: Curve) -> NDArray[np.float64]:
    _, _, strengths, accuracies, intervals = astuple(curve)
    return np.column_stack([strengths, accuracies, intervals])


def _unpacked(title: str, unit: str, rows: NDArray[np.generic]) -> Curve:
    strengths, accuracies, low, high = rows.T.tolist()
    intervals = tuple(zip(low, high, strict=True))
    return Curve(title, unit, tuple(strengths), tuple(accuracies), intervals)
