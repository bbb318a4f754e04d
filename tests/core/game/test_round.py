"""The rules of the game: who is asked for what, what counts, and what was confused."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.data.drawing_details import NewDrawing
from core.game.round import confusions, drawn, give_up, new_round, read, skip


def drawing(asked: int) -> NewDrawing:
    return NewDrawing(np.full((28, 28), 7, np.uint8), asked)


DEEDS = st.lists(st.sampled_from(["read", "skip", "clear"]), min_size=10, max_size=40)


def test_ten_digits_in_random_order() -> None:
    """Each is asked for once, and one round's order is not another's."""
    orders = [new_round(Random(seed), 0.0).asked for seed in range(20)]
    assert all(sorted(order) == list(range(10)) for order in orders)
    assert len(set(orders)) > 10


@given(DEEDS, st.lists(st.integers(0, 9), min_size=40, max_size=40), st.integers(0, 2**32))
def test_a_round_counts_what_was_read(deeds: list[str], readings: list[int], seed: int) -> None:
    """Whatever one does, the score is how many digits were read, each has one turn in its order,
    the time is that of the last turn, and only other digits than the asked one are confusions."""
    playing, reads, given_up = new_round(Random(seed), 100.0), 0, 0
    for now, (deed, reading) in enumerate(zip(deeds, readings, strict=False), 101):
        if playing.is_over:
            break
        if deed == "read":
            playing, reads = read(playing, drawing(playing.digit), now), reads + 1
        else:
            given_up += reading != playing.digit
            playing = (
                give_up(playing, reading)
                if deed == "clear"
                else skip(playing, drawing(playing.digit), reading, now)
            )
    assert reads == playing.score
    assert playing.asked[: len(playing.turns)] == tuple(turn.asked for turn in playing.turns)
    if playing.turns:
        assert playing.seconds == playing.turns[-1].ended - 100.0
    open_ones = len(playing.mistaken_for)
    assert given_up - open_ones == sum(count for _, _, count in confusions(playing))
    assert all(asked != wrong for asked, wrong, _ in confusions(playing))


def test_what_was_drawn_goes_with_what_was_asked() -> None:
    """A skipped drawing is there too, a turn in which nothing was drawn is not; a refused drawing
    is no confusion."""
    playing = new_round(Random(1), 0.0)
    first, second, third = playing.asked[:3]
    playing = read(playing, drawing(first), 1.0)
    playing = skip(playing, None, None, 2.0)
    wrong = next(digit for digit in range(10) if digit != third)
    playing = skip(give_up(playing, wrong), drawing(third), wrong, 3.0)
    assert [first, third] == [one.label for one in drawn(playing)]
    assert [(third, wrong, 2)] == confusions(playing)
    assert second != first
    assert [] == drawn(new_round(Random(2), 0.0))
