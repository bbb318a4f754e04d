"""Making the network that finds ink: it learns, goes on after a stop, and is what LiteRT runs."""

from pathlib import Path

import numpy as np
import pytest

from core.data.offline import offline_digits
from core.training.engine.ink_fit import fit_ink_network
from core.training.engine.ink_network import build_ink_network, export_ink_network
from core.training.ink_training import main
from core.vision.ink_network import InkNetwork

DIGITS = offline_digits().train.images[:50]


@pytest.mark.parametrize("shape", [(64, 64), (40, 200), (257, 31)])
def test_exported_network(shape: tuple[int, int], exported: tuple[object, Path]) -> None:
    """The LiteRT file says of a picture of any size what the network itself says of it."""
    keras_model, path = exported
    picture = np.random.default_rng(0).uniform(0, 255, (*shape, 3)).astype(np.float32)
    rows, columns = (np.minimum(np.arange(-(-side // 32) * 32), side - 1) for side in shape)
    whole = picture[np.ix_(rows, columns)]
    logits = np.asarray(keras_model(whole[np.newaxis], training=False))  # type: ignore[operator]
    expected = 1 / (1 + np.exp(-logits[0, : shape[0], : shape[1]]))

    ink, sheet = InkNetwork(path)(picture)
    np.testing.assert_allclose(ink, expected[..., 0], atol=1e-3)
    np.testing.assert_allclose(sheet, expected[..., 1], atol=1e-3)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, Path]:
    """An untrained network and its file."""
    model, path = build_ink_network(), tmp_path_factory.mktemp("ink") / "network.tflite"
    export_ink_network(model, path)
    return model, path


def test_training_goes_on_where_it_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted after its third step, it goes on with the next after its last checkpoint."""
    monkeypatch.setattr("core.training.engine.ink_fit.SHAPES", ((2, 64),))
    monkeypatch.setattr("core.training.engine.ink_fit.EVERY", 2)
    seen: list[int] = []

    def stop_at_three(step: int, loss: float) -> None:
        assert np.isfinite(loss)
        seen.append(step)
        if seen == [1, 2, 3]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit_ink_network(DIGITS, tmp_path, 4, 0, stop_at_three)
    assert not (tmp_path / "network.tflite").exists()
    fit_ink_network(DIGITS, tmp_path, 4, 0, stop_at_three)

    assert [1, 2, 3, 3, 4] == seen
    for cover in InkNetwork(tmp_path / "network.tflite")(np.full((32, 48, 3), 128, np.float32)):
        assert (32, 48) == cover.shape
        assert 0 <= cover.min() <= cover.max() <= 1


def test_no_digits_to_write_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a data folder that can be read, it says so and makes nothing."""
    monkeypatch.setenv("DIGITS_DATA_DIR", str(tmp_path / "nowhere"))

    assert 1 == main([str(tmp_path / "ink"), "--steps", "1"])
    assert "error: " in capsys.readouterr().err
    assert not (tmp_path / "ink" / "network.tflite").exists()
