"""The documents held against the code: links, paths, files of a run, settings, variables."""

import re
from pathlib import Path

import pytest

import core
from core.config.train_config import SETTINGS
from core.runs.folder import RunFile
from pages.ui.address import PARAMETERS
from tests.documents import DOCS, PROJECT, prose, read, shown, spans, table

PLACES = r"(?:core|pages|benchmarks|tests|docs|models|examples|\.ci|\.github|\.streamlit)"


def slugs(text: str) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", prose(text), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def is_in_core(names: list[str]) -> bool:
    """Whether these lead to a folder, a module, or a name that one of them says."""
    path = PROJECT / "core"
    for name in names:
        if (path / name).is_dir():
            path /= name
        elif path.is_dir() and (path / name).with_suffix(".py").exists():
            path = (path / name).with_suffix(".py")
        else:
            file = path / "__init__.py" if path.is_dir() else path
            return re.search(rf"\b{name}\b", file.read_text(encoding="utf-8")) is not None
    return True


@pytest.mark.parametrize("doc", DOCS, ids=shown)
def test_links_lead_somewhere(doc: Path) -> None:
    """To a file of the project, and with an anchor to one of its headings."""
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(doc.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+://", target):
            continue
        name, _, anchor = target.partition("#")
        file = (doc.parent / name).resolve() if name else doc
        assert file.exists(), target
        assert not anchor or anchor in slugs(file.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("doc", DOCS, ids=shown)
def test_paths_and_modules_exist(doc: Path) -> None:
    """A path, or a name within core, that is set as code stands for something that is there."""
    for span in spans(doc.read_text(encoding="utf-8")):
        if re.fullmatch(rf"{PLACES}(/[a-z_.*-]+)*/?", span):
            assert list(PROJECT.glob(span.rstrip("/"))), span
        elif match := re.fullmatch(r"core((?:\.\w+)+)(?:\(\))?", span):
            assert is_in_core(match[1].strip(".").split(".")), span


def test_every_room_is_in_the_architecture() -> None:
    """The drawing of the house has each folder of core, and no other."""
    drawing_of_house = read("docs/architecture.md").partition("```\n")[2].partition("```")[0]
    rooms = {path.name for path in (PROJECT / "core").iterdir() if (path / "__init__.py").exists()}

    assert rooms == set(re.findall(r"^  (\w+)/ ", drawing_of_house, flags=re.M))


def test_the_library_is_documented() -> None:
    """The section on it has every name that core exports, and the command of each example."""
    section = read("docs/architecture.md").partition("\n## As a library\n")[2].partition("\n## ")[0]
    examples = {path.stem for path in (PROJECT / "examples").glob("[!_]*.py")}

    assert set(core.__all__) <= set(spans(section))
    assert examples == set(re.findall(r"-m examples\.(\w+)", section))


def test_every_file_of_a_run_is_documented() -> None:
    """The table of a run's folder has each of its files, and no other."""
    names = {row[0].strip("`/") for row in table(read("docs/runs.md"), "Its files")}

    assert {str(file) for file in RunFile} == names


def test_every_setting_is_documented() -> None:
    """With its name, its label, and its default."""
    rows = {
        (name.strip("`"), label, default)
        for name, label, _, default in table(read("docs/cli.md"), "Settings")
    }

    assert {(name, s.label, str(s.default)) for name, s in SETTINGS.items()} == rows


@pytest.mark.parametrize("page", PARAMETERS)
def test_every_parameter_of_an_address_is_documented(page: str) -> None:
    """The page's table has each, and no other; the settings stand in their own."""
    rows = table(read("docs/addresses.md"), page.capitalize())
    names = {row[0].strip("`") for row in rows if row[0].startswith("`")}

    assert PARAMETERS[page].keys() - SETTINGS.keys() == names


@pytest.mark.parametrize("page", PARAMETERS)
def test_documented_values_are_accepted(page: str) -> None:
    """Each value that a table names is one that the page follows."""
    for name, values, _ in table(read("docs/addresses.md"), page.capitalize()):
        parameter = PARAMETERS[page].get(name.strip("`"))
        for value in re.findall(r"`([^`=]+)`", values) if parameter else ():
            assert parameter.accepts([value]), (name, value)


def test_every_environment_variable_is_documented() -> None:
    """Whatever the program or its tests read of the environment under a name of their own."""
    places = ("core", "pages", "benchmarks")
    files = [path for place in places for path in (PROJECT / place).rglob("*.py")]
    used = {
        name
        for path in [*files, PROJECT / "tests/browser/conftest.py", PROJECT / ".ci/run"]
        for name in re.findall(r"\bDIGITS_[A-Z]+(?:_[A-Z]+)*\b", path.read_text(encoding="utf-8"))
    }
    rows = table(read("docs/cli.md"), "Environment variables")

    assert used <= {row[0].strip("`").partition("=")[0] for row in rows}


def test_one_list_of_pythons() -> None:
    """The README, the workflow and the package name the same versions."""
    requires = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', read("pyproject.toml"))
    assert requires is not None
    expected = [f"3.{minor}" for minor in range(int(requires[1]), int(requires[2]))]

    assert expected == re.findall(r'"(3\.\d+)"', read(".github/workflows/ci.yml"))
    assert f"Python {', '.join(expected[:-1])} or {expected[-1]};" in read("README.md")
