"""Predict: what is shown of a drawing, and that it has one probability wherever it is shown."""

import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.analysis.evaluation_sets import evaluate_on
from core.data.drawings import Drawings
from core.figures.sample_pictures import sample_pictures
from core.formats import percent
from pages.ui import cache

SEVEN = [{"points": [70, 56, 210, 56, 126, 238], "width": 18, "erases": False}]


def components(app: AppTest, key: str) -> list[Any]:
    """What our components of a kind are given, by a key of their data."""
    data = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    return [given for (given, *_) in data if key in given]


def shown(app: AppTest) -> list[str]:
    """The texts of the ten bars."""
    (bars,) = components(app, "bars")
    return [bar["text"] for bar in bars["bars"]]


def line(app: AppTest) -> str:
    """The answer in one line."""
    (line,) = components(app, "text")
    return str(line["text"])


def drawn(open_page, strokes: object, **query: str) -> AppTest:
    """The page as its canvas has handed it `strokes`."""
    app = open_page("predict", run="pretrained", **query)
    app.session_state["canvas_strokes"] = strokes
    app.session_state["canvas_sheet"] = 1  # as after a reload, when the browser hands it back
    app.run()
    assert [] == list(app.exception)
    return app


def test_before_anything_is_drawn(open_page) -> None:
    """Ten empty bars, a line that says what to do, and the sample pictures to click."""
    app = open_page("predict", run="pretrained")
    assert [""] * 10 == shown(app)
    assert "Draw a digit from 0 to 9" == line(app)
    (first,) = components(app, "link")
    assert ("One digit", "predict?of=samples&digit=0") == (first["name"], first["link"])


def test_a_drawing_is_read(open_page) -> None:
    """It is a 7: as a heading, in the line and as the longest bar; the samples go."""
    app = drawn(open_page, SEVEN)
    assert "It is a 7" in [title.value for title in app.title]
    assert f"It is a 7 · Confidence {shown(app)[7]}" == line(app)
    assert [] == components(app, "link")


@pytest.mark.parametrize("strokes", ["<script>", [1], [{**SEVEN[0], "width": -1}], {}, []])
def test_what_is_no_drawing_is_an_empty_canvas(open_page, strokes: object) -> None:
    """Whatever a browser hands over."""
    app = drawn(open_page, strokes)
    assert "answer follows each stroke" in app.info[0].value


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_sample_is_read(open_page, number: int) -> None:
    """By its address: every digit of it, without the canvas and without saving it."""
    app = open_page("predict", run="pretrained", of="samples", digit=str(number))
    sample = sample_pictures(cache.dataset().test)[number]
    assert [] == list(app.exception)
    expected = f"It is a {sample.rows[0]}" if sample.single else " / ".join(sample.rows)
    assert line(app).startswith(expected)
    assert [] == components(app, "kept_as")
    assert [] == [group for group in app.button_group if group.key == "meant"]


@pytest.mark.parametrize("number", ["3", "-1", "abc", ""])
def test_a_sample_that_is_not_there(open_page, number: str) -> None:
    """The page is as without it."""
    app = open_page("predict", run="pretrained", of="samples", digit=number)
    assert [] == list(app.exception)
    assert "answer follows each stroke" in app.info[0].value


def test_one_probability_on_every_page(open_page, drawings_dir) -> None:
    """A drawing has it on the canvas, when its link from My drawings is opened, and where models
    are evaluated on it."""
    app = drawn(open_page, SEVEN)
    on_canvas = shown(app)
    app.button(key="meant_7").click().run()
    (kept,) = Drawings().kept()
    linked = open_page("predict", run="pretrained", of="drawings", digit=str(kept.number))
    run = cache.store().get("pretrained")
    evaluation = evaluate_on(run, cache.dataset(), "drawings", cache.drawn()).evaluation

    assert on_canvas == shown(linked)
    assert percent(evaluation.probabilities[0, 7], 1) == shown(linked)[7]


def test_a_test_digit_has_the_probability_of_the_evaluation(open_page) -> None:
    """Of those that the model is least sure of, where a changed pixel would show."""
    run, dataset = cache.store().get("pretrained"), cache.dataset()
    probabilities = evaluate_on(run, dataset, "test").evaluation.probabilities
    for number in np.argsort(probabilities.max(axis=1))[:3].tolist():
        app = open_page("predict", run="pretrained", of="test", digit=str(number))
        expected = [percent(share, 1) for share in probabilities[number]]
        assert all(text in ("", share) for text, share in zip(shown(app), expected, strict=True))
        assert max(expected, key=lambda text: float(text.split()[0])) in shown(app)
