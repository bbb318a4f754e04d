"""The configuration of one training: frozen, validated, and the same wherever it is written."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from core.config.augmentations import CUSTOM, MIXTURES, OFF, SLIDERS, TITLES, custom
from core.config.choices import (
    ACTIVATIONS,
    LOSSES,
    MONITORS,
    NORMALIZATIONS,
    OPTIMIZERS,
    OUTPUTS,
    SCHEDULES,
)
from core.config.migrations import migrate
from core.config.rules import conflict, notes
from core.config.setting import Setting, Value, setting
from core.data.mixture import Mixture
from core.errors import DigitLabError
from core.glossary import term
from core.networks.architectures import ARCHITECTURES, network_title


@dataclass(frozen=True)
class TrainConfig:
    """Everything that decides a training's outcome, apart from the digits.

    Raises `DigitLabError` for a value of the wrong type or out of range, and for settings that
    exclude one another.
    """

    architecture: str = setting(
        "quick_cnn",
        "Architecture",
        choices={key: architecture.title for key, architecture in ARCHITECTURES.items()},
        shown="list",
    )
    hidden_layers: int = setting(
        1,
        "Hidden layers",
        low=0,
        high=5,
        step=1,
    )
    units: int = setting(
        128,
        "Units",
        choices={n: str(n) for n in (8, 16, 32, 50, 64, 100, 128, 256, 512, 1024)},
        shown="steps",
    )
    conv_blocks: int = setting(
        2,
        "Convolution blocks",
        low=1,
        high=4,
        step=1,
    )
    filters: int = setting(
        32,
        "Filters",
        choices={n: str(n) for n in (4, 8, 16, 32, 48, 64)},
        shown="steps",
    )
    kernel: int = setting(
        3,
        "Kernel",
        choices={side: f"{side} x {side}" for side in (3, 5, 7)},
        shown="steps",
    )
    normalization: str = setting(
        "none",
        "Normalisation",
        choices=NORMALIZATIONS,
        shown="list",
    )
    activation: str = setting(
        "relu",
        "Activation",
        choices=ACTIVATIONS,
        shown="list",
    )
    dropout: float = setting(
        0.25,
        "Dropout",
        low=0.0,
        high=0.8,
        step=0.05,
        shown="percent",
    )
    output: str = setting(
        "softmax",
        "Output",
        choices=OUTPUTS,
        shown="list",
    )
    loss: str = setting(
        "sparse",
        "Loss",
        choices=LOSSES,
        shown="list",
    )
    epochs: int = setting(
        2,
        "Epochs",
        low=1,
        high=100,
        step=1,
    )
    batch_size: int = setting(
        128,
        "Batch size",
        choices={size: str(size) for size in (16, 32, 64, 128, 256, 512, 1024)},
        shown="steps",
    )
    learning_rate: float = setting(
        0.02,
        "Learning rate",
        low=1e-5,
        high=1.0,
        shown="log slider",
    )
    optimizer: str = setting(
        "adam",
        "Optimiser",
        choices=OPTIMIZERS,
        shown="list",
    )
    schedule: str = setting(
        "one_cycle",
        "Learning rate schedule",
        choices=SCHEDULES,
        shown="list",
    )
    weight_decay: float = setting(
        0.03,
        "Weight decay",
        low=0.0,
        high=0.3,
        step=0.005,
    )
    monitor: str = setting(
        "accuracy",
        "Best epoch",
        choices=MONITORS,
        shown="list",
    )
    patience: int = setting(
        0,
        "Early stopping",
        low=0,
        high=20,
        step=1,
    )
    augmentation: str = setting(
        OFF,
        "Augmentation",
        choices=TITLES,
        shown="list",
    )
    rotation: float = setting(
        10.0,
        "Rotation",
        low=0.0,
        high=45.0,
        step=1.0,
    )
    shift: float = setting(
        1.0,
        "Shift",
        low=0.0,
        high=4.0,
        step=1.0,
    )
    scale: float = setting(
        0.1,
        "Scale",
        low=0.0,
        high=0.4,
        step=0.05,
        shown="percent",
    )
    shear: float = setting(
        0.15,
        "Slant",
        low=0.0,
        high=0.6,
        step=0.05,
    )
    thickness: float = setting(
        0.5,
        "Stroke thickness",
        low=0.0,
        high=3.0,
        step=0.25,
    )
    label_noise: float = setting(
        0.0,
        "Label noise",
        low=0.0,
        high=0.9,
        step=0.05,
        shown="percent",
    )
    train_fraction: float = setting(
        1.0,
        "Share of the training digits",
        low=0.01,
        high=1.0,
        step=0.01,
        shown="percent",
    )
    validation_fraction: float = setting(
        0.1,
        "Validation share",
        low=0.02,
        high=0.5,
        step=0.01,
        shown="percent",
    )
    fold: int = setting(
        0,
        "Fold",
        low=0,
        high=49,
        step=1,
        shown="number",
    )
    seed: int = setting(
        0,
        "Seed",
        low=0,
        high=2**31 - 1,
        step=1,
        shown="number",
    )

    def __post_init__(self) -> None:
        for name, described in SETTINGS.items():
            described.check(name, getattr(self, name))
        if excluded := conflict(vars(self)):
            raise DigitLabError(excluded)

    @property
    def network_title(self) -> str:
        """The network's name for people."""
        return network_title(self)

    @property
    def mixture(self) -> Mixture:
        """What the training learns from: how its digits are changed, and what comes beside them."""
        if self.augmentation == CUSTOM:
            return custom(**{name: getattr(self, name) for name in SLIDERS})
        return MIXTURES[self.augmentation]

    def to_dict(self) -> dict[str, Value]:
        """Return the settings as plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "TrainConfig":
        """Return the configuration that `to_dict` wrote; a missing setting takes its default."""
        unknown = sorted(set(data) - set(SETTINGS))
        if unknown:
            raise DigitLabError(
                f"There is no setting {', '.join(unknown):.200}; there are: {', '.join(SETTINGS)}."
            )
        return cls(**migrate(data))


def _explained(name: str, described: Setting) -> Setting:
    return replace(described, help=" ".join((term(described.label).meaning, *notes(name))))


SETTINGS: dict[str, Setting] = {
    field.name: _explained(field.name, field.metadata["setting"]) for field in fields(TrainConfig)
}
