"""An evaluation as files: predictions as CSV."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.analysis.judged import Judged
from core.analysis.triage import Verdict


def predictions_csv(judged: Judged, verdicts: Mapping[int, Verdict]) -> str:
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


def plain_counts(verdicts: Mapping[int, Verdict]) -> dict[str, int]:
    """Return how many mistakes have each verdict."""
    found = list(verdicts.values())
    return {str(verdict): int(np.sum([v is verdict for v in found])) for verdict in Verdict}
