"""The recorded search that stands for one until there is one."""

from core.config.presets import PRESETS
from core.search.example import example_search
from core.search.ranges import default_range
from core.search.trials import SearchState, TrialState


def test_example_is_what_the_form_asks_for() -> None:
    """It searched what the Search page offers untouched, and has something of all to show."""
    search = example_search()
    progress = search.progress()

    base = PRESETS["fast"].config
    assert ["learning_rate", "batch_size"] == list(search.ranges)
    assert all(default_range(name, base) == given for name, given in search.ranges.items())
    assert (12, 2, 0.2) == (search.trials, search.base.epochs, search.base.train_fraction)
    assert SearchState.FINISHED is progress.state
    assert {TrialState.COMPLETED, TrialState.PRUNED} == {t.state for t in progress.trials}
    assert search.trials == len(progress.ended)
