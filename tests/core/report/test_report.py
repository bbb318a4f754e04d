"""A report is one page that stands alone, says what the evaluation says, and trusts no text."""

import base64
import json
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_report import EvaluationReport
from core.analysis.evaluation_sets import EvaluationSet, evaluate_on
from core.cli import main
from core.config.train_config import TrainConfig
from core.data import Dataset, load_named
from core.formats import interval, percent, with_article
from core.report import html_report
from core.report.page import MOST_MISTAKES
from core.runs.annotations import Annotation
from core.runs.run import Run
from core.runs.store import RunStore
from core.training.worker import train_run

Capture = pytest.CaptureFixture[str]

HOSTILE = "</title><script src=//evil.example/x></script><img onerror=alert(1) src=x>{{ 7*7 }}&amp;"
VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """A page taken apart: elements with their attributes, and rows of text of each table by id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.rows: dict[str, list[list[str]]] = {}
        self._open: list[tuple[str, str | None]] = []
        self.feed(text)
        self.close()
        assert [] == self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("id")))
        if tag == "tr":
            self.rows.setdefault(self._inside(), []).append([])
        if tag in ("td", "th"):
            self.rows[self._inside()][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        assert opened == tag, f"{opened} is closed by {tag}"

    def handle_data(self, data: str) -> None:
        for tag, name in self._open:
            key = name or tag
            self.texts[key] = self.texts.get(key, "") + data
        if any(tag in ("td", "th") for tag, _ in self._open):
            self.rows[self._inside()][-1][-1] += data

    def tags(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def _inside(self) -> str:
        return next((name for _, name in reversed(self._open) if name), "")


@pytest.fixture(scope="module")
def offline() -> Dataset:
    """The few digits that are there without a network."""
    return load_named("offline")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, offline: Dataset) -> Run:
    """A small network, trained in moments, with words of someone who means no good."""
    store = RunStore(tmp_path_factory.mktemp("runs"))
    run = train_run(store.create(TrainConfig(architecture="dense", epochs=3), offline))
    return replace(run, annotation=Annotation(HOSTILE[:80], HOSTILE * 2))


@pytest.fixture(scope="module")
def told(
    run: Run, offline: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, Any]]:
    """What one command writes as a page and prints as JSON."""
    path = tmp_path_factory.mktemp("reports") / "report.html"
    printed: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITS_RUNS_DIR", str(run.folder.parent))
        patch.setattr("core.cli.evaluate.load_dataset", lambda: offline)
        patch.setattr("builtins.print", lambda *words, **_: printed.append(str(words[0])))
        assert 0 == main(["evaluate", run.id, "--html", str(path), "--format", "json"])
    return path.read_text(encoding="utf-8"), json.loads(printed[0])


def report_on(run: Run, dataset: Dataset, evaluation_set: EvaluationSet) -> EvaluationReport:
    """A report of the scores alone."""
    return EvaluationReport(EvaluationContext(run, dataset, "test", evaluation_set))


def test_the_headline_is_that_of_the_json(told: tuple[str, dict[str, Any]]) -> None:
    """Accuracy, interval, mistakes, loss, calibration error and temperature."""
    text, figures = told
    page = Page(text)
    expected = {
        "accuracy": percent(figures["accuracy"]),
        "interval": interval(figures["accuracy_interval"]),
        "errors": f"{figures['errors']:,}",
        "loss": f"{figures['loss']:.4f}",
        "calibration": percent(figures["calibration"]["error"]),
        "temperature": f"{figures['temperature']:.3f}",
    }
    assert expected == {name: page.texts[name] for name in expected}


def test_the_tables_are_those_of_the_json(told: tuple[str, dict[str, Any]]) -> None:
    """Every cell of the confusion matrix, of the classes, the bins, the causes and coverage."""
    text, figures = told
    rows = Page(text).rows
    matrix = np.array(figures["confusion_matrix"])

    assert ["", *"0123456789"] == rows["confusion"][0]
    assert [
        [str(digit), *(f"{count:,}" if count else "" for count in line)]
        for digit, line in enumerate(matrix.tolist())
    ] == rows["confusion"][1:]
    assert [
        [
            str(one["digit"]),
            f"{one['support']:,}",
            *(percent(one[name]) for name in ("precision", "recall", "f1")),
            str(matrix[digit].sum() - matrix[digit, digit]),
            str(matrix[:, digit].sum() - matrix[digit, digit]),
        ]
        for digit, one in enumerate(figures["per_class"])
    ] == rows["classes"][1:]
    assert [
        [percent(one["confidence"]), percent(one["accuracy"]), f"{one['digits']:,}"]
        for one in figures["calibration"]["bins"]
        if one["digits"]
    ] == [row[1:] for row in rows["bins"][1:]]
    assert figures["triage"] == {cause: int(number) for cause, number, _ in rows["causes"]}
    curve = figures["coverage"]
    for refused, accuracy in rows["coverage"][1:]:
        share = 1 - float(refused.removesuffix(" %")) / 100
        place = next(i for i, one in enumerate(curve["shares"]) if one >= share - 1e-9)
        assert percent(curve["accuracies"][place]) == accuracy


def test_the_mistakes_are_those_of_the_json(
    told: tuple[str, dict[str, Any]], offline: Dataset
) -> None:
    """In order of loss, each with its caption, its cause and the very pixels of the digit."""
    text, figures = told
    page = Page(text)
    pictures = page.tags("img")
    captions = page.texts["mistakes"].split("\n")[1:-1]

    assert figures["errors"] == len(figures["mistakes"]) == len(pictures) == len(captions)
    losses = [one["loss"] for one in figures["mistakes"]]
    assert sorted(losses, reverse=True) == losses
    for mistake, picture, caption in zip(figures["mistakes"], pictures, captions, strict=True):
        label, prediction, index = mistake["label"], mistake["prediction"], mistake["index"]
        assert (
            f"{label} → {prediction} {percent(mistake['probability'], 0)}"
            f"loss {mistake['loss']:.2f}, no. {index}{mistake['verdict']}"
        ) == caption
        assert (
            f"Handwritten {label}, number {index}, predicted as {with_article(prediction)}"
            == picture["alt"]
        )
        source = picture["src"]
        assert source is not None
        encoded = base64.b64decode(source.removeprefix("data:image/png;base64,"))
        pixels = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_GRAYSCALE)
        np.testing.assert_array_equal(offline.test.images[index], pixels)


def test_robustness_is_that_of_the_json(told: tuple[str, dict[str, Any]]) -> None:
    """A table for each distortion, with the accuracy and its interval at each strength."""
    text, figures = told
    rows = iter(Page(text).rows["robustness"])
    for curve in figures["robustness"]:
        assert [curve["unit"], "Accuracy", "95 % interval"] == next(rows)
        points = zip(curve["strengths"], curve["accuracies"], curve["intervals"], strict=True)
        for strength, accuracy, bounds in points:
            assert [f"{strength:g}", percent(accuracy), interval(bounds)] == next(rows)
    assert [] == list(rows)


def test_nothing_is_asked_of_a_network(told: tuple[str, dict[str, Any]]) -> None:
    """No scripts, links or frames; pictures are data; the page forbids everything else itself."""
    text, _ = told
    page = Page(text)

    assert not {"script", "link", "iframe", "object", "embed", "form", "base", "a"} & {
        tag for tag, _ in page.elements
    }
    for tag, attributes in page.elements:
        assert not {"href", "srcset", "xlink:href", "action", "background"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
        assert tag == "img" or "src" not in attributes
    assert all((image["src"] or "").startswith("data:image/png;") for image in page.tags("img"))
    assert "url(" not in text
    assert "@import" not in text
    policy = {"http-equiv": "Content-Security-Policy"}
    (told_to_browsers,) = [meta for meta in page.tags("meta") if policy.items() <= meta.items()]
    assert (told_to_browsers["content"] or "").startswith("default-src 'none';")
    assert len(text.encode()) < 500_000


def test_words_of_a_user_stay_words(run: Run, offline: Dataset) -> None:
    """Markup in a name or a note is shown as it was typed and does nothing."""
    text = html_report(report_on(run, offline, evaluate_on(run, offline)))
    page = Page(text)

    assert page.texts["title"].startswith(f"{HOSTILE[:80]}: evaluation")
    assert HOSTILE[:80] == page.texts["h1"]
    assert HOSTILE * 2 in page.texts["p"]
    assert not page.tags("script")
    assert [] == [one for one in page.tags("img") if one["src"] == "x"]


def test_it_can_be_read_aloud(told: tuple[str, dict[str, Any]]) -> None:
    """A language, a title, header cells with a scope, words for every picture and chart."""
    page = Page(told[0])

    assert [{"lang": "en"}] == page.tags("html")
    assert all(cell.get("scope") in ("row", "col") for cell in page.tags("th"))
    assert all(image["alt"] for image in page.tags("img"))
    assert 10 == len(page.tags("svg"))
    assert all(chart["role"] == "img" and chart["aria-label"] for chart in page.tags("svg"))
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3")]
    assert 1 == levels[0]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_nobody_looked_for_is_left_out(run: Run, offline: Dataset) -> None:
    """Without error causes and curves there is no table of causes and no robustness."""
    page = Page(html_report(report_on(run, offline, evaluate_on(run, offline))))

    assert not {"causes", "robustness"} & set(page.rows)
    assert 2 == len(page.tags("svg"))


@pytest.mark.parametrize("right", [False, True], ids=["nothing right", "everything right"])
def test_extremes(run: Run, offline: Dataset, right: bool) -> None:
    """A model that is always wrong fills no more than its share of pictures; a perfect one has
    none to show."""
    few = evaluate_on(run, offline)
    labels = few.evaluation.labels.astype(int)
    logits = 20 * np.eye(10, dtype=np.float32)[labels if right else (labels + 1) % 10]
    copies = MOST_MISTAKES // len(labels) + 2
    many = replace(
        few,
        images=np.tile(few.images, (copies, 1, 1)),
        indices=np.arange(copies * len(labels)),
        evaluation=replace(
            few.evaluation,
            labels=np.tile(few.evaluation.labels, copies),
            logits=np.tile(logits, (copies, 1)),
        ),
    )
    text = html_report(report_on(run, offline, many))
    page = Page(text)

    assert percent(float(right)) == page.texts["accuracy"]
    assert (0 if right else MOST_MISTAKES) == len(page.tags("img"))
    assert ("There is none." in text) == right
    assert len(text.encode()) < 500_000


def test_an_existing_file_stays(
    run: Run,
    offline: Dataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    """A file that is there is replaced only with --force; the refusal comes before the work."""
    monkeypatch.setenv("DIGITS_RUNS_DIR", str(run.folder.parent))
    monkeypatch.setattr("core.cli.evaluate.load_dataset", lambda: offline)
    path = tmp_path / "mine.html"
    path.write_text("mine")
    command = ["evaluate", run.id, "--scores", "--html", str(path)]

    assert 1 == main(command)
    said = capsys.readouterr()
    assert ("", 1) == (said.out, said.err.count("\n"))
    assert "is there already" in said.err
    assert "mine" == path.read_text()
    assert 0 == main([*command, "--force"])
    assert f"{path} is written.\n" == capsys.readouterr().err
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
