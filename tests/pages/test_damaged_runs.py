"""One bad folder is one bad line: every page works beside damaged runs."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.config.train_config import TrainConfig
from core.data import load_named
from core.runs.checksums import model_checksums
from core.runs.run import Run
from core.runs.status import State, Status
from pages.ui import cache
from tests.waiting import wait_for

TRAINED = Path(__file__).parents[1] / "data" / "run_of_0_1_0"
DAMAGES: dict[str, dict[str, Any]] = {
    "run.json": {"created": 5, "fingerprint": [1], "config": None, "dataset": {}},
    "status.json": {"state": "thinking", "owner": 7, "total_steps": "many"},
    "result.json": {"test_accuracy": None, "temperature": 0, "checksums": [], "parameters": -1},
}
HISTORY = [
    "",
    "\x00\x00",
    "[1]\n",
    '{"epoch": null, "step": 1}\n{"epoch": 1, "step": "x", "loss": {}}\n',
    '{"epoch": 1, "step": 1, "loss": NaN, "val_accuracy": "a", "seconds": []}\n{"epo',
]


@pytest.fixture
def damaged() -> Iterator[dict[str, str]]:
    """Runs with one wrong field each, by id: the field's name. Their folders go afterwards."""
    made: dict[str, str] = {}
    for file, fields in DAMAGES.items():
        for name, value in fields.items():
            run = _run()
            record = json.loads((run.folder / file).read_text(encoding="utf-8"))
            (run.folder / file).write_text(json.dumps(record | {name: value}), encoding="utf-8")
            made[run.id] = name
    yield made
    for run_id in made:
        shutil.rmtree(cache.store().root / run_id, ignore_errors=True)


@pytest.fixture
def strange() -> Iterator[list[Run]]:
    """Runs whose history is damaged and whose records are sound."""
    made = []
    for content in HISTORY:
        run = _run()
        for name in ("steps.jsonl", "epochs.jsonl", "changes.jsonl", "live.npz", "answers.npy"):
            (run.folder / name).write_text(content, encoding="utf-8")
        made.append(run)
    yield made
    for run in made:
        shutil.rmtree(run.folder, ignore_errors=True)


def _run() -> Run:
    run = cache.store().create(TrainConfig(architecture="dense"), load_named("offline"))
    for name in ("model.tflite", "model.keras"):
        shutil.copy(TRAINED / name, run.folder / name)
    result = json.loads((TRAINED / "result.json").read_text(encoding="utf-8"))
    result["checksums"] = model_checksums(run.folder)
    (run.folder / "result.json").write_text(json.dumps(result), encoding="utf-8")
    run.write_status(Status(State.COMPLETED, total_steps=20, steps_per_epoch=20))
    return cache.store().get(run.id)


def test_listed_and_removed(open_page: Any, damaged: dict[str, str]) -> None:
    """The Runs page names each with the field that is wrong, and removes it by a button."""
    app = open_page("runs")
    assert [] == list(app.exception)
    assert f"{len(damaged)} damaged runs" in [expander.label for expander in app.expander]
    said = " ".join(text.value.replace("\\", "") for text in app.markdown)
    for run_id, name in damaged.items():
        assert run_id in said
        assert f"{name} must be" in said

    gone = next(iter(damaged))
    app.button(key=f"remove_{gone}").click().run()
    assert (cache.store().root / gone).exists()
    assert any("This cannot be undone." in text.value for text in app.markdown)
    app.button(key="remove_yes").click().run()
    assert not (cache.store().root / gone).exists()
    assert f"{len(damaged) - 1} damaged runs" in [expander.label for expander in app.expander]


@pytest.mark.parametrize("page", ["train", "evaluate", "predict", "search"])
def test_other_pages(page: str, open_page: Any, damaged: dict[str, str]) -> None:
    """What cannot be read is not offered, and a link to it says in one line what is wrong."""
    app = open_page(page)
    assert [] == list(app.exception)
    assert [] == list(app.error)
    if page != "search":
        run_id, name = next(iter(damaged.items()))
        app = open_page(page, run=run_id)
        assert [] == list(app.exception)
        said = " ".join(message.value for message in (*app.warning, *app.error, *app.info))
        assert f"{name} must be" in said.replace("\\", "")


def test_a_damaged_model_is_made_anew(open_page: Any) -> None:
    """The page says that it is, in place of an answer, and shows one once a worker has done it."""
    run = _run()
    run.litert_path.write_bytes((TRAINED / "model.tflite").read_bytes()[:-1] + b"?")

    app = open_page("evaluate", run=run.id)
    assert [] == list(app.exception)
    assert ["is being made anew" in warning.value for warning in app.warning] == [True]
    assert [] == [part for part in app.main if part.type == "progress"]
    wait_for(lambda: model_checksums(run.folder) == cache.store().get(run.id).result.checksums)
    app = open_page("evaluate", run=run.id)
    assert [] == list(app.warning)
    assert "Accuracy" in [metric.label for metric in app.metric]
    shutil.rmtree(run.folder)


def test_damaged_histories(open_page: Any, strange: list[Run]) -> None:
    """A garbled history leaves gaps, nowhere an error."""
    for run in strange:
        for page, query in (
            ("train", {"run": run.id}),
            ("runs", {"runs": f"{run.id},pretrained"}),
            ("evaluate", {"run": run.id, "section": "time"}),
        ):
            app = open_page(page, **query)
            assert [] == list(app.exception), (page, run.id)
