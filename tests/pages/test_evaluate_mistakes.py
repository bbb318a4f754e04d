"""The mistakes on the Evaluate page: what is chosen, filtered and ordered, and its address."""

import pytest
from streamlit.testing.v1 import AppTest

from core.analysis.evaluation_sets import evaluate_on
from core.analysis.selection import Order, Selection, ordered
from core.analysis.triage import ErrorCause
from core.runs.run import Run
from pages.ui import cache
from tests.pages.conftest import in_address


def pretrained() -> Run:
    """Return the shipped run."""
    return cache.store().get("pretrained")


@pytest.mark.parametrize(
    ("query", "selection"),
    [
        ({"actual": "4", "predicted": "9"}, Selection(4, 9)),
        ({"actual": "4"}, Selection(4)),
        ({"predicted": "0"}, Selection(predicted=0)),
        ({"actual": "10", "predicted": "x"}, Selection()),
    ],
)
def test_a_link_opens_a_cell_a_row_or_a_column(
    open_page, query: dict[str, str], selection: Selection
) -> None:
    """With its digits counted; what is no digit is left out, and one button shows all again."""
    evaluation = evaluate_on(pretrained(), cache.dataset()).evaluation
    app = open_page("evaluate", run="pretrained", **query)
    assert [] == list(app.exception)
    assert [selection.title] == [heading.value for heading in app.subheader]
    expected = len(selection.rows(evaluation))
    assert expected == number_of_digits(app)
    if selection != Selection():
        app.button(key="all_mistakes").click().run()
    assert ["All mistakes"] == [heading.value for heading in app.subheader]
    assert evaluation.errors == number_of_digits(app)
    assert not {"actual", "predicted"} & set(in_address(app))


def test_the_boxes_choose_like_the_matrix(open_page) -> None:
    """A choice in a box opens its digits, stands in the address and closes an opened digit."""
    evaluation = evaluate_on(pretrained(), cache.dataset()).evaluation
    index = evaluation.mistakes()[0]
    predicted = int(evaluation.predictions[index])
    app = open_page("evaluate", run="pretrained", digit=str(index))
    app.selectbox(key="predicted").select(predicted).run()
    chosen = Selection(predicted=predicted)
    assert [chosen.title] == [heading.value for heading in app.subheader]
    assert len(chosen.rows(evaluation)) == number_of_digits(app)
    assert "digit" not in in_address(app)


def test_filters(open_page) -> None:
    """A range of probability and a kind of mistake leave those digits that have both."""
    dataset = cache.dataset()
    evaluation_set = cache.evaluation_set(pretrained(), dataset, "test")
    inspection = cache.inspection(pretrained(), dataset)
    causes = inspection.triage(evaluation_set, inspection.neighbour_index())
    confidences = evaluation_set.evaluation.probabilities.max(axis=1)
    of_kind = [row for row, cause in causes.items() if cause is ErrorCause.AMBIGUOUS]
    app = open_page("evaluate", run="pretrained", cause="ambiguous")
    assert len(of_kind) == number_of_digits(app)
    app.slider(key="sure").set_value((40, 80)).run()
    passing = [row for row in of_kind if 0.4 <= confidences[row] <= 0.8]
    assert 0 < len(passing) == number_of_digits(app)
    app.slider(key="sure").set_value((0, 1)).run()
    assert 0 == number_of_digits(app)


@pytest.mark.parametrize("order", Order)
def test_orders_of_the_mistakes(open_page, order: Order) -> None:
    """Next and previous follow the order that is chosen."""
    evaluation = evaluate_on(pretrained(), cache.dataset()).evaluation
    rows = ordered(evaluation, evaluation.mistakes(), order)
    app = open_page("evaluate", run="pretrained", digit=str(rows[1]))
    app.selectbox(key="order").select(order).run()
    for key, row in (("next_digit", rows[2]), ("previous_digit", rows[1])):
        app.button(key=key).click().run()
        assert str(row) == in_address(app)["digit"]


def test_a_link_shows_the_matrix_its_way(open_page) -> None:
    """Shares, the diagonal and the colours stand in the address."""
    query = {"shown_as": "Share of actual", "diagonal": "false", "logarithmic": "false"}
    app = open_page("evaluate", run="pretrained", **query)
    assert [] == list(app.exception)
    assert "Share of actual" == app.button_group(key="shown_as").value
    assert (False, False) == (app.toggle(key="diagonal").value, app.toggle(key="logarithmic").value)


def number_of_digits(app: AppTest) -> int:
    """How many digits the page says it shows."""
    if any("There is no such digit" in info.value for info in app.info):
        return 0
    (caption,) = (c.value for c in app.caption if " digits. Captions" in c.value)
    return int(caption.split(" digits")[0].replace(",", ""))
