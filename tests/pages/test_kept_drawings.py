"""Drawings kept on the Predict page, and runs evaluated on them on the Evaluate page."""

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from streamlit.testing.v1 import AppTest

from core.analysis.evaluation_report import predictions_csv
from core.data import drawing_folder as module
from core.data.drawings import Drawings
from core.figures.montage import enlarged
from pages import evaluate
from pages.ui import cache
from tests.pages.conftest import in_address

pytestmark = pytest.mark.usefixtures("drawings_dir")


@pytest.fixture(scope="module")
def sevens(store_of_pages: None) -> NDArray[np.uint8]:
    """Three test digits that the shipped model is sure are sevens, (3, 28, 28)."""
    test = cache.dataset().test
    classification = cache.classifier(cache.store().get("pretrained"))(test.images[:2000])
    sure = (
        classification.is_digit
        & (classification.probabilities[:, 7] > 0.99)
        & (test.labels[:2000] == 7)
    )
    return test.images[np.flatnonzero(sure)[:3]]


def uploaded(open_page, *rows: NDArray[np.uint8], single: bool) -> AppTest:
    """The Predict page with a sheet of these rows of as many digits each."""
    padded = [[np.pad(enlarged(image, 4), 16) for image in row] for row in rows]
    sheet = np.vstack([np.hstack(row) for row in padded])
    buffer = io.BytesIO()
    Image.fromarray(255 - sheet).save(buffer, "PNG")
    app = open_page("predict", run="pretrained")
    app.button_group(key="way").set_value("upload").run()
    app.toggle(key="single_upload").set_value(single).run()
    app.file_uploader(key="picture").set_value(("sheet.png", buffer.getvalue(), "image/png")).run()
    assert [] == list(app.exception)
    return app


def captions(app: AppTest) -> str:
    """All captions of the page."""
    return "\n".join(caption.value for caption in app.caption)


def meant(app: AppTest) -> int | None:
    """The digit whose button is marked."""
    marked = [digit for digit in range(10) if is_marked(app, f"meant_{digit}")]
    return marked[0] if marked else None


def is_marked(app: AppTest, key: str) -> bool:
    """Whether a button stands out."""
    return app.button(key=key).proto.type == "primary"


def labels() -> list[int]:
    """What is kept."""
    return [kept.label for kept in Drawings().kept()]


def button(app: AppTest, label: str):  # noqa: ANN201
    """The button of this label."""
    (button,) = [button for button in app.button if button.label == label]
    return button


def test_one_click_keeps(open_page, sevens) -> None:
    """The pixels that the model was given, told to be what was clicked; the page counts them."""
    app = uploaded(open_page, sevens[:1], single=True)
    assert meant(app) is None
    assert "models can be evaluated on it" in captions(app)

    app.button(key="meant_7").click().run()
    assert [] == list(app.exception)
    assert [7] == labels()
    assert "Saved as a 7. 1 drawing so far." in captions(app)
    given = Drawings().read().digits.images[0]
    classification = cache.classifier(cache.store().get("pretrained"))(given[np.newaxis])
    assert 7 == classification.probabilities[0].argmax()

    app.run()
    assert 7 == meant(app)


def test_a_click_corrects_and_takes_back(open_page, sevens) -> None:
    """Another digit replaces the first, the same one again changes nothing, Remove removes it."""
    app = uploaded(open_page, sevens[:1], single=True)
    app.button(key="meant_1").click().run()
    for _ in range(2):
        app.button(key="meant_7").click().run()
        assert [7] == labels()
    button(app, "Remove").click().run()
    assert [] == labels()
    assert meant(app) is None
    assert [] == list(app.exception)


def test_what_another_session_changed_is_seen(open_page, sevens) -> None:
    """The store decides what is shown, not what was clicked here before."""
    app = uploaded(open_page, sevens[:1], single=True)
    app.button(key="meant_1").click().run()
    Drawings().keep(Drawings().read().digits.images, [4])
    app.run()
    assert [4] == labels()
    assert 4 == meant(app)


def test_several_digits_are_kept_together(open_page, sevens) -> None:
    """What was read stands there already; a question mark leaves one out."""
    app = uploaded(open_page, sevens, single=False)
    (field,) = [field for field in app.text_input if "My drawings" in field.label]
    assert "777" == field.value
    field.set_value("7 ?4")
    button(app, "Save").click().run()
    assert [] == list(app.exception)
    assert [7, 4] == labels()
    assert "2 of these 3 are saved. 2 drawings so far." in captions(app)


def test_several_rows_are_kept_as_they_stand(open_page, sevens) -> None:
    """What stands there has a sign for each digit of each row, so that it can be kept at once."""
    app = uploaded(open_page, sevens[:1], sevens[1:2], single=False)
    (field,) = [field for field in app.text_input if "My drawings" in field.label]
    assert "7 7" == field.value
    button(app, "Save").click().run()
    assert [] == list(app.error)
    assert [7, 7] == labels()


def test_too_few_digits_are_explained(open_page, sevens) -> None:
    """Nothing is kept, and the page says what to write; only until it is put right."""
    app = uploaded(open_page, sevens, single=False)
    (field,) = [field for field in app.text_input if "My drawings" in field.label]
    field.set_value("77")
    button(app, "Save").click().run()
    assert [] == labels()
    assert "3 digits were found and 2 are written" in app.error[0].value
    app.run()
    assert [] == list(app.error)


def test_a_full_store_is_explained(open_page, sevens, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the click was made, with what to do."""
    monkeypatch.setattr(module, "MOST", 0)
    app = uploaded(open_page, sevens[:1], single=True)
    app.button(key="meant_7").click().run()
    assert "is full" in app.error[0].value
    assert [] == labels()


def test_a_folder_that_is_none_is_explained(open_page, sevens, drawings_dir: Path) -> None:
    """The answer is shown all the same, and the Evaluate page goes on with the other digits."""
    drawings_dir.write_text("no folder")
    app = uploaded(open_page, sevens[:1], single=True)
    assert "It is a 7" in [title.value for title in app.title]
    assert "DIGITS_DRAWINGS_DIR" in app.error[0].value
    app = open_page("evaluate", run="pretrained")
    assert [] == list(app.exception)
    assert "DIGITS_DRAWINGS_DIR" in app.error[0].value
    assert "Accuracy" in [metric.label for metric in app.metric]


def test_drawings_are_offered_once_there_are_some(open_page, sevens) -> None:
    """Before, neither the choice nor an address leads to them."""
    app = open_page("evaluate", run="pretrained", on="drawings")
    (which,) = [box for box in app.selectbox if box.label == "Dataset"]
    assert "My drawings" not in which.options
    assert "on" not in in_address(app)  # on the test digits, as usual
    Drawings().keep(sevens, [7, 7, 7])
    app = open_page("evaluate", run="pretrained")
    (which,) = [box for box in app.selectbox if box.label == "Dataset"]
    assert "My drawings" in which.options


def test_new_drawings_are_seen_at_once(open_page, sevens) -> None:
    """In the same session, and so are corrections; without any left it is the test digits."""
    Drawings().keep(sevens[:1], [7])
    app = open_page("evaluate", run="pretrained", on="drawings")
    assert "0 of 1" == shown(app)["Mistakes"]
    assert "100.00 %" == shown(app)["Accuracy"]
    assert "20.65 to 100.00 %" == shown(app)["95 % interval"]
    Drawings().keep(sevens, [7, 7, 1])
    app.run()
    assert "1 of 3" == shown(app)["Mistakes"]
    for kept in Drawings().kept():
        Drawings().remove(kept)
    app.run()
    assert [] == list(app.exception)
    assert f"of {len(cache.dataset().test):,}" in shown(app)["Mistakes"]


def shown(app: AppTest) -> dict[str, str]:
    """The figures of the headline, which come first on the page."""
    return {metric.label: metric.value for metric in reversed(app.metric)}


@pytest.mark.parametrize("meant", [[7], [1], [7, 1, 7]], ids=["right", "wrong", "few"])
@pytest.mark.parametrize("section", evaluate.SECTIONS)
def test_every_section_bears_few_digits(open_page, sevens, section: str, meant: list[int]) -> None:
    """One digit right, one wrong, three of two classes: no error anywhere."""
    Drawings().keep(sevens[: len(meant)], meant)
    app = open_page("evaluate", run="pretrained", on="drawings", section=section)
    assert [] == list(app.exception)
    assert [] == list(app.error)
    assert f"of {len(meant)}" in shown(app)["Mistakes"]


@pytest.mark.parametrize("section", evaluate._NOT_OF_DRAWINGS)
def test_sections_on_other_digits_say_so(open_page, sevens, section: str) -> None:
    """And only where it is evaluated on drawings."""
    Drawings().keep(sevens, [7, 7, 1])
    words = "Nobody but you" if section == "causes" else "not about your drawings"
    app = open_page("evaluate", run="pretrained", on="drawings", section=section)
    assert words in captions(app)
    app = open_page("evaluate", run="pretrained", section=section)
    assert words not in captions(app)


def test_classes_that_do_not_occur_are_named(open_page, sevens) -> None:
    """Their recall of nothing is no failure of the model."""
    Drawings().keep(sevens, [7, 7, 1])
    app = open_page("evaluate", run="pretrained", on="drawings", section="classes")
    assert "No digits to evaluate on: 0, 2, 3, 4, 5, 6, 8, 9." in captions(app)


def test_a_drawing_is_found_and_corrected(open_page, sevens) -> None:
    """From the mistake on the Evaluate page to the drawing, and with a click it is none."""
    *_, wrong = Drawings().keep(sevens, [7, 7, 1])
    app = open_page("evaluate", run="pretrained", on="drawings", digit=str(wrong.number))
    assert f"Number {wrong.number}: a 1, predicted as a 7" in [h.value for h in app.subheader]

    app = open_page("predict", run="pretrained", digit=str(wrong.number), of="drawings")
    assert [] == list(app.exception)
    assert "Saved as a 1. 3 drawings so far." in captions(app)
    app.button(key="meant_7").click().run()
    assert [7, 7, 7] == labels()
    assert "Saved as a 7." in captions(app)

    button(app, "Remove").click().run()
    assert [] == list(app.exception)
    assert [7, 7] == labels()
    assert [] == list(app.warning)
    assert "answer follows each stroke" in app.info[0].value


@pytest.mark.parametrize("number", ["7", "-1", "abc", "1000000", ""])
def test_a_drawing_that_is_not_there(open_page, sevens, number: str) -> None:
    """The page is as without it."""
    Drawings().keep(sevens, [7, 7, 1])
    app = open_page("predict", run="pretrained", digit=number, of="drawings")
    assert [] == list(app.exception)
    assert "answer follows each stroke" in app.info[0].value


def test_digits_of_the_data_set_are_not_kept(open_page) -> None:
    """A test digit that is looked at is no drawing."""
    app = open_page("predict", run="pretrained", digit="0", of="test")
    assert [] == list(app.exception)
    assert [] == [button for button in app.button if button.key == "meant_0"]


def test_predictions_hold_the_drawings(sevens) -> None:
    """Under their numbers, with the digits that were meant."""
    run, dataset = cache.store().get("pretrained"), cache.dataset()
    first, *_ = Drawings().keep(sevens, [7, 7, 1])
    Drawings().remove(first)
    lines = predictions_csv(cache.evaluation_set(run, dataset, "drawings"), {}).splitlines()
    assert ["1,7,7", "2,1,7"] == [",".join(line.split(",")[:3]) for line in lines[1:]]
