"""What an evaluation is about: the run, the data set, and which digits it was evaluated on."""

from dataclasses import dataclass

from core.analysis.evaluation import Evaluation
from core.analysis.evaluation_sets import TITLES, EvaluationSet, SetName
from core.data import Dataset
from core.runs.run import Run


@dataclass(frozen=True, eq=False)
class EvaluationContext:
    """A run, a data set, and the `evaluation_set` of that name on which the run was evaluated.

    All of them are of `dataset` but the drawings, which are the user's own.
    """

    run: Run
    dataset: Dataset
    set_name: SetName
    evaluation_set: EvaluationSet

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation of the run on these digits."""
        return self.evaluation_set.evaluation

    @property
    def set_title(self) -> str:
        """What the digits are called on a page."""
        return TITLES[self.set_name]
