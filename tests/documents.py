"""What is written down for users: the documents, and what is set as code in them."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DOCS = [
    *sorted(PROJECT.glob("*.md")),
    *sorted((PROJECT / "docs").glob("*.md")),
    PROJECT / "models" / "pretrained" / "README.md",
]


def shown(path: Path) -> str:
    """A path as the documents write it."""
    return path.relative_to(PROJECT).as_posix()


def read(name: str) -> str:
    """A file of the project, by its path there."""
    return (PROJECT / name).read_text(encoding="utf-8")


def prose(text: str) -> str:
    """A document without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


def spans(text: str) -> list[str]:
    """What is set as code within the prose."""
    return re.findall(r"`([^`\n]+)`", prose(text))


def shell_block_lines(text: str) -> list[str]:
    """The lines of the blocks of commands."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, flags=re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]


def table(text: str, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its own."""
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]
