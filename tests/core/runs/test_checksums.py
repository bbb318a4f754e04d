"""What answers is what was trained."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data import Dataset
from core.errors import DigitLabError
from core.inference import Classifier
from core.runs.checksums import DamagedModelError, is_sound, model_checksums
from core.runs.folder import RunFile
from core.runs.run import Run, read_run
from core.runs.store import RunStore
from core.training.worker import repair_run, run_job


@pytest.fixture
def copy(trained: Run, tmp_path: Path) -> Run:
    """A run to be damaged."""
    return read_run(Path(shutil.copytree(trained.folder, tmp_path / "copy")))


def flip(path: Path, place: float, bit: int) -> None:
    """Flip a bit of a file, at a share of its length."""
    content = bytearray(path.read_bytes())
    content[int(place * (len(content) - 1))] ^= 1 << bit
    path.write_bytes(content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(place=st.floats(0, 1), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(copy: Run, place: float, bit: int) -> None:
    """A model file in which one bit is wrong answers nothing at all."""
    flip(copy.litert_path, place, bit)
    with pytest.raises(DamagedModelError, match=r"model\.tflite of .* is damaged"):
        Classifier(copy)
    flip(copy.litert_path, place, bit)
    Classifier(copy)


@pytest.mark.parametrize("damage", ["flipped", "empty", "missing"])
def test_a_job_makes_the_model_anew(damage: str, copy: Run, offline: Dataset) -> None:
    """From the Keras model, with the same answers; what else is in the folder stays."""
    before = Classifier(copy)(offline.test.images[:50]).logits
    match damage:
        case "flipped":
            flip(copy.litert_path, 0.5, 3)
        case "empty":
            copy.litert_path.write_bytes(b"")
        case "missing":
            copy.litert_path.unlink()
    run_job(copy.folder)

    repaired = read_run(copy.folder)
    np.testing.assert_allclose(
        before, Classifier(repaired)(offline.test.images[:50]).logits, atol=1e-4
    )
    assert repaired.status == copy.status
    assert model_checksums(copy.folder) == repaired.result.checksums
    written = repaired.litert_path.stat().st_mtime_ns
    run_job(copy.folder)
    assert written == repaired.litert_path.stat().st_mtime_ns


def test_nothing_is_made_of_a_damaged_keras_model(copy: Run) -> None:
    """With both damaged the run says so, and no model is made up."""
    for path in (copy.litert_path, copy.keras_path):
        flip(path, 0.5, 0)
    with pytest.raises(DigitLabError, match=r"Both models of .* are damaged or missing"):
        Classifier(copy)
    with pytest.raises(DigitLabError, match=r"Both models of .* are damaged or missing"):
        repair_run(copy)


def test_the_shipped_models_are_on_record() -> None:
    """The run that came with the program has checksums of both models, and they hold."""
    shipped = RunStore().get("pretrained")
    assert set(shipped.result.checksums) == {RunFile.KERAS_MODEL, RunFile.LITERT_MODEL}
    assert is_sound(shipped, RunFile.KERAS_MODEL)
    assert is_sound(shipped, RunFile.LITERT_MODEL)
