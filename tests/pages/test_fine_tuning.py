"""My drawings teach a run: what is offered, why not, and what came of it."""

import pytest

from core.config.train_config import TrainConfig
from core.data.drawings import Drawings
from core.runs.run import Run
from core.runs.status import State
from core.training.worker import train_run
from pages.ui import cache
from tests.pages.conftest import OpenPage
from tests.waiting import wait_for

pytestmark = pytest.mark.usefixtures("drawings_dir")


@pytest.fixture(scope="module")
def base(store_of_pages: None) -> Run:
    """A small run on the digits of the pages."""
    config = TrainConfig(architecture="dense", hidden_layers=0, epochs=1, train_fraction=0.05)
    return train_run(cache.store().create(config, cache.dataset()))


def test_too_few_drawings(base: Run, open_page: OpenPage) -> None:
    """The page says how many there must be, and offers nothing."""
    test = cache.dataset().test
    Drawings().keep(test.images[:3], test.labels[:3].tolist())
    app = open_page("drawings", run=base.id)

    assert ["3 drawings cannot teach a run"] == [
        shown.value[:29] for shown in app.info if "teach" in shown.value
    ]
    assert "fine_tune" not in {button.key for button in app.button}


def test_fine_tuned_on_the_page(base: Run, open_page: OpenPage) -> None:
    """One click makes a run in the queue of all trainings; when it has ended, the page tells what
    was learned and forgotten, by the same figures as everywhere, also in another session."""
    test = cache.dataset().test
    Drawings().keep(test.images[:20], test.labels[:20].tolist())
    app = open_page("drawings", run=base.id)
    app.slider(key="share_of_drawings").set_value(0.3).run()
    app.button(key="fine_tune").click().run()
    (made,) = [run for run in cache.store().runs() if run.info.fine_tuning is not None]
    wait_for(lambda: not cache.store().get(made.id).status.state.is_active)

    ended = cache.store().get(made.id)
    assert State.COMPLETED is ended.status.state
    assert (base.id, 0.3) == (ended.info.fine_tuning.base, ended.info.fine_tuning.share)
    app = open_page("drawings", run=base.id)
    assert [] == list(app.exception)
    effect = cache.fine_tuning_effect(ended, cache.dataset())
    assert effect.sentence in [shown.value for shown in app.markdown]
    table = next(frame.value for frame in app.dataframe if "Before" in frame.value)
    assert ["10", "10", f"{len(test):,}"] == table["Digits"].tolist()
