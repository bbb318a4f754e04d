"""Long galleries in pages: above their digits, on Explore in the address, opened by a link."""

import pytest

from pages.ui import cache
from tests.pages.conftest import in_address


@pytest.fixture
def many_sevens(store_of_pages: None) -> None:
    """Enough digits of one cell of the matrix for a second page, which MNIST has."""
    if (cache.dataset().test.labels == 7).sum() < 200:
        pytest.skip("the offline digits have too few of each class for a second page")


def test_the_page_of_the_address_is_shown(open_page) -> None:
    """It goes before the page of the digit, which is looked at closely all the same."""
    app = open_page("explore", page="3", digit="7")

    assert [] == list(app.exception)
    assert [3] == [pages.value for pages in app.pagination]
    figures = [chart.proto.spec for chart in app.get("plotly_chart")]
    assert any("number 7 of the training digits" in figure for figure in figures)


def test_a_chosen_page_goes_into_the_address(open_page) -> None:
    """Under this name, so that a link shows it again."""
    app = open_page("explore")
    (pages,) = app.pagination
    pages.set_value(2).run()

    assert {"page": "2"} == in_address(app)


@pytest.mark.parametrize("labels", [["3"], ["3", "4"]])
def test_a_link_to_a_digit_opens_its_page_among_those_with_its_label(open_page, labels) -> None:
    """Pages are counted among the digits that are shown."""
    dataset = cache.dataset()
    of_labels = [index for index, label in enumerate(dataset.train.labels) if str(label) in labels]
    app = open_page("explore", labels=labels, digit=str(of_labels[100]))

    assert [] == list(app.exception)
    assert [2] == [pages.value for pages in app.pagination]


@pytest.mark.parametrize("address", ["explore", "evaluate"])
def test_pages_stand_above_their_gallery(open_page, many_sevens: None, address: str) -> None:
    """The choice of the page is seen before the digits are, in the same place everywhere."""
    app = open_page(address, actual="7", predicted="7")
    kinds = [node.type for node in app.main]

    assert "bidi_component" == kinds[kinds.index("pagination") + 1]


def test_other_digits_start_on_their_own_first_page(open_page, many_sevens: None) -> None:
    """Not on the second because those of another cell were left there."""
    app = open_page("evaluate", run="pretrained", actual="7", predicted="7")
    (pages,) = app.pagination
    pages.set_value(2).run()
    assert [2] == [pages.value for pages in app.pagination]
    app.selectbox(key="actual").select(6)
    app.selectbox(key="predicted").select(6).run()
    assert [1] == [pages.value for pages in app.pagination]
