"""What fine-tuning on twenty drawings brings, and what it costs on MNIST.

For each source in labels.csv with enough pictures of one digit, and some seeds: forty of them, of
all digits alike, are given to the fine-tuning, which learns from a half and holds the other half
back. "others" are all that it did not learn from, "held_back" those of the forty among them; "p" is
McNemar's test on the others. "seconds" are from the request to the evaluated model, in a process
that has loaded TensorFlow; "processor_seconds" what that took of all cores together, whatever else
the machine did. The fast CNN is trained anew unless --run names another run.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.pictures import LabelledPicture, labelled_pictures
from benchmarks.report import Row, table
from core.analysis.comparison import compare
from core.analysis.evaluation import Evaluation, logits_of
from core.analysis.fine_tuning import fine_tuning_effect
from core.cli.options import add_format, load_dataset
from core.config.fine_tuning import SHARE
from core.config.presets import PRESETS
from core.data import Dataset, Split
from core.errors import DigitLabError
from core.inference import Classifier, read
from core.runs.lesson import read_lesson
from core.runs.run import Run
from core.runs.store import RunStore
from core.training.fine_tuning import fine_tune
from core.training.worker import train_run, warm_up
from core.vision import decode

GIVEN = 40
SEEDS = 3
_SHARES = (
    *(f"{part}_{when}" for part in ("held_back", "others") for when in ("before", "after")),
    "test_before",
    "test_after",
)


def measure(folder: Path, run_id: str | None = None, seeds: int = SEEDS) -> list[Row]:
    """Return a row for each source in `folder` and each of so many seeds.

    Raises `DigitLabError`, which names the fault, for a folder, run or picture that cannot be read.
    """
    pictures, dataset = by_source(labelled_pictures(folder)), load_dataset()
    if not pictures:
        raise DigitLabError(
            f"{folder} has no source with {GIVEN} pictures of one digit; give a folder whose "
            "labels.csv names sources in a column of that name."
        )
    with tempfile.TemporaryDirectory() as name:
        store = RunStore(Path(name))
        warm_up()
        base = RunStore().get(run_id) if run_id else _fast_cnn(store, dataset)
        classifier = Classifier(base)
        sources = {source: _digits(found, classifier) for source, found in pictures.items()}
        tasks = [(source, seed) for source in sources for seed in range(seeds)]
        return [
            {"source": source, "seed": seed, **_row(store, base, dataset, sources[source], seed)}
            for source, seed in tqdm(tasks, "Fine-tuning", file=sys.stderr, disable=None)
        ]


def _fast_cnn(store: RunStore, dataset: Dataset) -> Run:
    return train_run(store.create(PRESETS["fast"].config, dataset))


def by_source(pictures: list[LabelledPicture]) -> dict[str, list[LabelledPicture]]:
    """Return the pictures of one digit by their source, of each that has enough of them."""
    found = defaultdict(list)
    for picture in pictures:
        if picture.source and len(picture.digits) == 1 and picture.kind != "ood":
            found[picture.source].append(picture)
    return {source: found[source] for source in sorted(found) if len(found[source]) >= GIVEN}


def _digits(pictures: list[LabelledPicture], classifier: Classifier) -> Split:
    images, labels = [], []
    for picture in pictures:
        reading = read(decode(picture.read_bytes(), picture.name), classifier, single=True)
        if len(reading.digits) == 1:  # a blank one cannot be kept as a drawing either
            images.append(reading.digits[0].seen.image)
            labels.append(int(picture.digits))
    return Split(np.array(images, np.uint8), np.array(labels, np.uint8))


def _row(store: RunStore, base: Run, dataset: Dataset, digits: Split, seed: int) -> Row:
    begun, used = time.perf_counter(), time.process_time()
    given = some_of_each(digits.labels, seed)
    asked = Split(digits.images[given], digits.labels[given])
    run = train_run(fine_tune(store, base, dataset, asked, float(SHARE.default), seed))
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    effect = fine_tuning_effect(run, dataset)
    others = _others(digits, run)
    before, after = (
        Evaluation(others.labels, logits_of(others.images, Classifier(one))) for one in (base, run)
    )
    return {
        "learned": effect.learned.digits,
        "held_back": effect.held_back.digits,
        "held_back_before": effect.held_back.before.accuracy,
        "held_back_after": effect.held_back.after.accuracy,
        "others": len(others),
        "others_before": before.accuracy,
        "others_after": after.accuracy,
        "p": compare(before, after).p_value,
        "test_before": effect.test.before.accuracy,
        "test_after": effect.test.after.accuracy,
        "seconds": seconds,
        "processor_seconds": used,
    }


def some_of_each(labels: NDArray[np.uint8], seed: int) -> NDArray[np.int64]:
    """Return rows of `GIVEN` digits, drawn by the seed, evenly over the sorted labels."""
    rows = np.random.default_rng(seed).permutation(len(labels))
    by_class = rows[np.argsort(labels[rows], kind="stable")]
    evenly = np.linspace(0, len(rows) - 1, GIVEN).round().astype(np.int64)
    return np.asarray(by_class[evenly], np.int64)


def _others(digits: Split, run: Run) -> Split:
    lesson = read_lesson(run)
    assert lesson is not None
    learned = {image.tobytes() for image in lesson.learned.images}
    rows = [row for row, image in enumerate(digits.images) if image.tobytes() not in learned]
    return Split(digits.images[rows], digits.labels[rows])


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; the status is 1 after an error it explains."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.finetuning", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="holds pictures and labels.csv")
    parser.add_argument("--run", metavar="RUN", help="the run to go on from (default: trained now)")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"how many (default: {SEEDS})")
    add_format(parser)
    chosen = parser.parse_args(arguments)
    try:
        rows = measure(chosen.folder, chosen.run, chosen.seeds)
    except DigitLabError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps({"rows": rows}) if chosen.format == "json" else table(rows, _SHARES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
