"""What a report tells of an evaluation: the digits it is of, and the causes of the mistakes."""

from pathlib import Path

import numpy as np
import pytest

from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_report import EvaluationReport, cause_counts, predictions_csv
from core.analysis.evaluation_sets import evaluate_on
from core.analysis.triage import ErrorCause
from core.data import load_named
from core.data.drawings import Drawings
from core.runs.store import RunStore


@pytest.fixture
def context(tmp_path: Path) -> EvaluationContext:
    """The shipped run on three drawings with gaps in their indices, of which one is mislabelled."""
    run, dataset = RunStore(tmp_path / "none").get("pretrained"), load_named("offline")
    drawings = Drawings(tmp_path / "drawings")
    labels = dataset.test.labels[:4].tolist()
    saved = drawings.keep(dataset.test.images[:4], [(labels[0] + 1) % 10, *labels[1:]])
    drawings.remove(saved[1])
    drawn = drawings.read()
    return EvaluationContext(run, dataset, "drawings", evaluate_on(run, dataset, "drawings", drawn))


def test_a_report_tells_which_digits_it_is_of(context: EvaluationContext) -> None:
    """By the context alone: its set, and the indices of that set's digits."""
    row = int(context.evaluation.mistakes()[0])
    plain = EvaluationReport(context, {row: ErrorCause.AMBIGUOUS}).to_dict()

    assert "My drawings" == context.set_title
    assert ("drawings", 3) == (plain["on"], plain["digits"])
    (mistake,) = plain["mistakes"]
    assert int(context.evaluation_set.indices[row]) == mistake["index"]
    assert "ambiguous" == mistake["verdict"]


def test_every_cause_is_counted() -> None:
    """Those that no mistake has, too."""
    causes = {4: ErrorCause.MODEL, 2: ErrorCause.LABEL, 9: ErrorCause.MODEL}

    assert {"label is wrong": 1, "ambiguous": 0, "the model's mistake": 2} == cause_counts(causes)
    assert {0} == set(cause_counts({}).values())


def test_predictions_have_a_line_for_each_digit(context: EvaluationContext) -> None:
    """With its index in the split, and its cause by its row in the evaluation."""
    lines = predictions_csv(context.evaluation_set, {0: ErrorCause.MODEL}).splitlines()
    indices = [int(line.split(",")[0]) for line in lines[1:]]

    np.testing.assert_array_equal(context.evaluation_set.indices, indices)
    assert [True, False, False] == [line.endswith(",the model's mistake") for line in lines[1:]]
