"""A network's stages: fewer steps than layers, and nothing left out."""

import pytest

from core import glossary
from core.config.presets import PRESETS
from core.networks.architectures import costs
from core.networks.layers import describe
from core.networks.stages import layer_term, stages


@pytest.mark.parametrize("preset", PRESETS)
def test_stages_tell_the_whole_network(preset: str) -> None:
    """All parameters and all layers are in them, and the last one puts out ten numbers."""
    layers = costs(PRESETS[preset].config)
    drawn = stages(layers)
    assert sum(cost.parameters for cost in layers) == sum(stage.parameters for stage in drawn)
    assert "; ".join(describe(cost.layer) for cost in layers) == "; ".join(s.words for s in drawn)
    assert (10,) == drawn[-1].shape


def test_what_goes_along_is_no_stage() -> None:
    """Normalisation, activation and dropout stand beside the layer before them."""
    drawn = stages(costs(PRESETS["fast"].config))
    names = ["Convolution", "Convolution", "Pooling", "Convolution", "Flatten", "Dense"]
    assert names == [stage.name for stage in drawn]
    assert ("16 of 5 x 5", (12, 12, 16)) == (drawn[0].size, drawn[0].shape)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_layer_is_explained(preset: str) -> None:
    """Its kind is a term of the glossary."""
    assert all(glossary.is_term(layer_term(cost.layer)) for cost in costs(PRESETS[preset].config))
