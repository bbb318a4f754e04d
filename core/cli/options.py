"""What several commands share."""

import argparse
import sys

from tqdm import tqdm

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
