"""The commands of the documents: they run, and have the options that are told of them."""

import importlib
import json
import pkgutil
import re
import runpy
import shlex
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

import core.cli
from benchmarks.pictures import drawing
from core.cli import main
from core.config.train_config import SETTINGS
from tests.documents import DOCS, PROJECT, read, shell_block_lines, spans

CLI_MODULES = {
    info.name: module
    for info in pkgutil.iter_modules(core.cli.__path__)
    if hasattr(module := importlib.import_module(f"core.cli.{info.name}"), "execute")
}
STANDS_FOR = {"RUN": "pretrained", "PICTURE": "picture.png", "N": "0"}
CHEAP = {"predict", "export", "runs"}


def module_calls(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every `python -m MODULE ARGUMENTS` of a document, up to a pipe or a redirection."""
    for code in [*shell_block_lines(text), *spans(text)]:
        for module, arguments in re.findall(r"\bpython3? -m ([\w.]+)([^|>;&]*)", code):
            yield module, [STANDS_FOR.get(word, word) for word in shlex.split(arguments)]


def core_calls() -> list[list[str]]:
    calls = [call for doc in DOCS for call in module_calls(doc.read_text(encoding="utf-8"))]
    unique = dict.fromkeys(
        tuple(arguments) for module, arguments in calls if module == "core" and arguments
    )
    return [list(arguments) for arguments in unique if arguments[0] != "COMMAND"]


def benchmark_calls() -> dict[str, set[str]]:
    """The options that the documents name of each benchmark."""
    named: dict[str, set[str]] = {}
    for doc in DOCS:
        for module, arguments in module_calls(doc.read_text(encoding="utf-8")):
            if module.startswith("benchmarks.") and not module.endswith(".NAME"):
                options = {word for word in arguments if word.startswith("--")}
                named.setdefault(module, set()).update(options)
    return named


def status_of(arguments: list[str]) -> int:
    """The exit status of the command line, however it ends."""
    try:
        return main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def options_in(help_text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", help_text))


def help_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert 0 == status_of([command, "--help"])
    return capsys.readouterr().out


def help_of_benchmark(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    capsys.readouterr()
    monkeypatch.setattr(sys, "argv", [module, "--help"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module(module, run_name="__main__")
    assert not end.value.code
    return capsys.readouterr().out


@pytest.mark.parametrize("arguments", core_calls(), ids=" ".join)
def test_each_command_line_is_understood(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Command, options and choices are those of the program; nothing is done here."""
    for module in CLI_MODULES.values():
        monkeypatch.setattr(module, "execute", lambda chosen: 0)

    assert 0 == status_of(arguments)


@pytest.mark.parametrize(
    "arguments",
    [call for call in core_calls() if call[0] in CHEAP and "--delete" not in call],
    ids=" ".join,
)
def test_cheap_commands_run(
    arguments: list[str], runs_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are written, with the shipped run and a drawn digit in the place of one's own."""
    monkeypatch.chdir(tmp_path)
    Path("pictures").mkdir()
    for name in ("picture.png", "pictures/7_a.png"):
        Path(name).write_bytes(drawing())
    with ZipFile("scans.zip", "w") as archive:
        archive.write("picture.png")
    Path("labels.csv").write_text("picture.png,7\n")

    assert 0 == status_of(arguments)


def test_predict_prints_what_is_documented(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line of JSON has the names of the example in the document, at both levels."""
    picture = tmp_path / "picture.png"
    picture.write_bytes(drawing())
    assert 0 == main(["predict", str(picture), "--format", "json"])
    line = json.loads(capsys.readouterr().out)
    (example,) = (span for span in spans(read("docs/cli.md")) if '"is_digit"' in span)

    assert set(re.findall(r'"(\w+)":', example)) == {*line, *line["digits"][0]}


@pytest.mark.parametrize("command", CLI_MODULES)
def test_each_command_is_documented(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It has a section of its own, and each option but those of the settings is named."""
    text = read("docs/cli.md")
    assert f"\n## {command}\n" in text

    of_settings = {f"--{name.replace('_', '-')}" for name in SETTINGS}
    options = options_in(help_of(command, capsys)) - of_settings - {"--help"}
    assert set() == options - options_in(text)


@pytest.mark.parametrize(("module", "options"), benchmark_calls().items())
def test_each_benchmark_is_there(
    module: str,
    options: set[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It runs as a module, and knows the options that the documents name, and --format."""
    known = options_in(help_of_benchmark(module, monkeypatch, capsys))

    assert options | {"--format"} <= known


def test_each_benchmark_is_documented() -> None:
    """Every module of benchmarks that measures something has its command in the document."""
    runnable = {
        f"benchmarks.{path.stem}"
        for path in (PROJECT / "benchmarks").glob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
    documented = {name for name, _ in module_calls(read("docs/benchmarks.md"))}

    assert runnable | {"benchmarks.training"} <= documented


def test_other_modules_are_there() -> None:
    """Whatever else is run with `python -m` can be."""
    calls = [name for doc in DOCS for name, _ in module_calls(doc.read_text(encoding="utf-8"))]

    missing = [name for name in calls if not name.endswith(".NAME") and find_spec(name) is None]
    assert [] == missing


def test_options_in_the_prose_exist(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An option that is named by itself belongs to a command or to a benchmark."""
    known = {"--version"}
    for command in CLI_MODULES:
        known |= options_in(help_of(command, capsys))
    for module in benchmark_calls():
        known |= options_in(help_of_benchmark(module, monkeypatch, capsys))
    named = {
        option
        for doc in DOCS
        for span in spans(doc.read_text(encoding="utf-8"))
        if span.startswith("--")
        for option in options_in(span)
    }

    assert set() == named - known


def test_make_has_what_is_documented() -> None:
    """Each `make TARGET` of a document is a target of the Makefile, and none is left out."""
    named = {
        span.removeprefix("make ")
        for doc in DOCS
        for span in spans(doc.read_text(encoding="utf-8"))
        if span.startswith("make ")
    }

    assert named == set(re.findall(r"^(\w+):", read("Makefile"), flags=re.M))


def test_the_tests_command_is_where_it_is_taken_from() -> None:
    """`.ci/run` runs the README's own line, of which there is one."""
    (line,) = re.findall(r"^.*\.venv/bin/pytest -n 3$", read("README.md"), flags=re.M)

    assert 3 == len(line.split(" && "))
    assert line in shell_block_lines(read("README.md"))
