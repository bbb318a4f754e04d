"""The whole path, as a person walks it: train, watch, look into the mistakes, draw."""

import numpy as np
from playwright.sync_api import Page, expect

from benchmarks.app import Server, click_cell, draw
from core.analysis import Evaluation, evaluate
from core.data import load
from core.runs.run import Run
from core.runs.store import RunStore
from tests.browser.accessibility import serious_findings
from tests.browser.at_rest import wait_for_canvas

CURVE_POINTS = """() => {
    const marks = document.querySelectorAll('.stVegaLiteChart [aria-roledescription="point"]');
    return marks.length;
}"""


def test_from_a_deep_link_to_a_drawn_digit(
    page: Page, shared_server: Server, store: RunStore
) -> None:
    """Someone opens /train by a link, trains on a part of the digits, watches the curve grow,
    opens a cell of the confusion matrix, and has a drawn 1 and 7 recognised."""
    epochs = 1 if load().name == "mnist" else 60
    page.goto(f"{shared_server.url}/train?epochs={epochs}&train_fraction=0.5")
    for name in ("Explore", "Train", "Evaluate", "Predict"):
        expect(page.get_by_role("link", name=name)).to_be_visible()

    page.get_by_role("button", name="Start training").click()
    progress = page.get_by_role("progressbar")
    expect(page.get_by_text("Digits per second")).to_be_visible()
    early = page.evaluate(CURVE_POINTS)
    assert progress.is_visible(), "the curve is there only after the training"
    page.wait_for_function(f"({CURVE_POINTS})() > {early}")
    assert early > 0
    expect(page.get_by_text("Test accuracy")).to_be_visible()

    assert [] == serious_findings(page)

    run, evaluation = newest(store)
    assert f"run={run.id}" in page.url
    page.locator(".st-key-run_actions").get_by_role("link", name="Evaluate").click()
    expect(page.get_by_role("heading", name="Evaluate a model")).to_be_visible()
    assert f"run={run.id}" in page.url
    actual, predicted, count = worst_confusion(evaluation)
    click_cell(page, actual, predicted)
    gallery = page.get_by_role("group", name=f"{actual} predicted as {predicted}")
    expect(gallery).to_be_visible()
    names = [tile.get_attribute("aria-label") for tile in gallery.get_by_role("button").all()]
    shown = [int(name.split("number ")[1].split(",")[0]) for name in names]
    assert evaluation.cell(actual, predicted).tolist()[:48] == shown
    assert min(count, 48) == len(shown)

    page.goto(f"{shared_server.url}/predict?run=pretrained")
    read_on_canvas(page, [(0.5, 0.15), (0.5, 0.85)], "1")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("the answer follows each stroke")).to_be_visible()
    read_on_canvas(page, [(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)], "7")


def newest(store: RunStore) -> tuple[Run, Evaluation]:
    """Return the newest run and its evaluation, computed here and not read off the page."""
    run = store.runs()[0]
    return run, evaluate(run, load())


def worst_confusion(evaluation: Evaluation) -> tuple[int, int, int]:
    """Return the most frequent mistake: actual, predicted, how often."""
    matrix = evaluation.confusion_matrix.copy()
    np.fill_diagonal(matrix, 0)
    actual, predicted = divmod(int(matrix.argmax()), 10)
    assert matrix.max() > 0, "a model without a mistake leaves nothing to click"
    return actual, predicted, int(matrix.max())


def read_on_canvas(page: Page, stroke: list[tuple[float, float]], digit: str) -> None:
    """Draw a stroke and see it read as `digit`, beside what the model was given."""
    wait_for_canvas(page)
    draw(page, stroke)
    expect(page.get_by_role("heading", name=f"It is a {digit}")).to_be_visible()
    expect(page.get_by_text("Model input (28 x 28)")).to_be_visible()
