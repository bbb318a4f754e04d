"""The list of runs that Train, Evaluate and Predict share."""

from collections.abc import Iterator

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1.element_tree import Selectbox

from core.config.train_config import TrainConfig
from core.data import load_named
from core.runs.run import Run
from core.runs.status import State, Status
from pages.ui import cache
from tests.pages.conftest import OpenPage, in_address

PICKER = "pick_run"


@pytest.fixture
def run(store_of_pages: None) -> Iterator[Run]:
    """A run that was stopped before it had a result."""
    run = cache.store().create(TrainConfig(), load_named("offline"), None)
    run.write_status(Status(State.STOPPED))
    yield run
    cache.store().delete(run)


def test_a_label_of_before_is_no_pick(
    open_page: OpenPage, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A training ends while the browser asks for something: it still names the run by the label
    without its accuracy. The same run is shown, and the address goes on naming it by its id."""
    app = open_page("train", run=run.id)
    picker = app.selectbox(key=PICKER)
    of_before = WidgetState(id=picker.id, string_value=f"{run.title}, as it was called before")
    with monkeypatch.context() as patch:
        patch.setattr(Selectbox, "_widget_state", property(lambda _: of_before))
        app.run()

    assert run.id == app.selectbox(key=PICKER).value
    assert run.id == in_address(app)["run"]
    assert [] == [warning.value for warning in app.warning if "address" in warning.value]
