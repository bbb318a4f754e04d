"""Train a network and evaluate it on the test digits: python -m examples.train_and_evaluate

It takes some seconds. The run is kept among all others, in models/runs.
"""

from typing import Any

import numpy as np

from core import RunStore, TrainConfig, evaluate, load, train_run


def tell(record: dict[str, Any]) -> None:
    """Print how an epoch went; a training tells of single steps too."""
    if "val_accuracy" in record:
        accuracy = 100 * record["val_accuracy"]
        print(f"epoch {record['epoch']:.0f}: {accuracy:.2f} % of the validation digits")


def main() -> None:
    """Train, then print the accuracy and how often each digit is taken for another."""
    dataset = load()
    config = TrainConfig(architecture="dense", epochs=5, batch_size=64)
    run = train_run(RunStore().create(config, dataset), tell)
    evaluation = evaluate(run, dataset)
    print(f"{run.id}: {100 * evaluation.accuracy:.2f} % of the test digits")
    confusions = evaluation.confusion_matrix * (1 - np.eye(10, dtype=np.int64))
    for actual, row in enumerate(confusions):
        print(f"{actual} taken for another: {row.sum()} times, most often for {row.argmax()}")


if __name__ == "__main__":
    main()
