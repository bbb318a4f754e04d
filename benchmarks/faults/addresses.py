"""Wrong and hostile addresses: every page is shown all the same."""

import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from benchmarks.faults.outcome import Failure, Outcome, Timing
from benchmarks.faults.pages import Pages
from benchmarks.faults.templates import NO_CLUSTER, make_templates, offline
from core.analysis.confusion import Measure
from core.analysis.evaluation_sets import TITLES as EVALUATION_SETS
from core.analysis.triage import ErrorCause
from core.config.presets import PRESETS
from core.config.train_config import SETTINGS
from core.runs.run import PRETRAINED
from pages.ui.address import PARAMETERS, SECTIONS

_SOUND = "sound"
_RUNS = (PRETRAINED, _SOUND, "died", f"{PRETRAINED},{_SOUND}", f"{_SOUND},died,gone,,{PRETRAINED}")
# Robustness is as sound as the others, and takes seconds for each run.
_CHOICES = (
    *("true", "false", "True", "Training digits", "Test digits", "Draw it", "Upload a picture"),
    *("test", "training", "drawings", *EVALUATION_SETS, *PRESETS, *ErrorCause, *Measure),
    *(section for section in SECTIONS if section != "robustness"),
)
_NUMBERS = (
    *("0", "1", "7", "9", "10", "-1", "00", "300", "9999999", "999999999", "9" * 40, "0.5"),
    *("1e3", "1e999", "nan", "inf", "-inf", "+1", " 1", "1 ", "1_0", "0x10", "٣", "²", "½"),
)
_HOSTILE = (
    *("", " ", "\x00", "\n", "\t", "\ud800", "\u202e", "🙂", "é" * 50, "x" * 5_000, "null", "None"),
    *("../../etc/passwd", "..%2f..", "/", "\\", ".", "CON", "a/b", "pretrained/", ".new-x"),
    *("<script>alert(1)</script>", "`$x$`", "[a](javascript:x)", "{0}", "%s%n", "'; drop--", "#"),
    *("[]", "{}", '{"a":1}', ",,,,", ",".join(map(str, range(500)))),
)

Draw = Callable[[random.Random], tuple[str, str]]


def hostile_address(rng: random.Random) -> tuple[str, str]:
    """Return a page and a query string for it, as an address has it after its question mark."""
    page = rng.choice([*PARAMETERS])
    names = [*PARAMETERS[page], *SETTINGS] if page == "train" else [*PARAMETERS[page]]
    parts = [_part(names, rng) for _ in range(rng.choice((1, 1, 2, 3, 5, 12)))]
    if rng.random() < 0.1:
        page = rng.choice(("", "home", "explore/", "nowhere", "../train", "Predict", "_stcore"))
    return page, "&".join(parts)


def _part(names: Sequence[str], rng: random.Random) -> str:
    if rng.random() < 0.03:
        return rng.choice(("", "&", "=", "==", "a", "%", "%ff%fe", "%00=%00", "?", "&=&", "run"))
    name = rng.choice(names)
    if rng.random() < 0.05:
        name = rng.choice((name.upper(), f"{name}[]", "embed", "embed_options", f"{name} ", "key"))
    values = rng.choice((_RUNS, _CHOICES, _NUMBERS, _HOSTILE))
    return f"{quote(name)}={quote(rng.choice(values), errors='surrogatepass')}"


def addresses(seeds: Sequence[int], draw: Draw = hostile_address) -> Outcome:
    """Open one address for each of `seeds`, as a new visitor does."""
    if not seeds:
        return Outcome(0, ())
    failures, slowest = [], Timing(0.0, "none")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        templates = make_templates(folder / "templates")
        for source, run_id in zip(templates.runs, (_SOUND, "died"), strict=True):
            shutil.copytree(source, folder / "runs" / run_id)
        shutil.copytree(templates.drawings, folder / "drawings")
        environment = offline(folder / "runs", **NO_CLUSTER)
        with Pages(folder / "runs", folder / "server.log", environment) as pages:
            for seed in seeds:
                page, query = draw(random.Random(seed))
                fault, seconds = pages.open(page, query)
                slowest = max(slowest, Timing(seconds, f"{page}?{query:.60}"), key=_seconds)
                failures += [Failure(seed, fault)] if fault else []
    return Outcome(len(seeds), tuple(failures), f"slowest page {slowest}")


def _seconds(timing: Timing) -> float:
    return timing.seconds
