"""Predict: how a digit was seen, why it was read so, and what if, by Streamlit's test harness."""

from streamlit.testing.v1 import AppTest

from core import glossary
from core.analysis.what_if import CHANGES
from pages.ui import cache
from tests.pages.test_labels import EVERYDAY, labels
from tests.pages.test_predict_canvas import SEVEN, components, drawn

ITS_OWN_HELP = {
    *(f"{change.title} ({change.unit})" for change in CHANGES.values()),
    "Class",
    "Curve along",
    "Models",
    "Prepare again",
}


def opened(app: AppTest, section: str, view: str = "occlusion") -> AppTest:
    """The page with one of the three sections open."""
    app.session_state["why_view"] = view
    app.session_state[section] = True
    app.run()
    assert [] == list(app.exception)
    return app


def alts(app: AppTest, start: str) -> list[str]:
    """What the pictures that begin so say to who cannot see them."""
    told = [image.alt for element in app.image for image in element.proto.imgs]
    return [alt for alt in told if alt.startswith(start)]


def charts(app: AppTest) -> list[str]:
    """The titles of the Plotly charts."""
    return [element.proto.spec for element in app.get("plotly_chart")]


def test_sections_are_closed_at_first_and_in_order(open_page) -> None:
    """Nothing of them is computed before somebody asks."""
    app = drawn(open_page, SEVEN)
    assert ["How it was seen", "Why", "What if"] == [each.label for each in app.expander]
    assert [] == list(app.slider)[1:]  # but for the pen's
    assert [] == charts(app)


def test_a_step_switched_off_is_a_step_left_out(open_page) -> None:
    """Without inversion the drawn 7 is no digit; beside it stays what was read."""
    app = opened(drawn(open_page, SEVEN), "how_seen")
    (told,) = [each.value for each in app.markdown if "the answer would be another" in each.value]
    assert told.startswith("Without inversion")
    assert 1 == len(alts(app, "As it is read: 7"))
    assert [] == [alt for alt in alts(app, "Without") if "inversion, centring" in alt]

    app.toggle(key="step_inversion").set_value(False).run()
    app.toggle(key="step_centring").set_value(False).run()
    assert ["Without inversion, centring: no digit"] == alts(app, "Without inversion, centring")
    assert 1 == len(alts(app, "As it is read: 7"))


def test_the_sections_are_about_the_chosen_digit(open_page) -> None:
    """Of a picture of 2048 the first digit at first, then the one that is chosen."""
    app = opened(open_page("predict", digit="1", of="samples"), "how_seen")
    assert 1 == len(alts(app, "As it is read: 2"))
    app.session_state["chosen_4 digits"] = 2
    app = opened(app, "what_if")
    assert 1 == len(alts(app, "As it is read: 4"))
    assert 1 == len(alts(app, "The changed digit: 4"))


def test_a_prepared_digit_has_no_steps(open_page) -> None:
    """A test digit is read as it is: it has reasons, not stages."""
    app = open_page("predict", digit="3", of="test")
    assert ["Why", "What if"] == [each.label for each in app.expander]


def test_the_answer_follows_a_slider(open_page) -> None:
    """Turned upside down the 7 is another digit or none; the curve is that of the slider moved;
    Reset and Show set all sliders."""
    app = opened(drawn(open_page, SEVEN), "what_if")
    (before,) = alts(app, "The changed digit: 7")
    app.slider(key="what_if_shift_x").set_value(2.0).run()
    assert "shift_x" == app.selectbox(key="what_if_along").value
    app.slider(key="what_if_rotation").set_value(180.0).run()
    (after,) = alts(app, "The changed digit")
    assert "rotation" == app.selectbox(key="what_if_along").value
    assert before.split()[3] != after.split()[3]

    next(button for button in app.button if button.label == "Reset").click().run()
    assert [before] == alts(app, "The changed digit")
    app.button(key="show_flip_rotation").click().run()
    assert 0 != app.slider(key="what_if_rotation").value
    assert alts(app, "The changed digit")[0].split()[3] != before.split()[3]


def test_why_this_class_and_why_not_that(open_page) -> None:
    """The predicted class is explained first, any other when it is chosen."""
    app = opened(drawn(open_page, SEVEN), "why")
    assert "Evidence for 7" in charts(app)[0]
    app.button_group(key="why_class_7").set_value(1).run()
    assert "Evidence for 1" in charts(app)[0]


def test_a_clicked_map_is_shown_closely(open_page) -> None:
    """At first the strongest of the first layer; each layer has its maps or its units."""
    app = opened(open_page("predict", digit="3", of="test"), "why", "maps")
    galleries = [given["label"] for given in components(app, "tiles")]
    assert "Maps of convolution 1" in galleries
    assert 7 + 1 == len([label for label in galleries if label.startswith("Maps of")])
    app.session_state["feature_map"] = (3, 5)
    app.run()
    assert any("**Pooling 2 x 2**: map 6 of 64" == each.value for each in app.markdown)


def test_nearest_neighbours(open_page) -> None:
    """Five training digits."""
    app = opened(open_page("predict", digit="3", of="test"), "why", "neighbours")
    galleries = [given for given in components(app, "tiles") if "neighbours" in given["label"]]
    assert [5] == [len(given["tiles"]) for given in galleries]


def test_other_models(open_page) -> None:
    """Those to ask, or where to train one while there is none."""
    app = opened(open_page("predict", digit="3", of="test"), "why", "models")
    others = [run for run in cache.store().runs() if run.is_usable and run.id != "pretrained"]
    assert [len(others)] * bool(others) == [len(each.options) for each in app.multiselect]
    assert (not others) == any("no other trained model" in each.value for each in app.info)


def test_every_label_is_explained(open_page) -> None:
    """By the glossary, or by a help of its own."""
    app = drawn(open_page, SEVEN)
    for section in ("how_seen", "why", "what_if"):
        app.session_state[section] = True
    app.run()
    unknown = {name for name in labels(app) if not glossary.is_term(name)}
    assert set() == unknown - EVERYDAY - ITS_OWN_HELP - {"Save to My drawings as"}
    for kind in ("slider", "toggle", "selectbox"):
        own = [each.proto for each in app.get(kind) if each.proto.label in ITS_OWN_HELP]
        assert all(proto.help for proto in own)
