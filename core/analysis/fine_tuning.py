"""What fine-tuning came to: what was learned of the drawings, what was forgotten of the rest."""

from dataclasses import dataclass
from typing import Any

from core.analysis.comparison import Comparison, compare
from core.analysis.evaluation import Evaluation, evaluate, logits_of
from core.analysis.progress import Progress, untold
from core.data import Dataset
from core.formats import count, counted, percent
from core.inference import Classifier
from core.runs.lesson import base_of, read_lesson
from core.runs.run import Run


@dataclass(frozen=True, eq=False)
class BeforeAfter:
    """The same digits by the run that was gone on from, and by the fine-tuned one."""

    before: Evaluation
    after: Evaluation

    @property
    def digits(self) -> int:
        """How many they are."""
        return len(self.before.labels)

    @property
    def comparison(self) -> Comparison:
        """What is right now and was wrong, and the other way round, with McNemar's test."""
        return compare(self.before, self.after)

    @property
    def conclusion(self) -> str:
        """What follows, as a sentence."""
        return self.comparison.conclusion("Before", "After")

    def to_dict(self) -> dict[str, Any]:
        """Return all figures as plain data for JSON."""
        return {
            "digits": self.digits,
            "before": self.before.accuracy,
            "after": self.after.accuracy,
            "comparison": self.comparison.to_dict(),
        }


@dataclass(frozen=True, eq=False)
class FineTuningEffect:
    """What a fine-tuning changed: on the drawings held back, on those learned, on the test digits.

    Only the first says how well new drawings are read; `dataset_title` is whose test digits.
    """

    held_back: BeforeAfter
    learned: BeforeAfter
    test: BeforeAfter
    dataset_title: str

    @property
    def sentence(self) -> str:
        """What was learned and what was forgotten, in figures."""
        held_back, learned, test = self.held_back, self.learned, self.test
        return (
            f"Of {counted(held_back.digits, 'drawing')} held back it reads {_right(held_back)}, of "
            f"the {count(learned.digits)} learned from {_right(learned)}; of the "
            f"{self.dataset_title} test digits {percent(test.after.accuracy)} instead of "
            f"{percent(test.before.accuracy)}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return all figures as plain data for JSON."""
        return {
            "held_back": self.held_back.to_dict(),
            "learned": self.learned.to_dict(),
            "test": self.test.to_dict(),
            "sentence": self.sentence,
        }


def fine_tuning_effect(run: Run, dataset: Dataset, progress: Progress = untold) -> FineTuningEffect:
    """Return what fine-tuning came to in `run`; `progress` is told of the test digits.

    Raises `DigitLabError` when it has no model, was not fine-tuned, or its drawings or the run
    that it came from are damaged.
    """
    base, lesson = base_of(run), read_lesson(run)
    assert lesson is not None  # or `base_of` had raised
    models = Classifier(base), Classifier(run)
    held_back, learned = (
        BeforeAfter(*(Evaluation(part.labels, logits_of(part.images, model)) for model in models))
        for part in (lesson.held_back, lesson.learned)
    )
    test = BeforeAfter(evaluate(base, dataset, progress), evaluate(run, dataset, progress))
    return FineTuningEffect(held_back, learned, test, dataset.title)


def _right(part: BeforeAfter) -> str:
    before, after = (count(part.digits - one.errors) for one in (part.before, part.after))
    return f"{after} instead of {before}"
