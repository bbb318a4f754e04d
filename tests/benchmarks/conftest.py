"""Benchmarks are tried on few digits: what they print of many is for those who measure."""

import pytest


@pytest.fixture
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The offline digits, here and on every server that a test starts."""
    monkeypatch.delenv("DIGITS_DATA_DIR", raising=False)
