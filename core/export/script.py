"""A run as a Python file of its own, in plain Keras."""

import textwrap

from core.export.head import paragraphs, title
from core.export.recipe import recipe
from core.export.section import Section, imports
from core.runs.run import Run

_WIDTH = 100
_USAGE = (
    "Keras downloads MNIST. To use what you have, name mnist.npz or a folder with the IDX files:",
    "    python SCRIPT.py PATH",
)


def script(run: Run) -> str:
    """Return a Python file that trains the network of `run` as it was trained.

    Its last line of output is "Test accuracy: 0.9931". Raises `DigitLabError` for a run on digits
    that it cannot load.
    """
    steps = recipe(run, "Path(sys.argv[1]) if len(sys.argv) > 1 else None")
    body = "\n\n\n".join(_with_heading(section) for section in (*steps.before, *steps.after))
    return f"{_head(run)}\n\n{imports(body)}\n\n{body}\n"


def _head(run: Run) -> str:
    told = [*paragraphs(run), *(_USAGE if run.info.dataset == "mnist" else ())]
    return "\n\n".join([f'"""{title(run)}.', *map(_wrapped, told)]) + '\n"""'


def _wrapped(paragraph: str) -> str:
    indent = "    " if paragraph.startswith("    ") else ""  # a command
    lines = textwrap.wrap(paragraph, _WIDTH, subsequent_indent=2 * indent, break_on_hyphens=False)
    return "\n".join(lines)


def _with_heading(section: Section) -> str:
    comments = textwrap.wrap(section.explanation, _WIDTH - 2, break_on_hyphens=False)
    # Editors that know cells in scripts take "# %%" for the beginning of one.
    lines = [f"# %% {section.heading}", "#", *(f"# {line}" for line in comments)]
    starts_with_definition = section.code.startswith(("@", "class ", "def "))
    return "\n".join(lines) + ("\n\n\n" if starts_with_definition else "\n\n") + section.code
