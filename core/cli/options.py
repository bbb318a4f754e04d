"""What several commands share."""

import argparse
import sys
from typing import Any

from tqdm import tqdm

from core.config.train_config import SETTINGS
from core.data import Dataset, load, needs_download


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add `--format`, "text" for people or "json" for programs."""
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="text for people (the default) or json for programs",
    )


def add_run(parser: argparse.ArgumentParser, flag: str) -> None:
    """Add the choice of a run under `flag`, the shipped one unless told otherwise."""
    where = {"nargs": "?"} if not flag.startswith("-") else {}
    parser.add_argument(
        flag,
        default="pretrained",
        metavar="RUN",
        help="a run as `python -m core runs` lists it; pretrained is the shipped one (default)",
        **where,  # type: ignore[arg-type]
    )


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add one option for each setting of a training."""
    for name, setting in SETTINGS.items():
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=type(setting.default),
            default=argparse.SUPPRESS,
            choices=list(setting.choices) if setting.choices else None,
            metavar=None if setting.choices else f"{setting.low:g}..{setting.high:g}",
            help=f"{setting.help} (default: {setting.default})".replace("%", "%%"),
        )


def given_settings(chosen: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that were given as options."""
    return {name: value for name, value in vars(chosen).items() if name in SETTINGS}


def load_dataset() -> Dataset:
    """Return the digits, showing a bar on standard error while they are downloaded."""
    if not needs_download():
        return load()
    with tqdm(
        desc="Downloading MNIST",
        unit="B",
        unit_scale=True,
        file=sys.stderr,
        disable=None,
        leave=False,
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return load(show)
