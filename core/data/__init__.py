"""The digits: where they come from, and numbers that describe them."""

from core.data.dataset import CLASS_COUNT, IMAGE_SIZE, Dataset, Split
from core.data.download import Progress
from core.data.mnist import CANONICAL_FINGERPRINT, MnistUnavailableError
from core.data.sources import forget_failed_download, load, load_named, needs_download
from core.data.summary import (
    BoundingBox,
    DigitStatistics,
    class_counts,
    digit_statistics,
    mean_images,
    select,
)

__all__ = [
    "CANONICAL_FINGERPRINT",
    "CLASS_COUNT",
    "IMAGE_SIZE",
    "BoundingBox",
    "Dataset",
    "DigitStatistics",
    "MnistUnavailableError",
    "Progress",
    "Split",
    "class_counts",
    "digit_statistics",
    "forget_failed_download",
    "load",
    "load_named",
    "mean_images",
    "needs_download",
    "select",
]
