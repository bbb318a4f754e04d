"""A laboratory of runs, as a person uses it: two trainings, one stopped and resumed, compared."""

from playwright.sync_api import Locator, Page, expect

from benchmarks.app import PHONE, Server
from core.runs.run import Run
from core.runs.status import State
from core.runs.store import RunStore
from tests.browser.at_rest import wait_until_at_rest
from tests.browser.conftest import NewPage
from tests.waiting import wait_for

SECONDS = 1000
LONG = "preset=one_hidden&epochs=60&batch_size=16&train_fraction=0.3"
SHORT = "preset=softmax&epochs=2&train_fraction=0.3"
CURVE_POINTS = """() => {
    const marks = document.querySelectorAll('.stVegaLiteChart [aria-roledescription="point"]');
    return marks.length;
}"""


def test_two_runs_one_stopped_resumed_and_both_compared(
    page: Page, shared_server: Server, store: RunStore
) -> None:
    """Someone starts two runs by links, watches the first, changes its learning rate, stops it,
    lets it go on, compares both, and opens the comparison's link and a run's in new windows."""
    page.goto(f"{shared_server.url}/train?{LONG}")
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url("**run=*")
    first = newest(store)

    watched(page)
    popover(page, "Learning rate").click()
    page.locator('[class*="st-key-request_"]').get_by_role("slider").press("ArrowLeft")
    page.get_by_role("button", name="Change", exact=True).click()
    wait_for(lambda: store.get(first.id).steps()[-1]["learning_rate"] < 0.001)
    page.keyboard.press("Escape")

    page.locator(".st-key-stop").get_by_role("button").click()
    expect(page.get_by_text("Test accuracy")).to_be_visible()
    expect(page.get_by_text("Stopped on request")).to_be_visible()
    stopped = store.get(first.id)
    assert State.STOPPED is stopped.status.state
    done = int(stopped.epochs()[-1]["epoch"])

    popover(page, "Continue training").click()
    total = page.locator('[class*="st-key-further_"] input')
    total.fill(str(done + 1))
    total.press("Enter")
    page.get_by_role("button", name="Continue", exact=True).click()
    wait_for(lambda: State.COMPLETED is store.get(first.id).status.state)
    ended = store.get(first.id)
    assert list(range(1, done + 2)) == [round(record["epoch"]) for record in ended.epochs()]

    page.goto(f"{shared_server.url}/train?{SHORT}")
    page.get_by_role("button", name="Start training").click()
    wait_for(lambda: newest(store).id != first.id)
    second = newest(store)
    wait_for(lambda: State.COMPLETED is store.get(second.id).status.state)

    compared(page, shared_server, [first, second])


def test_on_a_phone_a_training_comes_into_view(
    new_page: NewPage, shared_server: Server, store: RunStore
) -> None:
    """The page of a run opens at its top; a click on Start brings the training into view, which
    lies below all settings there."""
    page = new_page(viewport=PHONE)
    button = page.get_by_role("button", name="Start training")
    picker = page.get_by_role("combobox", name="Run")
    page.goto(f"{shared_server.url}/train?{SHORT}")
    button.click()
    page.wait_for_url("**run=*")
    expect(picker).to_be_in_viewport(ratio=1)

    page.reload()
    expect(picker).to_be_visible()
    wait_until_at_rest(page)
    page.wait_for_timeout(1 * SECONDS)  # `scroll_to` tries for 0.8 s
    expect(button).to_be_in_viewport()
    expect(picker).not_to_be_in_viewport()
    page.close()


def watched(page: Page) -> None:
    """See progress, a growing curve, predictions on digits and weights, then a confusion matrix."""
    expect(page.get_by_text("Digits per second")).to_be_visible()
    early = page.evaluate(CURVE_POINTS)
    page.wait_for_function(f"({CURVE_POINTS})() > {early}")
    expect(page.locator(".predictions figure")).to_have_count(12)
    expect(page.locator("img.weights")).to_be_visible()
    expect(page.get_by_text("Confusion matrix (validation)")).to_be_visible()


def compared(page: Page, server: Server, runs: list[Run]) -> None:
    """Open both runs on the Runs page by a link, and from there one of them, in new windows."""
    ids = ",".join(run.id for run in runs)
    other = page.context.new_page()
    other.goto(f"{server.url}/runs?runs={ids}")
    expect(other.get_by_text("2 runs side by side")).to_be_visible()
    expect(other.locator(".stVegaLiteChart").first).to_be_visible()
    one = page.context.new_page()
    one.goto(f"{server.url}/train?run={runs[0].id}")
    expect(one.get_by_text("Test accuracy")).to_be_visible()


def popover(page: Page, label: str) -> Locator:
    """Return the button that opens a popover."""
    return page.get_by_test_id("stPopover").get_by_role("button", name=label)


def newest(store: RunStore) -> Run:
    """Return the run that was made last."""
    return store.runs()[0]


def test_a_link_of_an_experiment_opens_its_form(page: Page, shared_server: Server) -> None:
    """A teacher's link shows its settings; what one changes goes into the address."""
    page.goto(f"{shared_server.url}/train?preset=one_hidden&learning_rate=0.0007&units=64")
    expect(page.get_by_text("50,890 parameters")).to_be_visible()
    page.get_by_role("tab", name="Learning").click()
    epochs = page.locator(".st-key-setting_epochs").get_by_role("slider")
    epochs.press("ArrowRight")
    page.wait_for_url("**epochs=6**")
    assert "learning_rate=0.0007" in page.url
    assert "units=64" in page.url
