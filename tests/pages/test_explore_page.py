"""The Explore page's pages: in the address, above their digits, and led to by a link to a digit."""

import pytest

from pages.ui import cache


def test_the_page_of_the_address_is_shown(open_page) -> None:
    """It goes before the page of the digit, which is looked at closely all the same."""
    app = open_page("explore", page="3", digit="7")

    assert [] == list(app.exception)
    assert [3] == [pages.value for pages in app.pagination]
    figures = [chart.proto.spec for chart in app.get("plotly_chart")]
    assert any("number 7 of the training digits" in figure for figure in figures)


def test_a_chosen_page_goes_into_the_address(open_page) -> None:
    """So that a link shows it again."""
    app = open_page("explore")
    app.pagination[0].set_value(2).run()

    assert "2" in app.query_params["page"]


@pytest.mark.parametrize("labels", [["3"], ["3", "4"]])
def test_a_link_to_a_digit_opens_its_page_among_those_with_its_label(open_page, labels) -> None:
    """Pages are counted among the digits that are shown."""
    dataset = cache.dataset()
    of_labels = [index for index, label in enumerate(dataset.train.labels) if str(label) in labels]
    app = open_page("explore", labels=labels, digit=str(of_labels[100]))

    assert [] == list(app.exception)
    assert [2] == [pages.value for pages in app.pagination]
