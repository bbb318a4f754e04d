"""A run as a notebook: valid, the same code as the script's, and every cell runs."""

import json
import re
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from hypothesis import given, settings

from core.config.presets import PRESETS
from core.config.train_config import TrainConfig
from core.export import notebook, script
from tests.core.config.test_train_config import CONFIGS
from tests.core.export.made import made

SHORT = {
    "architecture": "dense",
    "units": 16,
    "epochs": 1,
    "batch_size": 256,
    "loss": "categorical",
}


def cells(text: str, kind: str) -> list[str]:
    """The contents of all cells of a kind."""
    return [
        "".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == kind
    ]


@given(CONFIGS)
@settings(max_examples=20)
def test_valid(config: TrainConfig) -> None:
    """Any configuration becomes a notebook of format 4.5 that nbformat finds valid."""
    content = nbformat.reads(notebook(made(config)), as_version=nbformat.NO_CONVERT)

    nbformat.validate(content)
    assert (4, 5) == (content["nbformat"], content["nbformat_minor"])
    ids = [cell["id"] for cell in content["cells"]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PRESETS)
def test_same_code_as_the_script(name: str) -> None:
    """Each code cell between imports and pictures stands in the script, word for word."""
    run = made(PRESETS[name].config)
    code = script(run)
    imports, *others = cells(notebook(run), "code")
    own = [cell for cell in others if cell not in code]

    assert "import matplotlib.pyplot as plt" in imports
    assert ["path =", "figure", "predicted"] == [re.match(r"path =|\w+", c)[0] for c in own]


def test_each_step_is_explained() -> None:
    """Before each code cell but the imports stands a heading with a sentence."""
    kinds = [cell["cell_type"] for cell in json.loads(notebook(made(TrainConfig())))["cells"]]
    head, *texts = cells(notebook(made(TrainConfig())), "markdown")

    assert ["markdown", "code"] * (len(kinds) // 2) == kinds
    assert head.startswith("# Fast CNN on MNIST\n")
    assert "\n    pip install tensorflow matplotlib" in head
    assert all(re.fullmatch(r"## [A-Z].+\n\n[A-Z0-9].+\.", text) for text in texts)


@pytest.mark.parametrize("loss", ["sparse", "categorical"])
def test_every_cell_runs(loss: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Executed from top to bottom it draws two pictures, and its matrix counts the test digits."""
    mpl.use("Agg")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for cell in cells(notebook(made(TrainConfig(**SHORT | {"loss": loss}), "offline")), "code"):
        exec(compile(cell, "cell", "exec"), names)

    confusion = names["confusion"]
    assert 364 == confusion.sum()
    assert names["accuracy"] == pytest.approx(np.trace(confusion) / 364)
    assert [2, 1] == [len(names["plt"].figure(n).axes) for n in names["plt"].get_fignums()]
    names["plt"].close("all")
