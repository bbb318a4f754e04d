"""What an entry of the glossary is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A term of the field, spelled as labels spell it.

    `meaning` explains it to a student in the first week, in a sentence or two; `formula` is LaTeX,
    "" without one. `also` are other labels that mean the same.
    """

    name: str
    meaning: str
    formula: str = ""
    also: tuple[str, ...] = ()
