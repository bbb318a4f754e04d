"""The Evaluate page: from the score to one digit, its causes, and another run."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st

from core.analysis.comparison import compare
from core.analysis.evaluation_sets import available_sets, evaluate_on
from core.data.drawings import Drawings
from core.data.label_errors import is_mnist
from core.runs.run import Run
from core.runs.store import RunStore
from pages.ui import cache
from tests.pages.conftest import in_address

SECTIONS = ["mistakes", "causes", "classes", "calibration", "robustness", "compare", "files"]


def pretrained() -> Run:
    """Return the shipped run."""
    return cache.store().get("pretrained")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A second run to compare with: the shipped one with a part of its answers turned."""
    target = cache.store().root / "20260101-000000-deep_cnn-0001"
    shutil.copytree(pretrained().folder, target)
    dataset = cache.dataset()
    logits = cache.evaluation(pretrained(), dataset).logits.copy()
    logits[:50] = np.roll(logits[:50], 1, axis=1)
    np.savez(target / "predictions.npz", logits=logits, fingerprint=dataset.fingerprint)
    return RunStore(cache.store().root).get(target.name)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_by_its_address(open_page, section: str) -> None:
    """Without an error, whatever it has to compute first."""
    app = open_page("evaluate", run="pretrained", section=section)
    assert [] == list(app.exception)
    assert "Evaluate a model" == app.title[0].value


def test_the_headline_follows_the_digits_it_is_evaluated_on(open_page) -> None:
    """Test, corrected test and validation digits each give the figures of `core`."""
    dataset = cache.dataset()
    for name in available_sets(pretrained(), dataset):
        evaluation = evaluate_on(pretrained(), dataset, name).evaluation
        app = open_page("evaluate", run="pretrained", on=name)
        shown = {metric.label: metric.value for metric in app.metric}
        assert f"{100 * evaluation.accuracy:.2f} %" == shown["Accuracy"]
        assert f"{evaluation.errors:,} of {len(evaluation.labels):,}" == shown["Mistakes"]
    if is_mnist(dataset):
        assert 9_995 == len(evaluate_on(pretrained(), dataset, "corrected").indices)


def test_a_digit_is_looked_at_closely(open_page) -> None:
    """The digit of the address is shown with its label, its answer, five digits most alike, and
    a link to the Predict page."""
    evaluation = evaluate_on(pretrained(), cache.dataset()).evaluation
    index = int(evaluation.mistakes()[0])
    app = open_page("evaluate", run="pretrained", digit=str(index))
    assert [] == list(app.exception)
    label, predicted = evaluation.labels[index], evaluation.predictions[index]
    assert f"Number {index}: a {label}, taken for a {predicted}" in [h.value for h in app.subheader]

    for view in ("occlusion", "pixels"):
        app.button_group(key="digit_view").set_value(view).run()
        assert [] == list(app.exception)
    app.button(key="next_digit").click().run()
    following = int(evaluation.mistakes()[1])
    assert str(following) == in_address(app)["digit"]


@pytest.mark.parametrize("number", ["-1", "99999999", "abc", "10000"])
def test_a_digit_that_does_not_exist_is_left_out(open_page, number: str) -> None:
    """The page shows the mistakes and no digit."""
    app = open_page("evaluate", run="pretrained", digit=number)
    assert [] == list(app.exception)
    assert ["All mistakes"] == [heading.value for heading in app.subheader]


def test_causes_add_up_to_the_mistakes(open_page) -> None:
    """Every mistake stands under one cause; of MNIST the known wrong labels are among them."""
    dataset = cache.dataset()
    evaluation = evaluate_on(pretrained(), dataset).evaluation
    app = open_page("evaluate", run="pretrained", section="causes")
    counts = {h.value.split(": ")[0]: int(h.value.split(": ")[1]) for h in app.subheader}
    assert evaluation.errors == sum(counts.values())
    assert {"The label is wrong", "Ambiguous", "The model's mistake"} == set(counts)
    if is_mnist(dataset):
        assert counts["The label is wrong"] >= 5


def test_scores_of_each_class(open_page) -> None:
    """The table holds what `core.analysis` computes."""
    evaluation = evaluate_on(pretrained(), cache.dataset()).evaluation
    app = open_page("evaluate", run="pretrained", section="classes")
    percents = 100 * evaluation.per_class.recall
    assert percents.tolist() == app.dataframe[0].value["Recall"].tolist()


def test_two_runs_are_compared(open_page, other: Run) -> None:
    """The conclusion and the counts are those of the paired test on the stored answers."""
    dataset = cache.dataset()
    comparison = compare(cache.evaluation(pretrained(), dataset), cache.evaluation(other, dataset))
    query = {"run": "pretrained", "section": "compare", "with": other.id}
    app = open_page("evaluate", **query)
    assert [] == list(app.exception)
    assert comparison.conclusion() == app.subheader[0].value
    assert "A is better" in comparison.conclusion()
    assert any(f"Broken by B: {len(comparison.broken)}" in text.value for text in app.markdown)


def test_files_hold_every_digit(open_page) -> None:
    """The CSV has a line for each digit with its error cause, the JSON the page's figures."""
    from core.analysis.evaluation_report import cause_counts, predictions_csv

    dataset = cache.dataset()
    evaluation_set = cache.evaluation_set(pretrained(), dataset, "test")
    inspection = cache.inspection(pretrained(), dataset)
    causes = inspection.triage(evaluation_set, inspection.neighbour_index())
    lines = predictions_csv(evaluation_set, causes).splitlines()
    assert 1 + len(dataset.test) == len(lines)
    assert lines[0].startswith("index,label,prediction,p0,")
    assert evaluation_set.evaluation.errors == sum(not line.endswith(",") for line in lines[1:])
    assert evaluation_set.evaluation.errors == sum(cause_counts(causes).values())
    json.dumps(cause_counts(causes))


@pytest.mark.parametrize("name", ["test", "corrected", "drawings"])
def test_files_are_of_the_digits_that_are_shown(
    open_page, monkeypatch, tmp_path: Path, name: str
) -> None:
    """Report and metrics tell the figures of the digits that the page is about."""
    dataset = cache.dataset()
    if name == "corrected" and not is_mnist(dataset):
        pytest.skip("corrected labels are known of MNIST alone")
    monkeypatch.setenv("DIGITS_DRAWINGS_DIR", str(tmp_path))
    Drawings().keep(dataset.test.images[:9], dataset.test.labels[:9].tolist())
    made: dict[str, str] = {}

    def note(label: str, data: Callable[[], str], **others: Any) -> bool:
        made[label] = data()
        return False

    monkeypatch.setattr(st, "download_button", note)
    app = open_page("evaluate", run="pretrained", section="files", on=name)
    evaluation = evaluate_on(pretrained(), dataset, name, Drawings().read()).evaluation
    metrics = json.loads(made["Metrics (JSON)"])

    assert [] == list(app.exception)
    assert (name, evaluation.errors) == (metrics["on"], metrics["errors"])
    assert f"--on {name} " in made["Report (HTML)"]
    assert f">{100 * evaluation.accuracy:.2f} %<" in made["Report (HTML)"]


def test_a_digit_opens_on_the_predict_page(open_page) -> None:
    """The link from a digit shows what the model reads in it there; a hostile one is ignored."""
    app = open_page("predict", run="pretrained", digit="0", of="test")
    assert [] == list(app.exception)
    label = cache.dataset().test.labels[0]
    assert any(f"It is a {label}" in heading.value for heading in app.title)
    for query in ({"digit": "0", "of": "../.."}, {"digit": "-7", "of": "test"}):
        hostile = open_page("predict", run="pretrained", **query)
        assert [] == list(hostile.exception)
        assert not any("It is a" in heading.value for heading in hostile.title)
