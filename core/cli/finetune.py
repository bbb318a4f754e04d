"""`python -m core finetune`: go on with a run on one's own drawings, in this process."""

import argparse
import json
from pathlib import Path
from typing import Any

from core.analysis.fine_tuning import BeforeAfter, FineTuningEffect, fine_tuning_effect
from core.cli.options import add_format, add_run, load_dataset
from core.cli.train import outcome, sentence, train_with_bar
from core.config.fine_tuning import SHARE
from core.config.train_config import SETTINGS
from core.data.drawings import Drawings
from core.formats import percent
from core.runs.store import RunStore
from core.training.fine_tuning import FEWEST, fine_tune


def register(commands: Any) -> None:  # noqa: ANN401 - argparse keeps its type to itself
    """Add the command."""
    parser = commands.add_parser(
        "finetune",
        help="teach a run one's own drawings",
        description="Go on with a run from its weights, on the drawings saved on the Predict page "
        "mixed with training digits, and keep it as another run. Half of the drawings, "
        f"{FEWEST} at least in all, are held back: on them and on the test digits both runs are "
        "compared. Ctrl-C stops and keeps the best so far.",
    )
    add_run(parser, "run")
    parser.add_argument(
        "--drawings",
        type=Path,
        metavar="FOLDER",
        help="a folder of drawings (default: what DIGITS_DRAWINGS_DIR names, else drawings)",
    )
    parser.add_argument(
        "--share",
        type=float,
        default=SHARE.default,
        metavar=f"{SHARE.low:g}..{SHARE.high:g}",
        help=f"{SHARE.help} (default: {SHARE.default})",
    )
    parser.add_argument(
        "--seed",
        dest="lesson_seed",
        type=int,
        default=0,
        metavar=f"{SETTINGS['seed'].low:g}..{SETTINGS['seed'].high:g}",
        help="which drawings are held back (default: 0)",
    )
    add_format(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Fine-tune as chosen; print the outcome, before and after."""
    store, dataset = RunStore(), load_dataset()
    drawn = Drawings(chosen.drawings).read()
    run = fine_tune(
        store, store.get(chosen.run), dataset, drawn.digits, chosen.share, chosen.lesson_seed
    )
    ended = train_with_bar(run)
    effect = fine_tuning_effect(ended, dataset) if ended.is_usable else None
    if chosen.format == "json":
        before_after = effect.to_dict() if effect else None
        print(json.dumps(outcome(ended) | {"fine_tuning": before_after}))
    else:
        print(sentence(ended), *(_lines(effect) if effect else ()), sep="\n")
    return 0


def _lines(effect: FineTuningEffect) -> list[str]:
    rows = {
        "drawings held back": effect.held_back,
        "drawings learned from": effect.learned,
        "test digits": effect.test,
    }
    return [
        "",
        f"{'':<22} {'digits':>7} {'before':>9} {'after':>9}",
        *(_line(name, part) for name, part in rows.items()),
        "",
        effect.sentence,
    ]


def _line(name: str, part: BeforeAfter) -> str:
    before, after = percent(part.before.accuracy), percent(part.after.accuracy)
    return f"{name:<22} {part.digits:>7} {before:>9} {after:>9}  {part.conclusion}"
