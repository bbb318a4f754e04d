"""Addresses as the pages themselves write them are followed without a word."""

from tests.pages.conftest import OpenPage


def test_a_part_of_the_data_is_followed(open_page: OpenPage) -> None:
    """The choice stands in the address as it is shown."""
    app = open_page("explore", split="Test digits")

    assert "test" == app.segmented_control(key="split").value
    assert [] == [warning.value for warning in app.warning]


def test_a_way_to_give_a_digit_is_followed(open_page: OpenPage) -> None:
    """The choice stands in the address as it is shown."""
    app = open_page("predict", way="Upload a picture")

    assert "upload" == app.segmented_control(key="way").value
    assert [] == [warning.value for warning in app.warning]
