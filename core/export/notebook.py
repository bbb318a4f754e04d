"""A run as a Jupyter notebook: the script's sections as cells, and pictures of the outcome."""

import json
from typing import Any

from core.config.train_config import TrainConfig
from core.export.head import paragraphs, title
from core.export.recipe import recipe
from core.export.section import Section, imports
from core.runs.run import Run

_FORMAT, _MINOR = 4, 5
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_PATH = 'None  # or Path("mnist.npz"), or Path("folder with MNIST\'s IDX files")'

_CURVES = """
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.5))
for axes, name in ((left, "loss"), (right, "accuracy")):
    epochs = range(1, len(history.history[name]) + 1)
    axes.plot(epochs, history.history[name], label="training")
    axes.plot(epochs, history.history[f"val_{name}"], label="validation")
    axes.set(xlabel="epoch", ylabel=name)
    axes.legend()
plt.show()
"""
_CONFUSION = """
predicted = model.predict(x_test, verbose=0).argmax(axis=1)
actual = {labels}
confusion = np.zeros((10, 10), int)
np.add.at(confusion, (actual, predicted), 1)

figure, axes = plt.subplots(figsize=(6, 6))
axes.imshow(np.log1p(confusion), cmap="Blues")
for row, column in np.ndindex(10, 10):
    axes.text(
        column,
        row,
        confusion[row, column],
        ha="center",
        va="center",
        color="white" if row == column else "black",
    )
axes.set(xlabel="predicted", ylabel="actual", xticks=range(10), yticks=range(10))
plt.show()
"""


def notebook(run: Run) -> str:
    """Return a notebook that trains the network of `run` as it was trained, as JSON (nbformat 4.5).

    Raises `DigitLabError` for a run on digits that it cannot load.
    """
    steps = recipe(run, _PATH)
    sections = (*steps.before, _curves(), *steps.after, _confusion(run.info.config))
    needed = imports("\n".join(section.code for section in sections))
    cells = [_text("about", "\n\n".join([f"# {title(run)}", *_paragraphs(run)]))]
    cells.append(_code("imports", needed))
    for number, section in enumerate(sections):
        text = f"## {section.heading}\n\n{section.explanation}"
        cells += [_text(f"text-{number}", text), _code(f"code-{number}", section.code)]
    content = {
        "cells": cells,
        "metadata": {"kernelspec": _KERNEL, "language_info": {"name": "python"}},
        "nbformat": _FORMAT,
        "nbformat_minor": _MINOR,
    }
    return json.dumps(content, indent=1) + "\n"


def _paragraphs(run: Run) -> list[str]:
    *told, install = paragraphs(run)
    return [*told, f"{install} matplotlib"]


def _curves() -> Section:
    return Section(
        "The curves",
        "Loss and accuracy by epoch. While both training and validation improve, the network "
        "learns what digits look like; when only training does, it learns these by heart.",
        _CURVES.strip(),
    )


def _confusion(config: TrainConfig) -> Section:
    labels = "y_test" if config.loss == "sparse" else "y_test.argmax(axis=1)"
    return Section(
        "What it mixes up",
        "Each row is a digit as it is, each column as it was read: what is right stands on the "
        "diagonal.",
        _CONFUSION.format(labels=labels).strip(),
    )


def _text(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": _lines(text)}


def _code(name: str, code: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": _lines(code),
    }


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
