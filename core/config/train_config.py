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
        "The network: which layers the digits pass through.",
        choices={key: architecture.title for key, architecture in ARCHITECTURES.items()},
        shown="list",
    )
    hidden_layers: int = setting(
        1,
        "Hidden layers",
        "Dense layers before the output. None: each class weighs its inputs once.",
        low=0,
        high=5,
        step=1,
    )
    units: int = setting(
        128,
        "Units",
        "The size of each hidden layer: how many features it can tell apart.",
        choices={n: str(n) for n in (8, 16, 32, 50, 64, 100, 128, 256, 512, 1024)},
        shown="steps",
    )
    conv_blocks: int = setting(
        2,
        "Convolution blocks",
        "Each is a convolution and a pooling that halves height and width; "
        "each has twice the filters of the one before.",
        low=1,
        high=4,
        step=1,
    )
    filters: int = setting(
        32,
        "Filters",
        "How many small shapes the first convolution looks for.",
        choices={n: str(n) for n in (4, 8, 16, 32, 48, 64)},
        shown="steps",
    )
    kernel: int = setting(
        3,
        "Kernel",
        "The side in pixels of the patch that a convolution looks at.",
        choices={side: f"{side} x {side}" for side in (3, 5, 7)},
        shown="steps",
    )
    normalization: str = setting(
        "none",
        "Normalisation",
        "Batch normalisation brings what a convolution puts out to mean 0 and variance 1 over "
        "each batch: training becomes faster and less sensitive to the learning rate.",
        choices=NORMALIZATIONS,
        shown="list",
    )
    activation: str = setting(
        "relu",
        "Activation",
        "The bend after each layer, without which many layers would be no more than one. "
        "ReLU sets negative values to zero.",
        choices=ACTIVATIONS,
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
    output: str = setting(
        "softmax",
        "Output",
        "How the last layer answers. Softmax makes the ten answers compete; with sigmoid each "
        "class answers for itself.",
        choices=OUTPUTS,
        shown="list",
    )
    loss: str = setting(
        "sparse",
        "Loss",
        "What the training makes small. Cross-entropy asks for a high probability of the right "
        "class; written for integer labels (3) or one-hot labels (0001000000) it is the same.",
        choices=LOSSES,
        shown="list",
    )
    epochs: int = setting(
        2,
        "Epochs",
        "How many times the network sees every training digit.",
        low=1,
        high=100,
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
        0.02,
        "Learning rate",
        "How far the weights move at each step. Too small: slow. Too large: it never settles.",
        low=1e-5,
        high=1.0,
        shown="log slider",
    )
    optimizer: str = setting(
        "adam",
        "Optimiser",
        "The rule that turns gradients into steps. Adam adapts the step to each weight, Muon to "
        "each layer as a whole; plain SGD needs a learning rate about ten times larger.",
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
    weight_decay: float = setting(
        0.03,
        "Weight decay",
        "How strongly AdamW and Muon draw the weights towards zero at each step, so that none "
        "grows without need.",
        low=0.0,
        high=0.3,
        step=0.005,
    )
    monitor: str = setting(
        "accuracy",
        "Best epoch",
        "Which epoch's weights are kept. The accuracy counts the right answers; the loss also "
        "how sure they are, so that chance matters less where the held-back digits are few.",
        choices=MONITORS,
        shown="list",
    )
    patience: int = setting(
        0,
        "Early stopping",
        "End the training after so many epochs without a better one; 0 never does. A schedule "
        "that goes down to zero wants to be run to its end.",
        low=0,
        high=20,
        step=1,
    )
    augmentation: str = setting(
        OFF,
        "Augmentation",
        "Change each training digit a little at random, anew in each epoch: turned, slanted, "
        "bent, thicker or thinner. It helps with other people's handwriting, and takes longer.",
        choices=TITLES,
        shown="list",
    )
    rotation: float = setting(
        10.0,
        "Rotation",
        "Turn each digit by up to so many degrees, either way.",
        low=0.0,
        high=45.0,
        step=1.0,
    )
    shift: float = setting(
        1.0,
        "Shift",
        "Move each digit by up to so many pixels, in each direction.",
        low=0.0,
        high=4.0,
        step=1.0,
    )
    scale: float = setting(
        0.1,
        "Scale",
        "Make each digit larger or smaller by up to this share.",
        low=0.0,
        high=0.4,
        step=0.05,
        shown="percent",
    )
    shear: float = setting(
        0.15,
        "Slant",
        "Lean each digit, either way; 0.2 leans it by up to 11 degrees.",
        low=0.0,
        high=0.6,
        step=0.05,
    )
    thickness: float = setting(
        0.5,
        "Stroke thickness",
        "Make strokes wider by up to so many pixels, or thinner by up to half as much.",
        low=0.0,
        high=3.0,
        step=0.25,
    )
    label_noise: float = setting(
        0.0,
        "Label noise",
        "Give this share of the training digits a wrong label, to see what mistakes in the data "
        "do. Validation and test digits keep theirs.",
        low=0.0,
        high=0.9,
        step=0.05,
        shown="percent",
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
    fold: int = setting(
        0,
        "Fold",
        "Which part of the digits is held back: the first (0), the next (1) and so on, then the "
        "first again. With a validation share of 20 %, folds 0 to 4 hold back each digit once: "
        "cross-validation.",
        low=0,
        high=49,
        step=1,
        shown="number",
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
    return replace(described, help=" ".join((described.help, *notes(name))))


SETTINGS: dict[str, Setting] = {
    field.name: _explained(field.name, field.metadata["setting"]) for field in fields(TrainConfig)
}
