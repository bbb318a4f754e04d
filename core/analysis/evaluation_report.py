"""All that is known of a run on some digits, as the command line, the page and the report tell."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.analysis.evaluation_sets import EvaluationSet, SetName
from core.analysis.robustness import Curve
from core.analysis.selective_prediction import coverage_curve
from core.analysis.training_dynamics import training_dynamics_of
from core.analysis.triage import ErrorCause
from core.data import Dataset
from core.runs.run import Run


@dataclass(frozen=True, eq=False)
class EvaluationReport:
    """A run, the digits it was judged on, and what was found.

    `verdicts` on the mistakes, by their place in the evaluation and worst first, and `curves` of
    robustness are None where nobody looked for them.
    """

    run: Run
    dataset: Dataset
    which: SetName
    judged: EvaluationSet
    verdicts: Mapping[int, ErrorCause] | None = None
    curves: tuple[Curve, ...] | None = None

    @property
    def temperature(self) -> float:
        """What the network's logits are divided by; 1 where nothing was found."""
        return self.run.result.temperature if self.run.result else 1.0

    def to_dict(self) -> dict[str, Any]:
        """Return all figures as plain data for JSON."""
        return {
            "run": self.run.id,
            "title": self.run.title,
            "dataset": self.dataset.name,
            "on": self.which,
            **self.judged.evaluation.to_dict(),
            "temperature": self.temperature,
            "coverage": coverage_curve(self.judged.evaluation).to_dict(),
            **self._over_time(),
            **self._causes(),
            **self._strain(),
        }

    def _over_time(self) -> dict[str, Any]:
        learning = training_dynamics_of(self.run, self.dataset)
        return {} if learning is None else {"over_time": learning.to_dict()}

    def _causes(self) -> dict[str, Any]:
        if self.verdicts is None:
            return {}
        return {
            "triage": plain_counts(self.verdicts),
            "mistakes": [self._mistake(place, verdict) for place, verdict in self.verdicts.items()],
        }

    def _mistake(self, place: int, verdict: ErrorCause) -> dict[str, Any]:
        evaluation = self.judged.evaluation
        answer = int(evaluation.predictions[place])
        return {
            "index": int(self.judged.numbers[place]),
            "label": int(evaluation.labels[place]),
            "prediction": answer,
            "probability": float(evaluation.probabilities[place, answer]),
            "loss": float(evaluation.losses[place]),
            "verdict": str(verdict),
        }

    def _strain(self) -> dict[str, Any]:
        if self.curves is None:
            return {}
        return {"robustness": [asdict(curve) for curve in self.curves]}


def predictions_csv(judged: EvaluationSet, verdicts: Mapping[int, ErrorCause]) -> str:
    """Return a line for each digit: index, label, prediction, ten probabilities, verdict.

    `verdicts` are those of the mistakes by their place in the evaluation, see `triage`.
    """
    evaluation = judged.evaluation
    table = pd.DataFrame(
        {
            "index": judged.numbers,
            "label": evaluation.labels,
            "prediction": evaluation.predictions,
            **{f"p{digit}": evaluation.probabilities[:, digit] for digit in range(10)},
            "triage": [str(verdicts.get(i, "")) for i in range(len(evaluation.labels))],
        }
    )
    return table.to_csv(index=False, float_format="%.6g", lineterminator="\n")


def plain_counts(verdicts: Mapping[int, ErrorCause]) -> dict[str, int]:
    """Return how many mistakes have each verdict."""
    found = list(verdicts.values())
    return {str(verdict): int(np.sum([v is verdict for v in found])) for verdict in ErrorCause}
