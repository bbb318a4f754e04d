"""Which part of the program may know of which: read from the imports themselves."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CORE = sorted((PROJECT / "core").rglob("*.py"))
PAGE_NAMES = {path.stem for path in (PROJECT / "pages").glob("[a-z]*.py")}
PAGES = [PROJECT / "streamlit_app.py", *sorted((PROJECT / "pages").rglob("*.py"))]

# Each part may import the parts on the lines above it, and itself.
LEVELS = (
    {"errors", "formats", "glossary", "metrics"},
    {"files"},
    {"data"},
    {"vision", "networks", "game"},
    {"config"},
    {"runs"},
    {"inference"},
    {"training"},
    {"jobs", "search"},
    {"analysis"},
    {"figures"},
    {"report", "export"},
    {"cli"},
    {"__main__", "__init__"},
)
LEVEL = {part: level for level, parts in enumerate(LEVELS) for part in parts}


def shown(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """The full names of everything a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)} imports by a relative name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def packages(path: Path) -> set[str]:
    """The outermost packages that a file imports."""
    return {name.split(".")[0] for name in imports(path)}


def module_of(path: Path) -> str:
    """The full name of the module in a file."""
    return shown(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def part_of(path: Path) -> str:
    return path.relative_to(PROJECT / "core").parts[0].removesuffix(".py")


def test_every_part_has_its_place() -> None:
    """All parts of core are in the order, and the order names no others."""
    assert set(LEVEL) == {part_of(path) for path in CORE}


@pytest.mark.parametrize("path", CORE, ids=shown)
def test_direction_within_core(path: Path) -> None:
    """files <- data <- vision, networks <- config <- runs <- inference <- ... <- cli."""
    part = part_of(path)
    used = {name.split(".")[1] for name in imports(path) if name.startswith("core.")} - {part}

    assert [] == sorted(other for other in used if LEVEL[other] >= LEVEL[part])


def room_of(name: str) -> str | None:
    """The page to which a module in `pages.ui` belongs, None for what all pages share."""
    parts = name.split(".")
    return parts[2] if len(parts) > 2 and parts[2] in PAGE_NAMES else None


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_what_one_page_uses_stays_with_it(path: Path) -> None:
    """A page's own widgets are imported by that page and by one another, by nothing shared."""
    own = module_of(path)
    page = own.split(".")[1] if own.startswith("pages.") and own.count(".") == 1 else room_of(own)
    used = {
        room for name in imports(path) if name.startswith("pages.ui.") and (room := room_of(name))
    }

    assert set() == used - {page}


@pytest.mark.parametrize("path", CORE, ids=shown)
def test_core_knows_no_pages(path: Path) -> None:
    """Core is true without a browser: it imports neither Streamlit nor a page."""
    assert set() == packages(path) & {"streamlit", "pages", "streamlit_app", "tests", "benchmarks"}


@pytest.mark.parametrize("path", CORE + PAGES, ids=shown)
def test_tensorflow_stays_in_the_engine(path: Path) -> None:
    """Only the engine imports TensorFlow or Keras, and only what trains imports the engine."""
    in_engine = shown(path).startswith("core/training/engine/")
    uses_engine = any(name.startswith("core.training.engine") for name in imports(path))

    assert in_engine or set() == packages(path) & {"tensorflow", "keras", "tf_keras", "jax"}
    drivers = {"core/training/worker.py", "core/training/ink_training.py"}
    assert in_engine or not uses_engine or shown(path) in drivers


def test_importing_core_loads_no_tensorflow() -> None:
    """After importing every module outside the engine, TensorFlow and Keras are not there."""
    modules = [module_of(path) for path in CORE if "engine" not in path.parts]
    script = (
        f"import importlib, sys\nfor name in {modules}:\n    importlib.import_module(name)\n"
        "print(sorted({'tensorflow', 'keras', 'streamlit', 'jax', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert "[]" == done.stdout.strip(), done.stderr


def calls_of_streamlit(path: Path) -> set[str]:
    """The names used as `st.name`, and those imported from Streamlit by themselves."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    attributes = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("st", "streamlit")
    }
    return attributes | {
        name.removeprefix("streamlit.") for name in imports(path) if name.startswith("streamlit.")
    }


def test_one_folder_caches() -> None:
    """Only pages/ui/cache uses Streamlit's caches."""
    caching = {
        shown(path.parent)
        for path in PAGES
        if any(name.startswith("cache") for name in calls_of_streamlit(path))
    }

    assert {"pages/ui/cache"} == caching


def test_one_file_touches_the_canvas() -> None:
    """Only pages/ui/drawing/canvas.py imports the drawing component."""
    drawing = [shown(path) for path in PAGES if "streamlit_drawable_canvas" in packages(path)]

    assert ["pages/ui/drawing/canvas.py"] == drawing


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_no_unsafe_html(path: Path) -> None:
    """No page puts raw HTML on the screen."""
    assert "unsafe_allow_html" not in path.read_text(encoding="utf-8")
