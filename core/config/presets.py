"""Whole configurations under a name: the classic set-ups that tutorials teach, and our own."""

from dataclasses import dataclass

from core.config.train_config import TrainConfig


@dataclass(frozen=True)
class Preset:
    """A configuration and what one learns from it."""

    title: str
    teaches: str
    config: TrainConfig


def _classic(**settings: object) -> TrainConfig:
    # What a plain `model.compile("adam")` and `fit` take when nothing else is said.
    usual = {"schedule": "constant", "learning_rate": 0.001, "batch_size": 32, "dropout": 0.0}
    return TrainConfig.from_dict(usual | settings)


PRESETS = {
    "softmax": Preset(
        "Softmax regression",
        "Each class weighs every pixel once: the baseline that all others must beat.",
        _classic(architecture="dense", hidden_layers=0, epochs=5),
    ),
    "one_hidden": Preset(
        "One hidden layer",
        "128 units between pixels and classes: what a first non-linear step brings.",
        _classic(architecture="dense", hidden_layers=1, loss="categorical", epochs=5),
    ),
    "two_hidden_sgd": Preset(
        "Two hidden layers, SGD",
        "More depth, but plain gradient descent: each epoch helps a little, and the curves show "
        "why people turned to Adam.",
        _classic(
            architecture="dense",
            hidden_layers=2,
            loss="categorical",
            optimizer="sgd",
            learning_rate=0.01,
            batch_size=128,
            epochs=20,
            validation_fraction=0.2,
        ),
    ),
    "two_small_sigmoid": Preset(
        "Two hidden layers, sigmoid",
        "50 units are enough for 97 %, and integer labels need no one-hot encoding. Ten sigmoid "
        "outputs learn too, but no longer add up to one.",
        _classic(architecture="dense", hidden_layers=2, units=50, output="sigmoid", epochs=10),
    ),
    "overfitting": Preset(
        "Overfitting",
        "Two large layers and few digits: they are learned by heart. The training loss goes to "
        "zero, and the validation loss rises.",
        _classic(
            architecture="dense",
            hidden_layers=2,
            units=512,
            epochs=60,
            train_fraction=0.02,
        ),
    ),
    "cnn_dropout": Preset(
        "CNN of 1 block, dropout",
        "One convolution that looks at neighbouring pixels passes 98 %; dropout keeps the dense "
        "layer behind it from learning by heart.",
        _classic(
            architecture="cnn",
            conv_blocks=1,
            dropout=0.5,
            loss="categorical",
            batch_size=128,
            epochs=5,
        ),
    ),
    "mnist_convnet": Preset(
        "Keras' mnist_convnet",
        "The example in Keras' own documentation, with its own settings: the reference.",
        _classic(
            architecture="mnist_convnet",
            dropout=0.5,
            loss="categorical",
            batch_size=128,
            epochs=15,
        ),
    ),
    "fast": Preset(
        "Fast CNN",
        "A small network, batch normalisation and a learning rate that rises and falls: over 99 % "
        "in seconds.",
        TrainConfig(),
    ),
    "best": Preset(
        "Deep CNN",
        "The shipped model's recipe: many forms of each digit, for drawings and photos of all "
        "writers.",
        TrainConfig(
            architecture="deep_cnn",
            epochs=44,
            learning_rate=0.003,
            optimizer="adamw",
            dropout=0.4,
            augmentation="world",
            validation_fraction=0.05,
            monitor="last",
        ),
    ),
}
