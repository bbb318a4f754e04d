"""What a configuration is called: by its preset while nothing was changed, else by its network."""

from functools import lru_cache

from core.config.diff import differing
from core.config.presets import PRESETS
from core.config.train_config import TrainConfig


@lru_cache(maxsize=512)  # a table of runs asks for all of them in each rerun
def config_title(config: TrainConfig) -> str:
    """Return the name of a configuration for people: one name, wherever it is shown."""
    nearest = PRESETS[nearest_preset(config)]
    same = not differing([nearest.config, config])
    return nearest.title if same else config.network_title


@lru_cache(maxsize=512)
def nearest_preset(config: TrainConfig) -> str:
    """Return the name of the preset from which `config` differs in the fewest settings."""
    return min(PRESETS, key=lambda name: len(differing([PRESETS[name].config, config])))
