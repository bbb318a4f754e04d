"""Configurations as earlier versions wrote them, whose runs stay readable."""

from collections.abc import Mapping
from typing import Any

_ARCHITECTURES: dict[object, dict[str, Any]] = {
    "softmax": {"architecture": "dense", "hidden_layers": 0},
    "dense1": {"architecture": "dense", "hidden_layers": 1},
    "dense2": {"architecture": "dense", "hidden_layers": 2},
}


def migrate(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return settings by name as this version writes them."""
    architecture = data.get("architecture")
    if isinstance(architecture, str) and architecture in _ARCHITECTURES:
        return {**data, **_ARCHITECTURES[architecture]}
    if architecture == "cnn" and "conv_blocks" not in data:  # it had no dense layer yet
        return {**data, "hidden_layers": 0}
    return data
