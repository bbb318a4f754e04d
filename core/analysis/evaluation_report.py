"""All that is known of a run on some digits, as the command line, the page and the report tell."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_sets import EvaluationSet
from core.analysis.robustness import Curve
from core.analysis.selective_prediction import coverage_curve
from core.analysis.training_dynamics import training_dynamics_of
from core.analysis.triage import ErrorCause
from core.data import CLASS_COUNT


@dataclass(frozen=True, eq=False)
class EvaluationReport:
    """An evaluation and what else is known of the run.

    `error_causes`, those of the mistakes by their row in the evaluation and worst first, and
    `curves` of robustness are None where nobody looked for them.
    """

    context: EvaluationContext
    error_causes: Mapping[int, ErrorCause] | None = None
    curves: tuple[Curve, ...] | None = None

    @property
    def temperature(self) -> float:
        """What the network's logits are divided by; 1 where nothing was found."""
        result = self.context.run.result
        return result.temperature if result else 1.0

    def to_dict(self) -> dict[str, Any]:
        """Return all figures as plain data for JSON."""
        context = self.context
        return {
            "run": context.run.id,
            "title": context.run.title,
            "dataset": context.dataset.name,
            "on": context.set_name,
            **context.evaluation.to_dict(),
            "temperature": self.temperature,
            "coverage": coverage_curve(context.evaluation).to_dict(),
            **self._training_dynamics(),
            **self._error_causes(),
            **self._robustness(),
        }

    def _training_dynamics(self) -> dict[str, Any]:
        dynamics = training_dynamics_of(self.context.run, self.context.dataset)
        return {} if dynamics is None else {"over_time": dynamics.to_dict()}

    def _error_causes(self) -> dict[str, Any]:
        if self.error_causes is None:
            return {}
        return {
            "triage": cause_counts(self.error_causes),
            "mistakes": [self._mistake(row, cause) for row, cause in self.error_causes.items()],
        }

    def _mistake(self, row: int, cause: ErrorCause) -> dict[str, Any]:
        evaluation = self.context.evaluation
        prediction = int(evaluation.predictions[row])
        return {
            "index": int(self.context.evaluation_set.indices[row]),
            "label": int(evaluation.labels[row]),
            "prediction": prediction,
            "probability": float(evaluation.probabilities[row, prediction]),
            "loss": float(evaluation.losses[row]),
            "verdict": str(cause),
        }

    def _robustness(self) -> dict[str, Any]:
        if self.curves is None:
            return {}
        return {"robustness": [asdict(curve) for curve in self.curves]}


def predictions_csv(evaluation_set: EvaluationSet, error_causes: Mapping[int, ErrorCause]) -> str:
    """Return a line for each digit: index, label, prediction, ten probabilities, error cause.

    `error_causes` are those of the mistakes by their row in the evaluation, see `triage`.
    """
    evaluation = evaluation_set.evaluation
    table = pd.DataFrame(
        {
            "index": evaluation_set.indices,
            "label": evaluation.labels,
            "prediction": evaluation.predictions,
            **{f"p{digit}": evaluation.probabilities[:, digit] for digit in range(CLASS_COUNT)},
            "triage": [str(error_causes.get(row, "")) for row in range(len(evaluation.labels))],
        }
    )
    return table.to_csv(index=False, float_format="%.6g", lineterminator="\n")


def cause_counts(error_causes: Mapping[int, ErrorCause]) -> dict[str, int]:
    """Return how many mistakes have each cause, all causes named."""
    counts = Counter(error_causes.values())
    return {str(cause): counts[cause] for cause in ErrorCause}
