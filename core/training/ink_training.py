"""python -m core.training.ink_training FOLDER: makes the network that finds ink.

It learns from synthetic photos (`core.data.scenes`), written with MNIST's training digits. A
training that was stopped goes on from its last checkpoint when it is started again.
"""

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from core.data import load
from core.errors import DigitLabError

STEPS = 12_000


def main(arguments: list[str] | None = None) -> int:
    """Train and export; the status is 1 after an error that is explained."""
    parser = argparse.ArgumentParser(
        prog="python -m core.training.ink_training", description=__doc__
    )
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="for the model and its checkpoints"
    )
    parser.add_argument(
        "--steps", type=int, default=STEPS, help="batches of 16 scenes (%(default)s)"
    )
    parser.add_argument("--seed", type=int, default=0, help="of weights and scenes (%(default)s)")
    chosen = parser.parse_args(arguments)
    if chosen.steps < 1:
        parser.error(f"--steps must be at least 1, not {chosen.steps}")
    try:
        _train(chosen.folder, chosen.steps, chosen.seed)
    except DigitLabError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _train(folder: Path, steps: int, seed: int) -> None:
    from core.training.engine.ink_fit import fit_ink_network

    folder.mkdir(parents=True, exist_ok=True)
    digits = load().train.images
    mean = 0.0
    with tqdm(total=steps, unit="step", dynamic_ncols=True) as bar:

        def observe(step: int, loss: float) -> None:
            nonlocal mean
            mean = 0.98 * mean + 0.02 * loss if mean else loss
            bar.update(step - bar.n)
            bar.set_postfix(loss=f"{mean:.4f}", refresh=False)

        fit_ink_network(digits, folder, steps, seed, observe)


if __name__ == "__main__":
    sys.exit(main())
