"""`import core`: the names for who uses Digit Lab as a library, and what they cost."""

import subprocess
import sys
from importlib import import_module
from inspect import getmodule
from pathlib import Path

import pytest

import core

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", core.__all__)
def test_name(name: str) -> None:
    """Each name is there; a class or a function is the very one of its own module."""
    thing = getattr(core, name)
    home = getmodule(thing)

    assert name == "PRESETS" or thing is getattr(import_module(home.__name__), name)


def test_other_names_are_refused() -> None:
    """What is no name of core raises what Python raises."""
    with pytest.raises(AttributeError, match="module 'core' has no attribute 'nonsense'"):
        core.nonsense  # noqa: B018


def test_all_names_are_told() -> None:
    """Type checkers, `__all__` and the running program agree on the names."""
    assert sorted(core._MODULES) == sorted(core.__all__)


def test_importing_core_costs_nothing() -> None:
    """By itself it loads no part of core and no package; the first use of a name does."""
    script = (
        "import sys; before = set(sys.modules); import core\n"
        "new = {name for name in set(sys.modules) - before if not name.startswith('_')}\n"
        "print(sorted({name.split('.')[0] for name in new} - set(sys.stdlib_module_names)))\n"
        "print(sorted(name for name in new if name.startswith('core.')))\n"
        "core.Dataset; print('core.data' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=60
    )

    assert ["['core']", "[]", "True"] == done.stdout.splitlines(), done.stderr
