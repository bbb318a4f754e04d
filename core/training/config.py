"""The configuration of one training: frozen, validated, and the same wherever it is written."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from core.data.augmentation import Augmentation
from core.data.mixture import Mixture
from core.errors import DigitLabError
from core.training.architectures import ARCHITECTURES
from core.training.settings import Setting, setting

LIGHT = Augmentation(rotation=10, shear=0.15, aspect=0.1, elastic=0.5, thickness=0.5, shift=1)
STRONG = Augmentation(
    rotation=15,
    shear=0.25,
    aspect=0.25,
    elastic=1.0,
    thickness=1.0,
    blur=0.5,
    contrast=0.5,
    low_resolution=0.2,
    shift=1,
)
WIDEST = Augmentation(
    rotation=15,
    shear=0.25,
    aspect=0.3,
    elastic=0.7,
    thickness=2.5,
    blur=0.6,
    contrast=2.0,
    low_resolution=0.25,
    scale=0.1,
    shift=1,
)

OPTIMIZERS = {
    "adam": "Adam",
    "adamw": "AdamW",
    "rmsprop": "RMSprop",
    "momentum": "SGD with momentum",
    "sgd": "SGD",
}
SCHEDULES = {
    "one_cycle": "One cycle: up, then down to zero",
    "cosine": "Cosine: down to zero",
    "constant": "Constant",
}
AUGMENTATIONS = {
    "off": ("Off", Mixture()),
    "light": ("Light: other slants and pens", Mixture(LIGHT)),
    "strong": ("Strong: other writers and scanners", Mixture(STRONG)),
    "world": (
        "World: also other countries' digits, and what is no digit",
        Mixture(WIDEST, gentle=LIGHT, gentle_share=0.5, synthetic=0.2, nondigits=0.12),
    ),
}


@dataclass(frozen=True)
class TrainConfig:
    """Everything that decides a training's outcome, apart from the digits.

    Raises `DigitLabError` for a value of the wrong type or out of range.
    """

    architecture: str = setting(
        "fast_cnn",
        "Architecture",
        "The network: which layers the digits pass through.",
        choices={key: architecture.title for key, architecture in ARCHITECTURES.items()},
        shown="list",
    )
    epochs: int = setting(
        3,
        "Epochs",
        "How many times the network sees every training digit.",
        low=1,
        high=50,
        step=1,
    )
    batch_size: int = setting(
        128,
        "Batch size",
        "How many digits are looked at before the weights move once. Small: more, noisier steps.",
        choices={size: str(size) for size in (16, 32, 64, 128, 256, 512, 1024)},
        shown="steps",
    )
    learning_rate: float = setting(
        0.01,
        "Learning rate",
        "How far the weights move at each step. Too small: slow. Too large: it never settles.",
        low=1e-5,
        high=1.0,
        shown="log slider",
    )
    optimizer: str = setting(
        "adam",
        "Optimiser",
        "The rule that turns gradients into steps. Adam adapts the step to each weight; "
        "plain SGD needs a learning rate about ten times larger.",
        choices=OPTIMIZERS,
        shown="list",
    )
    schedule: str = setting(
        "one_cycle",
        "Learning rate schedule",
        "How the learning rate changes during the training; the slider sets its highest value.",
        choices=SCHEDULES,
        shown="list",
    )
    dropout: float = setting(
        0.25,
        "Dropout",
        "The share of units switched off at random in each step, so that none is relied on alone.",
        low=0.0,
        high=0.8,
        step=0.05,
        shown="percent",
    )
    augmentation: str = setting(
        "off",
        "Augmentation",
        "Change each training digit a little at random, anew in each epoch: turned, slanted, "
        "bent, thicker or thinner. It helps with other people's handwriting, and takes longer.",
        choices={name: title for name, (title, _) in AUGMENTATIONS.items()},
        shown="list",
    )
    train_fraction: float = setting(
        1.0,
        "Share of the training digits",
        "Train on a part of the digits only: faster, and it shows what more data is worth.",
        low=0.01,
        high=1.0,
        step=0.01,
        shown="percent",
    )
    validation_fraction: float = setting(
        0.1,
        "Validation share",
        "The share of the training digits that is held back to judge each epoch. "
        "The test digits are never used for choosing.",
        low=0.02,
        high=0.5,
        step=0.01,
        shown="percent",
    )
    seed: int = setting(
        0,
        "Seed",
        "Where all random choices start: the same seed gives the same split and first weights.",
        low=0,
        high=2**31 - 1,
        step=1,
        shown="number",
    )

    def __post_init__(self) -> None:
        for name, described in SETTINGS.items():
            described.check(name, getattr(self, name))

    @property
    def architecture_title(self) -> str:
        """The network's name for people."""
        return ARCHITECTURES[self.architecture].title

    def to_dict(self) -> dict[str, int | float | str]:
        """Return the settings as plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "TrainConfig":
        """Return the configuration that `to_dict` wrote; a missing setting takes its default."""
        unknown = sorted(set(data) - set(SETTINGS))
        if unknown:
            raise DigitLabError(
                f"There is no setting {', '.join(unknown)}; there are: {', '.join(SETTINGS)}."
            )
        return cls(**data)  # type: ignore[arg-type]  # checked by __post_init__


SETTINGS: dict[str, Setting] = {f.name: f.metadata["setting"] for f in fields(TrainConfig)}
