"""All that is known of a run on some digits, as the command line, the page and the report tell."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.analysis.coverage import coverage
from core.analysis.export import plain_counts
from core.analysis.judged import Judged, Which
from core.analysis.learning import learned_by
from core.analysis.robustness import Curve
from core.analysis.triage import Verdict
from core.data import Dataset
from core.training.runs import Run


@dataclass(frozen=True, eq=False)
class Findings:
    """A run, the digits it was judged on, and what was found.

    `verdicts` on the mistakes, by their place in the evaluation and worst first, and `curves` of
    robustness are None where nobody looked for them.
    """

    run: Run
    dataset: Dataset
    which: Which
    judged: Judged
    verdicts: Mapping[int, Verdict] | None = None
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
            "coverage": coverage(self.judged.evaluation).to_dict(),
            **self._over_time(),
            **self._causes(),
            **self._strain(),
        }

    def _over_time(self) -> dict[str, Any]:
        learning = learned_by(self.run, self.dataset)
        return {} if learning is None else {"over_time": learning.to_dict()}

    def _causes(self) -> dict[str, Any]:
        if self.verdicts is None:
            return {}
        return {
            "triage": plain_counts(self.verdicts),
            "mistakes": [self._mistake(place, verdict) for place, verdict in self.verdicts.items()],
        }

    def _mistake(self, place: int, verdict: Verdict) -> dict[str, Any]:
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
