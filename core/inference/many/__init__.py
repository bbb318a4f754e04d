"""Many pictures read as a stream: out of files, folders, ZIPs and PDFs, with right answers."""

from core.inference.many.given import Given
from core.inference.many.outcomes import Accuracy, Outcome, accuracy_of, read_all
from core.inference.many.right_answers import RightAnswers
from core.inference.many.sources import in_file, in_paths

__all__ = [
    "Accuracy",
    "Given",
    "Outcome",
    "RightAnswers",
    "accuracy_of",
    "in_file",
    "in_paths",
    "read_all",
]
