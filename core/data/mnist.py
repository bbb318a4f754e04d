"""What makes four arrays MNIST: their names, shapes and checksums, whatever file they came in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from core.data.dataset import Dataset, Split, UInt8Array, fingerprint
from core.data.idx import content_md5
from core.errors import DigitLabError


class MnistUnavailableError(DigitLabError):
    """No source of MNIST is at hand; the message says why and how to add one."""


@dataclass(frozen=True)
class Part:
    """One of MNIST's four arrays.

    idx_name: its usual file name in IDX form, without ".gz".
    npz_key: its key in mnist.npz.
    shape: (n, 28, 28) for images, (n,) for labels.
    md5: of the uncompressed IDX file, header included.
    """

    idx_name: str
    npz_key: str
    shape: tuple[int, ...]
    md5: str

    def verified(self, values: UInt8Array, source: str) -> UInt8Array:
        """The values themselves. Raises DigitLabError, naming the source, if they differ."""
        md5 = content_md5(values)
        if md5 != self.md5:
            raise DigitLabError(
                f"{source} is not MNIST's {self.idx_name}: the MD5 of its content is {md5}, "
                f"not {self.md5}; replace it with the original file."
            )
        return values


PARTS = (
    Part(
        "train-images-idx3-ubyte", "x_train", (60_000, 28, 28), "6bbc9ace898e44ae57da46a324031adb"
    ),
    Part("train-labels-idx1-ubyte", "y_train", (60_000,), "a25bea736e30d166cdddb491f175f624"),
    Part("t10k-images-idx3-ubyte", "x_test", (10_000, 28, 28), "2646ac647ad5339dbf082846283269ea"),
    Part("t10k-labels-idx1-ubyte", "y_test", (10_000,), "27ae3e4e09519cfbb04c329615203637"),
)

CANONICAL_FINGERPRINT = fingerprint(part.md5 for part in PARTS)
"""The `Dataset.fingerprint` of MNIST from any source."""


def assemble(read: Callable[[Part], tuple[UInt8Array, str]], origin: str) -> Dataset:
    """MNIST from four arrays, every checksum verified before any of them is handed out.

    read: gives the values of a part and the name of their source for messages; called in threads,
        because decompressing and hashing both release the interpreter lock.
    Raises DigitLabError when a part cannot be read or is not MNIST's.
    """
    with ThreadPoolExecutor(len(PARTS)) as pool:
        train_images, train_labels, test_images, test_labels = pool.map(
            lambda part: part.verified(*read(part)), PARTS
        )
    return Dataset(
        name="mnist",
        title="MNIST",
        origin=origin,
        description=(
            "60,000 digits to train on and 10,000 to test with, handwritten by employees of the "
            "US Census Bureau and by high-school students, 28 x 28 grey pixels each. Since 1998 "
            "it is the first data set that most people train on."
        ),
        train=Split(train_images, train_labels),
        test=Split(test_images, test_labels),
        fingerprint=fingerprint(part.md5 for part in PARTS),
    )
