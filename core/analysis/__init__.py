"""What a model gets right and wrong: numbers, no drawing."""

from core.analysis.calibration import Reliability, reliability
from core.analysis.evaluation import ClassScores, Evaluation, evaluate
from core.analysis.intervals import wilson_interval

__all__ = [
    "ClassScores",
    "Evaluation",
    "Reliability",
    "evaluate",
    "reliability",
    "wilson_interval",
]
