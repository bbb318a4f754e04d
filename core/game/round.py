"""One round of the game as plain data, and its rules: what counts, the score, the confusions.

Each of the ten digits is asked for once, in random order. A digit counts when the model reads it;
one that is skipped does not. Times are told to these functions, none is measured here.
"""

from collections import Counter
from dataclasses import dataclass, replace
from random import Random

from core.data import CLASS_COUNT
from core.data.drawing_details import NewDrawing


@dataclass(frozen=True, eq=False)
class Turn:
    """A digit that was asked for, and what came of it.

    `drawing`: what was drawn last, None where nothing was; `was_read`, or else it was skipped;
    `mistaken_for`: what each drawing that was given up, by
    clearing the canvas or by skipping, had been read as, without those taken for no digit;
    `ended`, in seconds of the clock of the round.
    """

    asked: int
    drawing: NewDrawing | None
    was_read: bool
    mistaken_for: tuple[int, ...]
    ended: float


@dataclass(frozen=True, eq=False)
class Round:
    """A round: the digits in the order that they are `asked`, and the turns that are over.

    `begun` in seconds of some clock; `mistaken_for` is of the present digit, as in a `Turn`.
    """

    asked: tuple[int, ...]
    begun: float
    turns: tuple[Turn, ...] = ()
    mistaken_for: tuple[int, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether all digits had their turn."""
        return len(self.turns) == len(self.asked)

    @property
    def digit(self) -> int:
        """The digit that is asked for now; `IndexError` when the round is over."""
        return self.asked[len(self.turns)]

    @property
    def score(self) -> int:
        """How many digits were read."""
        return sum(turn.was_read for turn in self.turns)

    @property
    def seconds(self) -> float:
        """How long the turns that are over took together."""
        return self.turns[-1].ended - self.begun if self.turns else 0.0


def new_round(rng: Random, now: float) -> Round:
    """Return a round that begins `now`."""
    return Round(tuple(rng.sample(range(CLASS_COUNT), CLASS_COUNT)), now)


def read(playing: Round, drawing: NewDrawing, now: float) -> Round:
    """Return the round after its digit was read in what was drawn."""
    return _after(playing, drawing, was_read=True, now=now)


def skip(playing: Round, drawing: NewDrawing | None, read_as: int | None, now: float) -> Round:
    """Return the round after its digit was skipped, with what was drawn until then if anything.

    `read_as` is what the model read in it, None where nothing or no digit.
    """
    return _after(give_up(playing, read_as), drawing, was_read=False, now=now)


def give_up(playing: Round, read_as: int | None) -> Round:
    """Return the round after a drawing was cleared away that had been `read_as` another digit."""
    if read_as is None or read_as == playing.digit:
        return playing
    return replace(playing, mistaken_for=(*playing.mistaken_for, read_as))


def confusions(played: Round) -> list[tuple[int, int, int]]:
    """Return what was asked for, what it was read as, and how often, the most frequent first."""
    pairs = Counter((turn.asked, wrong) for turn in played.turns for wrong in turn.mistaken_for)
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return [(asked, read_as, count) for (asked, read_as), count in ordered]


def drawn(played: Round) -> list[NewDrawing]:
    """Return what was drawn in each turn, under the digit that was asked for."""
    return [turn.drawing for turn in played.turns if turn.drawing is not None]


def _after(playing: Round, drawing: NewDrawing | None, *, was_read: bool, now: float) -> Round:
    turn = Turn(playing.digit, drawing, was_read, playing.mistaken_for, now)
    return replace(playing, turns=(*playing.turns, turn), mistaken_for=())
