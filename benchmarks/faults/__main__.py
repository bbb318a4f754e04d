"""Does on purpose what must not break the app, at random moments, and says what broke it.

kills: training workers, clusters, servers and trainings of the command line are killed. damages:
files of runs, searches and drawings. pictures: hostile and damaged ones are read. addresses:
wrong and hostile ones are opened. discs: full, read-only, missing. clocks: the wall clock is
stepped under a living training. Everything happens in a folder of its own, on the offline digits.

Trial number n of a part has the seed SEED + n: `--seed` with the seed of a failure and a count of 1
repeats it. The status is 1 if anything failed.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict

from benchmarks.faults.addresses import addresses
from benchmarks.faults.clocks import clocks
from benchmarks.faults.damages import damages
from benchmarks.faults.discs import discs
from benchmarks.faults.kills import kills
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.pictures import pictures
from benchmarks.report import Row, table
from core.cli.options import add_format

Part = Callable[[Sequence[int]], Outcome]

PARTS: dict[str, tuple[Part, int]] = {
    "kills": (kills, 50),
    "damages": (damages, 2000),
    "pictures": (pictures, 4000),
    "addresses": (addresses, 3000),
    "discs": (discs, 50),
    "clocks": (clocks, 20),
}
"""The parts, and how many trials of each there are unless told otherwise."""


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen parts and print what came of them; the status is 1 if anything failed."""
    chosen = _parser().parse_args(arguments)
    seed = random.randrange(10**6) if chosen.seed is None else chosen.seed
    print(f"seed {seed}", file=sys.stderr, flush=True)
    rows, failures = [], list[Row]()
    for name in chosen.part or PARTS:
        count = getattr(chosen, name)
        if not count:
            continue
        begun = time.perf_counter()
        outcome = PARTS[name][0](range(seed, seed + count))
        rows.append(_row(name, outcome, time.perf_counter() - begun))
        failures += [{"part": name, **asdict(failure)} for failure in outcome.failures]
    print(_said(chosen.format, seed, rows, failures))
    return int(bool(failures))


def _row(name: str, outcome: Outcome, seconds: float) -> Row:
    return {
        "what": name,
        "tried": outcome.tried,
        "failed": len({failure.seed for failure in outcome.failures}),
        "minutes": round(seconds / 60, 1),
        "worst": outcome.worst or outcome.skipped,
    }


def _said(form: str, seed: int, rows: list[Row], failures: list[Row]) -> str:
    if form == "json":
        return json.dumps({"seed": seed, "rows": rows, "failures": failures})
    lines = [
        f"{failure['part']} --seed {failure['seed']}: {failure['what']}" for failure in failures
    ]
    return "\n".join([*lines, f"seed {seed}", table(rows)])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.faults",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--part", action="append", choices=list(PARTS), help="only this; may be repeated"
    )
    parser.add_argument("--seed", type=int, help="of the first trials (default: drawn, printed)")
    for name, (_, count) in PARTS.items():
        parser.add_argument(f"--{name}", type=int, default=count, help=f"trials (default: {count})")
    add_format(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
