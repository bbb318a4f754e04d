"""The glossary: each word once, explained shortly, and the same in the documents."""

from pathlib import Path

import pytest

from core import glossary
from core.config.train_config import SETTINGS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
TERMS = [term for chapter in glossary.CHAPTERS.values() for term in chapter]


def test_each_word_once() -> None:
    """No name is explained twice, whether as itself or as another's."""
    names = [name.casefold() for term in TERMS for name in (term.name, *term.also)]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_an_entry(term: glossary.Term) -> None:
    """An entry is a few plain sentences, and its formula has balanced braces."""
    assert term.meaning.endswith(".")
    assert 20 < len(term.meaning) < 320
    assert term.formula.count("{") == term.formula.count("}")
    assert "$" not in term.meaning + term.formula  # Markdown would start a formula there


def test_help() -> None:
    """A help text has the meaning, what is added to it, and the formula, whatever the case."""
    text = glossary.help_text("f1", "More.")
    entry = glossary.term("F1")
    assert text == f"{entry.meaning} More.\n\n${entry.formula}$"
    with pytest.raises(KeyError):
        glossary.help_text("no such word")


def test_settings() -> None:
    """Each setting of a training is explained by the glossary."""
    for setting in SETTINGS.values():
        assert setting.help.startswith(glossary.term(setting.label).meaning)


def test_document() -> None:
    """docs/glossary.md is what `python -m core.glossary` prints."""
    assert DOCUMENT.read_text(encoding="utf-8") == glossary.as_markdown()
