"""A model file as a function: any number of digits, any number of threads, no bad files."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DigitLabError
from core.inference.litert import LiteRTModel
from core.networks.architectures import costs
from core.runs.run import read_run

RUN = Path(__file__).resolve().parents[3] / "models" / "pretrained"
SHIPPED = RUN / "model.tflite"
IMAGES = np.random.default_rng(0).integers(0, 256, (600, 28, 28), dtype=np.uint8)


@pytest.fixture(scope="module")
def model() -> LiteRTModel:
    """The shipped model."""
    return LiteRTModel(SHIPPED)


@pytest.mark.parametrize("count", [0, 1, 7, 256, 257, 600])
def test_any_number_of_digits(count: int, model: LiteRTModel) -> None:
    """Ten logits and the features of each digit, for none, one or many at once."""
    outputs = model(IMAGES[:count])
    config = read_run(RUN).info.config
    *_, features, _ = costs(config)

    assert ((count, 10), np.float32) == (outputs.logits.shape, outputs.logits.dtype)
    assert ((count, *features.output_shape), np.float32) == (
        outputs.features.shape,
        outputs.features.dtype,
    )


def test_company_does_not_matter(model: LiteRTModel) -> None:
    """A digit gets the same outputs alone as among hundreds."""
    together = model(IMAGES[:300])

    for index in (0, 255, 256, 299):
        alone = model(IMAGES[index : index + 1])
        np.testing.assert_allclose(together.logits[index], alone.logits[0], atol=1e-4)
        np.testing.assert_allclose(together.features[index], alone.features[0], atol=1e-4)


def test_earlier_outputs_stay(model: LiteRTModel) -> None:
    """A later call does not write into what an earlier one returned."""
    first = model(IMAGES[:3])
    kept = first.logits.copy()
    model(IMAGES[100:103])

    np.testing.assert_array_equal(kept, first.logits)


def test_many_threads(model: LiteRTModel) -> None:
    """Eight threads that share a model get what one would."""
    starts = [7 * number % 500 for number in range(160)]
    counts = [1 + number % 5 for number in range(160)]

    def logits(start: int, count: int) -> np.ndarray:
        return model(IMAGES[start : start + count]).logits

    serial = list(map(logits, starts, counts))
    with ThreadPoolExecutor(8) as pool:
        parallel = list(pool.map(logits, starts, counts))
    for expected, actual in zip(serial, parallel, strict=True):
        np.testing.assert_array_equal(expected, actual)


@pytest.mark.parametrize(
    "content", [b"", b"x", b"TFL3", b"\x00" * 1000, b"not a model " * 500], ids=len
)
def test_garbage(content: bytes, tmp_path: Path) -> None:
    """A file that is no model is named, with what to do."""
    path = tmp_path / "model.tflite"
    path.write_bytes(content)

    with pytest.raises(DigitLabError, match=r"model\.tflite cannot be read as a LiteRT model"):
        LiteRTModel(path)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, SHIPPED.stat().st_size - 1))
def test_truncated(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    """A model cut off anywhere, as by a full disk, is refused and never run."""
    path = tmp_path_factory.getbasetemp() / "truncated.tflite"
    path.write_bytes(SHIPPED.read_bytes()[:size])

    with pytest.raises(DigitLabError, match="Train or export it again"):
        LiteRTModel(path)


def test_missing(tmp_path: Path) -> None:
    """A missing file, or a folder in its place, is an error that names it."""
    for path in (tmp_path / "none.tflite", tmp_path):
        with pytest.raises(DigitLabError, match=path.name):
            LiteRTModel(path)
