"""The benchmark of fine-tuning: whose pictures it takes, and which of them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from benchmarks.finetuning import GIVEN, by_source, main, some_of_each
from benchmarks.pictures import LabelledPicture, drawing


@given(arrays(np.uint8, st.integers(GIVEN, 300), elements=st.integers(0, 9)), st.integers(0, 99))
def test_some_of_each(labels: np.ndarray, seed: int) -> None:
    """Forty different ones, in which each digit has its share of all, up to one more or less."""
    rows = some_of_each(labels, seed)

    assert GIVEN == len(set(rows.tolist()))
    for digit in range(10):
        expected = GIVEN * np.mean(labels == digit)
        assert abs(np.sum(labels[rows] == digit) - expected) <= 2


def test_by_source() -> None:
    """Sources with forty pictures of one digit, be it in a photo; no other kind of picture."""

    def some(count: int, source: str, label: str, kind: str) -> list[LabelledPicture]:
        return [LabelledPicture(Path("x.png"), "x.png", label, kind, source)] * count

    found = by_source(
        some(30, "ann", "7", "canvas")
        + some(10, "ann", "3", "photos")
        + some(39, "ben", "7", "scans")
        + some(40, "cat", "77", "photos")
        + some(40, "", "7", "scans")
        + some(40, "dan", "?", "ood")
    )
    assert {"ann": 40} == {source: len(pictures) for source, pictures in found.items()}


def test_a_folder_without_sources(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is told at once, before anything is trained."""
    (tmp_path / "seven.png").write_bytes(drawing())
    (tmp_path / "labels.csv").write_text("path,label,kind\nseven.png,7,canvas\n", "utf-8")

    assert 1 == main([str(tmp_path)])
    assert "has no source with 40 pictures of one digit" in capsys.readouterr().err
