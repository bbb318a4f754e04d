"""Every page, run by Streamlit's own test harness on real digits and real models."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import cache

PAGES = {
    "explore": "Explore the digits",
    "train": "Train a network",
    "search": "Search for good settings",
    "evaluate": "Evaluate a model",
    "predict": "Predict your own digits",
    "drawings": "My drawings",
}
HOSTILE = ["../../etc/passwd", "<script>", "-1", "999999999999", "٣", "%00", "a" * 5000]


@pytest.mark.parametrize(("page", "title"), PAGES.items())
def test_page_opens_by_its_address(open_page, page: str, title: str) -> None:
    """Each page shows its title and no error when it is the first thing a visitor opens."""
    app = open_page(page)
    assert [] == list(app.exception)
    assert title == app.title[0].value


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_address_does_no_harm(open_page, page: str, value: str) -> None:
    """Whatever stands in the address, the page still shows, without an error."""
    names = ("run", "digit", "actual", "predicted", "page", "labels", "split", "cause", "sure")
    app = open_page(page, **dict.fromkeys(names, value))
    assert [] == list(app.exception)
    assert PAGES[page] == app.title[0].value


def test_bare_address_is_home() -> None:
    """Who opens the app without a page sees what it is."""
    app = AppTest.from_file(str(Path(__file__).resolve().parents[2] / "streamlit_app.py"))
    app.run(timeout=60)
    assert [] == list(app.exception)
    assert "Digit Lab" == app.title[0].value


def test_explore_shows_the_digit_of_the_address(open_page) -> None:
    """A link to a digit opens that digit, with its measures."""
    app = open_page("explore", digit="7")
    label = cache.dataset().train.labels[7]
    figures = [chart.proto.spec for chart in app.get("plotly_chart")]
    assert any(f"A {label}, number 7 of the training digits" in figure for figure in figures)
    assert ["Ink", "Bounding box", "Centre of mass"] == [metric.label for metric in app.metric]


@pytest.mark.parametrize(("number", "page"), [(0, 1), (97, 1), (98, 2), (500, 6), (10**7, 1)])
def test_explore_opens_the_page_of_the_digit(open_page, number: int, page: int) -> None:
    """A link to a digit shows it among its neighbours; to one that does not exist, the first."""
    app = open_page("explore", digit=str(number))

    assert [] == list(app.exception)
    assert page == app.session_state["page"]


def test_explore_filters_by_label(open_page) -> None:
    """Choosing labels leaves exactly the digits with those labels."""
    app = open_page("explore")
    app.button_group(key="labels").set_value([3, 4]).run()
    labels = cache.dataset().train.labels
    expected = int((labels == 3).sum() + (labels == 4).sum())
    assert any(f"{expected:,} digits." in caption.value for caption in app.caption)


def test_evaluate_shows_the_figures_of_the_core(open_page) -> None:
    """The headline says what `core.analysis` computes."""
    app = open_page("evaluate", run="pretrained")
    evaluation = cache.evaluation(cache.store().get("pretrained"), cache.dataset())
    shown = {metric.label: metric.value for metric in app.metric}
    assert f"{100 * evaluation.accuracy:.2f} %" == shown["Accuracy"]
    assert f"{evaluation.errors:,} of {len(evaluation.labels):,}" == shown["Mistakes"]


def test_evaluate_opens_the_cell_of_the_address(open_page) -> None:
    """A link to a cell of the matrix opens its digits and says how many there are."""
    evaluation = cache.evaluation(cache.store().get("pretrained"), cache.dataset())
    app = open_page("evaluate", run="pretrained", actual="7", predicted="7")
    assert "7 predicted as 7" in [heading.value for heading in app.header]
    expected = int(evaluation.confusion_matrix[7, 7])
    assert any(f"{expected:,} digits." in caption.value for caption in app.caption)


def test_unknown_run_is_said_and_another_is_shown(open_page) -> None:
    """A link to a run that is gone says so and shows a run that exists."""
    app = open_page("evaluate", run="20200101-000000-fast_cnn-0000")
    assert "There is no run called" in app.warning[0].value
    assert "Evaluate a model" == app.title[0].value
    assert "Accuracy" == app.metric[0].label


@pytest.mark.parametrize("page", ["explore", "train", "evaluate"])
def test_missing_data_folder_is_explained(
    open_page, page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder without MNIST gives one message that names it, not a stack of code."""
    monkeypatch.setenv("DIGITS_DATA_DIR", str(tmp_path))
    cache.look_again_for_dataset()
    app = open_page(page)
    monkeypatch.undo()
    cache.look_again_for_dataset()
    assert [] == list(app.exception)
    assert f"{tmp_path} lacks" in app.error[0].value


def test_the_first_page_does_not_wait_for_dask() -> None:
    """Nothing that the first page imports loads it, for half a second; jobs do, in a thread."""
    script = """
import sys
import streamlit_app, pages.explore
print("loaded:", sorted({"dask", "distributed", "optuna", "sklearn", "scipy"} & set(sys.modules)))
"""
    project = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=project, capture_output=True, text=True, timeout=60
    )
    assert "loaded: []" in done.stdout, done.stderr


def test_no_page_brings_tensorflow_into_the_server(tmp_path: Path) -> None:
    """After every page has been shown, neither TensorFlow nor Keras is in the server's memory."""
    script = f"""
import sys
from streamlit.testing.v1 import AppTest
for page in {list(PAGES)}:
    app = AppTest.from_file("streamlit_app.py", default_timeout=60)
    app.switch_page(f"pages/{{page}}.py").run()
    assert not app.exception, app.exception
    assert app.title[0].value in {list(PAGES.values())}
loaded = sorted(name for name in ("tensorflow", "keras", "jax", "torch") if name in sys.modules)
print("loaded:", loaded)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"DIGITS_RUNS_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "loaded: []" in done.stdout, done.stderr
