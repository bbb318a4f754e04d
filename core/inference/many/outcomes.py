"""Many pictures, each read to a plain record, one after the other and within bounded memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from core.errors import DigitLabError
from core.inference.classifier import Classifier
from core.inference.many.given import Given
from core.inference.many.right_answers import RightAnswers, is_right
from core.inference.reader import read
from core.inference.reading import Reading
from core.runs.run import Run
from core.vision import decode

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Outcome(Generic[Kept]):
    """What became of a picture: `kept` is what the caller makes of its reading, or `error` why not.

    `right` is what is really written in it, where that is known, and `is_right` whether it was
    read so, None where it is not known or nothing could be read.
    """

    name: str
    kept: Kept | None = None
    error: str | None = None
    right: str | None = None
    is_right: bool | None = None


class Accuracy(NamedTuple):
    """How many pictures were read right, of all that were read and whose right answer is known."""

    right: int
    known: int

    @property
    def share(self) -> float:
        """The accuracy, 0..1; not to be asked when none is known."""
        return self.right / self.known


def read_all(
    pictures: Iterable[Given],
    run: Run,
    keep: Callable[[Reading], Kept],
    *,
    answers: RightAnswers | None = None,
    single: bool = False,
    turn: int | None = None,
) -> Iterator[Outcome[Kept]]:
    """Yield what becomes of each picture, in their order, as soon as it is known.

    `pictures` are taken one by one. `keep` runs where a picture was read, and what it returns is
    all that is kept of it. `single` and `turn` are those of `read`. Nothing that is wrong with a
    picture is raised; what is wrong with `run` is.
    """
    # One after the other: several threads were no faster, for OpenCV and LiteRT have their own.
    classifier = Classifier(run)
    known = answers or RightAnswers()
    for given in pictures:
        right = known.of(given.name)
        try:
            if isinstance(given.data, DigitLabError):
                raise given.data
            reading = read(decode(given.data, given.name), classifier, single=single, turn=turn)
        except DigitLabError as error:
            yield Outcome(given.name, error=str(error), right=right)
            continue
        matches = None if right is None else is_right(reading.text, right)
        yield Outcome(given.name, keep(reading), right=right, is_right=matches)


def accuracy_of(outcomes: Iterable[Outcome[Kept]]) -> Accuracy:
    """Return how many pictures were read right."""
    judged = [outcome.is_right for outcome in outcomes if outcome.is_right is not None]
    return Accuracy(sum(judged), len(judged))
