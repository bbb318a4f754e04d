"""Load the digits and look at them: python -m examples.look_at_digits

MNIST where it is at hand or can be downloaded, else the digits inside scikit-learn.
"""

import numpy as np

from core import Dataset, load

SHADES = " .:-=+*#%@"


def look(dataset: Dataset) -> str:
    """Return what the data set is, how often each digit occurs, and one digit drawn."""
    images, labels = dataset.train.images, dataset.train.labels
    counts = np.bincount(labels, minlength=10)
    return "\n".join(
        [
            f"{dataset.title}: {len(labels):,} digits to train on, {len(dataset.test):,} to test",
            dataset.origin,
            *(f"{digit}: {count:>6,}" for digit, count in enumerate(counts)),
            f"The first one, a {labels[0]}:",
            *(
                "".join(SHADES[pixel * 10 // 256] * 2 for pixel in row)
                for row in images[0].tolist()
            ),
        ]
    )


if __name__ == "__main__":
    print(look(load()))
