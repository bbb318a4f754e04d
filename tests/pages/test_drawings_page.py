"""The page My drawings: whose are shown, which of them, and what can be done with them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from core.data.drawing_archive import write_archive
from core.data.drawing_details import Details, Said
from core.data.drawing_file import Drawing, artist_of
from core.data.drawings import Drawings
from core.data.png import encode_png
from core.errors import DigitLabError
from pages.ui import cache
from pages.ui.drawings import toolbar
from tests.pages.conftest import in_address
from tests.pages.test_sign_in import ANNA, BEN, TEACHER, forced, open_as

pytestmark = pytest.mark.usefixtures("drawings_dir")
__all__ = ["open_as"]

NAME = "Anna"
SAID = [
    Said("pretrained", "Shipped", 7, 0.9),
    Said("pretrained", "Shipped", 1, 0.6),
    Said("20261125-094650-dense-e0098e88", "Gone", 3, 0.5, is_digit=False),
]


@pytest.fixture
def images() -> NDArray[np.uint8]:
    """Five digits."""
    return cache.dataset().test.images[:5]


@pytest.fixture
def kept(images: NDArray[np.uint8]) -> tuple[Drawing, ...]:
    """Three of hers, read right, wrong and as no digit; one of another; one of nobody."""
    original = encode_png(np.zeros((4, 4, 3), np.uint8))
    details = [Details(said, original) for said in SAID]
    hers = Drawings().keep(images[:3], [7, 7, 3], NAME, details)
    his = Drawings().keep(images[3:4], [5], "Ben")
    return *hers, *his, *Drawings().keep(images[4:], [6])


def opened(open_page: Callable[..., AppTest], name: str | None, **query: str) -> AppTest:
    """The page as somebody of this name sees it."""
    app = open_page("drawings", **query)
    app.session_state["person_name"] = name
    app.run()
    assert [] == list(app.exception)
    return app


def count(app: AppTest) -> int:
    """How many drawings the page says that it shows."""
    (words,) = [c.value for c in app.caption if "meant as a 7" in c.value]
    return int(words.split()[0])


@pytest.mark.parametrize(
    ("name", "query", "expected"),
    [
        (NAME, {}, 3),
        ("Ben", {}, 1),
        (None, {}, 1),
        (None, {"whose": "all"}, 5),
        (NAME, {"labels": "7"}, 2),
        (NAME, {"read": "right"}, 1),
        (NAME, {"read": "wrong"}, 2),
        (NAME, {"whose": "all", "read": "unknown"}, 2),
        (NAME, {"by": "pretrained"}, 2),
        (NAME, {"by": "20261125-094650-dense-e0098e88"}, 1),
    ],
)
def test_which_drawings_are_shown(
    open_page, kept, name: str | None, query: dict[str, str], expected: int
) -> None:
    """One's own, or everybody's, by what the address asks for; the controls say the same."""
    app = opened(open_page, name, **query)

    assert expected == count(app)
    assert [] == list(app.warning)


def test_a_day_is_chosen(open_page, kept) -> None:
    """Of the days there are; the choice stands in the address."""
    app = opened(open_page, NAME)
    day = str(kept[0].time.astimezone().date())
    assert [day] == app.selectbox(key="day").options
    app.selectbox(key="day").select(kept[0].time.astimezone().date()).run()
    assert day == in_address(app)["day"]
    assert 3 == count(app)


def test_none_of_them_and_none_at_all(open_page, images) -> None:
    """What to do next is said, and what is stored where."""
    app = opened(open_page, None)
    assert "Nothing is saved yet" in app.info[0].value
    assert str(Drawings().root) in [code.value for code in app.code]
    Drawings().keep(images[:1], [7], NAME)
    app.run()
    assert "Widen the filters" in app.info[0].value


def test_one_closely(open_page, kept) -> None:
    """What was said then and what the chosen model says now, with the way to Predict."""
    app = opened(open_page, NAME, digit="1")
    assert ["Number 1: a 7"] == [heading.value for heading in app.subheader]
    (table,) = [text.value for text in app.markdown if "| Then |" in text.value]
    then, now = table.splitlines()[2:]
    assert "| A 1, 60.0 % | :red[wrong] |" in then
    expected = cache.classifier(cache.store().get("pretrained"))(
        cache.dataset().test.images[1:2]
    ).probabilities[0]
    assert f"A {expected.argmax()}, {100 * expected.max():.1f} %" in now
    assert 1 == len(app.get("page_link"))


def test_it_is_relabelled(open_page, kept) -> None:
    """What is opened, where nothing is ticked; of what is ticked all, and of others none."""
    app = opened(open_page, NAME, digit="0")
    app.button(key="relabel_as_2").click().run()
    assert [2, 7, 3, 5, 6] == [drawing.label for drawing in Drawings().kept()]
    app.session_state["drawings_ticked"] = frozenset([1, 2, 3, 99])
    app.run()
    app.button(key="relabel_as_9").click().run()
    assert [] == list(app.exception)
    assert [2, 9, 9, 5, 6] == [drawing.label for drawing in Drawings().kept()]


def test_all_are_deleted_and_brought_back(open_page, kept) -> None:
    """Those that are shown; nobody else's."""
    app = opened(open_page, NAME)
    app.button(key="select_all").click().run()
    assert "Export 3" in [button.label for button in app.get("download_button")]
    app.button(key="delete_drawings").click().run()
    assert [] == list(app.exception)
    assert [3, 4] == [drawing.number for drawing in Drawings().kept()]
    app.button(key="undo_delete").click().run()
    assert kept == Drawings().kept()
    assert 3 == count(app)


def test_those_of_nobody_are_made_ones_own(open_page, kept) -> None:
    """As are drawings of before there were names."""
    app = opened(open_page, NAME, whose="all", digit="4")
    app.button(key="make_mine").click().run()
    assert artist_of(NAME) == Drawings().kept()[4].artist
    assert "make_mine" not in [button.key for button in app.button]


def test_an_archive_is_taken_in(open_page, kept, tmp_path: Path) -> None:
    """Under the name of who imports it; what is imported is selected."""
    elsewhere = Drawings(tmp_path / "elsewhere")
    elsewhere.keep(cache.dataset().test.images[7:9], [1, 2])
    archive = write_archive(elsewhere, elsewhere.kept())
    app = opened(open_page, NAME)
    app.file_uploader[0].set_value(("theirs.zip", archive, "application/zip")).run()
    app.button(key="import_zip").click().run()

    assert [] == list(app.exception)
    assert [] == list(app.error)
    assert 5 == count(app)
    assert [artist_of(NAME)] * 2 == [drawing.artist for drawing in Drawings().kept()[5:]]
    assert "Export 2" in [button.label for button in app.get("download_button")]


def test_an_archive_that_is_none_is_explained(open_page, kept) -> None:
    """Where it was chosen, and nothing is kept."""
    app = opened(open_page, NAME)
    app.file_uploader[0].set_value(("theirs.zip", b"hello", "application/zip")).run()
    app.button(key="import_zip").click().run()

    assert "theirs.zip is not a whole ZIP file" in app.error[0].value
    assert kept == Drawings().kept()


def test_who_may_change_them(open_as, images) -> None:
    """Where people sign in: who drew it and teachers, also for a browser that does not heed what
    is disabled."""
    (kept,) = Drawings().keep(images[:1], [3], ANNA)
    for name, label in ((BEN, 3), (ANNA, 4), (TEACHER, 5)):
        app = open_as(name, "drawings", whose="all", digit=str(kept.number))
        assert (name == BEN) == app.button(key="delete_drawings").disabled
        forced(app.button(key=f"relabel_as_{label if name != BEN else 9}")).click().run()
        assert [] == list(app.exception)
        assert [label] == [drawing.label for drawing in Drawings().kept()]


def test_a_deletion_is_looked_at_again(images, monkeypatch: pytest.MonkeyPatch) -> None:
    """A button that is shown as disabled is no lock."""
    kept = Drawings().keep(images[:1], [3], ANNA)
    monkeypatch.setattr(toolbar, "check", refuse)
    with pytest.raises(DigitLabError):
        toolbar._delete(Drawings(), kept)
    assert kept == Drawings().kept()


def refuse(_: object) -> None:
    """Nobody may."""
    raise DigitLabError("Only a teacher.")
