"""How soon each view of the Evaluate page is there: from the click on its name to its last chart.

Of a run that is trained for this. Each view is opened once before it is timed, which computes what
is kept with the run. Browser and server share the cores of this machine.
"""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from benchmarks.app import DESKTOP, running_browser, running_server, seconds_until
from benchmarks.report import Row, main, summary
from benchmarks.training.jobs import warm_jobs
from core.config.train_config import TrainConfig
from core.data import load
from core.runs.run import Run

ROUNDS = 15
_SLOW = 180_000  # milliseconds: what is computed once
_PAUSE = 500  # milliseconds, in which a view comes to rest
_VIEWS: dict[str, Callable[[Page], Locator]] = {
    "Mistakes": lambda page: _heading(page, "All mistakes"),
    "Error causes": lambda page: _heading(page, "Ambiguous: "),
    "Per class": lambda page: _chart(page, 1),
    "Calibration": lambda page: _chart(page, 2),
    "Robustness": lambda page: _chart(page, 8),
    "Training dynamics": lambda page: page.locator(".stVegaLiteChart .mark-rect path").first,
    "Compare": lambda page: _chart(page, 1),
}
_BETWEEN = "Export"  # it has no charts that could be taken for those of the next view


def measure(config: TrainConfig | None = None, rounds: int = ROUNDS) -> list[Row]:
    """Return a row of seconds for each view of a run trained with `config`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with warm_jobs(folder, load()) as trainer:
            run = trainer.train(config or TrainConfig()).run
        with (
            running_server(folder, folder / "server.log") as server,
            running_browser() as browser,
        ):
            page = browser.new_page(viewport=DESKTOP)
            return _rows(page, server.url, run, rounds)


def _rows(page: Page, url: str, run: Run, rounds: int) -> list[Row]:
    page.goto(f"{url}/evaluate?run={run.id}&section=files")
    for name, there in _VIEWS.items():
        _open(page, name)
        expect(there(page)).to_be_visible(timeout=_SLOW)
        page.wait_for_timeout(_PAUSE)
    times: dict[str, list[float]] = {name: [] for name in (*_VIEWS, _BETWEEN)}
    for name in list(_VIEWS) * rounds:
        times[_BETWEEN].append(seconds_until(_files(page), partial(_open, page, _BETWEEN)))
        page.wait_for_timeout(_PAUSE)
        times[name].append(seconds_until(_VIEWS[name](page), partial(_open, page, name)))
        page.wait_for_timeout(_PAUSE)
    return [summary(name, values) for name, values in times.items()]


def _open(page: Page, view: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_role("radio", name=view, exact=True).click()


def _files(page: Page) -> Locator:
    return page.get_by_role("button", name="Predictions (CSV)")


def _heading(page: Page, beginning: str) -> Locator:
    return page.get_by_role("heading", name=beginning).first


def _chart(page: Page, number: int) -> Locator:
    """Return the chart of this number, once its curves, points or cells are drawn."""
    return page.locator(".js-plotly-plot:has(.trace, .hm)").nth(number - 1)


if __name__ == "__main__":
    main(measure, __doc__)
