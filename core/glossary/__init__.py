"""The field's words, each explained once: for help texts, tables, documents.

A label of a page is a term of the glossary or an everyday word, which a test makes sure of.
`python -m core.glossary` prints docs/glossary.md.
"""

from collections.abc import Mapping

from core.glossary.data import DATA
from core.glossary.evaluation import EVALUATION
from core.glossary.explanation import EXPLANATION
from core.glossary.networks import NETWORKS
from core.glossary.search import SEARCH
from core.glossary.term import Term
from core.glossary.training import TRAINING

CHAPTERS: Mapping[str, tuple[Term, ...]] = {
    "Data": DATA,
    "Networks": NETWORKS,
    "Training": TRAINING,
    "Evaluation": EVALUATION,
    "Explanation": EXPLANATION,
    "Search": SEARCH,
}
"""All terms by chapter."""

_TERMS = {
    name.casefold(): term
    for chapter in CHAPTERS.values()
    for term in chapter
    for name in (term.name, *term.also)
}


def is_term(name: str) -> bool:
    """Say whether the glossary has `name`, in whatever case it is written."""
    return name.casefold() in _TERMS


def term(name: str) -> Term:
    """Return the entry of `name`, in whatever case it is written. Raises `KeyError` without one."""
    return _TERMS[name.casefold()]


def help_text(name: str, more: str = "") -> str:
    """Return what the glossary says of `name` as Markdown: its meaning, `more`, its formula.

    Raises `KeyError` for what is not in the glossary.
    """
    return f"{term(name).meaning} {more}".strip() + formula(name)


def formula(name: str) -> str:
    """Return the formula of `name` as a paragraph of Markdown to append, "" without one."""
    own = term(name).formula
    return f"\n\n${own}$" if own else ""


def as_markdown() -> str:
    """Return the whole glossary as a document."""
    lines = ["# Glossary", "", "The words on the pages, as the help texts there explain them.", ""]
    for title, chapter in CHAPTERS.items():
        lines += [f"## {title}", ""]
        lines += [_entry(entry) for entry in sorted(chapter, key=lambda e: e.name.casefold())]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _entry(entry: Term) -> str:
    also = f" (also: {', '.join(entry.also)})" if entry.also else ""
    formula = f" ${entry.formula}$" if entry.formula else ""
    return f"* **{entry.name}**{also}: {entry.meaning}{formula}"
