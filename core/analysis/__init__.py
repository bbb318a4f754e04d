"""What a model gets right and wrong: numbers, no drawing."""

from core.analysis.calibration import Reliability, reliability
from core.analysis.evaluation import ClassScores, Evaluation, evaluate

__all__ = [
    "ClassScores",
    "Evaluation",
    "Reliability",
    "evaluate",
    "reliability",
]
