"""A run is taught one's own drawings: what was learned and what was forgotten is seen."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from benchmarks.app import Server
from core.config.train_config import TrainConfig
from core.data import load
from core.data.drawings import Drawings
from core.runs.run import Run
from core.runs.store import RunStore
from core.training.worker import train_run
from tests.browser.accessibility import serious_findings


@pytest.fixture
def drawings() -> Iterator[Drawings]:
    """Twenty digits lying on their side, which no run reads; none before and after."""
    test, drawings = load().test, Drawings()
    images = np.rot90(test.images[:20], axes=(1, 2)).copy()
    drawings.keep(images, test.labels[:20].tolist())
    yield drawings
    for drawing in drawings.kept():
        drawings.remove(drawing)


def small_run(store: RunStore) -> Run:
    config = TrainConfig(architecture="dense", hidden_layers=0, epochs=1, train_fraction=0.1)
    return train_run(store.create(config, load()))


def test_taught_twenty_drawings(
    page: Page, shared_server: Server, store: RunStore, drawings: Drawings
) -> None:
    """One click, and when the run has ended the page shows both accuracies of drawings and test
    digits, and drawings to which the answer has changed; the same after a reload."""
    run = small_run(store)
    page.goto(f"{shared_server.url}/drawings?run={run.id}")
    page.get_by_role("button", name="Fine-tune on my drawings").click()
    told = page.get_by_text(re.compile(r"Of 10 drawings held back it reads \d+ instead of \d+"))
    expect(told).to_contain_text(re.compile(r"test digits [\d.]+ % instead of [\d.]+ %"))
    (made,) = [one for one in store.runs() if one.info.fine_tuning is not None]
    assert run.id == made.info.fine_tuning.base

    changed = re.compile(r"An? \d, read as an? (\d) before and an? (?!\1)\d after", re.IGNORECASE)
    learned = page.get_by_role("group", name="Learned from")
    expect(learned.get_by_role("button")).to_have_count(10)
    expect(learned.get_by_role("button", name=changed).first).to_be_visible()
    page.reload()
    expect(told).to_be_visible()
    assert [] == serious_findings(page)
