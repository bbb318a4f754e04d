"""The section with the network, a line for each layer."""

from typing import assert_never

from core.config.train_config import TrainConfig
from core.data import CLASS_COUNT
from core.export.section import Section
from core.networks import layers as spec
from core.networks.architectures import network

_OUTPUTS = {
    "softmax": "Softmax makes the ten answers compete: they are ten shares of one.",
    "sigmoid": "With sigmoid each class answers for itself, from 0 to 1.",
}


def layers(config: TrainConfig) -> Section:
    """Return the section that builds the network, a line for each layer."""
    *hidden, last = network(config)
    assert isinstance(last, spec.Dense)
    lines = [
        "keras.Input(shape=(28, 28, 1)),",
        "keras.layers.Rescaling(1 / 255),",
        *(f"keras.layers.{in_keras(layer)}," for layer in hidden),
        f'keras.layers.Dense({CLASS_COUNT}, activation="{config.output}"),',
    ]
    return Section(
        "The network",
        f"The pixels are brought to 0..1 and pass through the layers from top to bottom. "
        f"{_OUTPUTS[config.output]}",
        "\n".join(
            [
                "keras.utils.set_random_seed(SEED)",
                "model = keras.Sequential(",
                "    [",
                *(f"        {line}" for line in lines),
                "    ]",
                ")",
                "model.summary()",
            ]
        ),
    )


def in_keras(layer: spec.Layer) -> str:
    """Return a layer as one writes it in Keras, without the module."""
    match layer:
        case spec.Conv2D(filters, kernel, strides, activation, use_bias, padding):
            return _call(
                "Conv2D",
                filters,
                kernel,
                strides=None if strides == 1 else strides,
                padding=None if padding == "valid" else padding,
                activation=activation,
                use_bias=None if use_bias else False,
            )
        case spec.MaxPool2D(size):
            return _call("MaxPooling2D", size)
        case spec.BatchNormalization(momentum):
            return _call("BatchNormalization", momentum=momentum)
        case spec.Activation(function):
            return _call("Activation", function)
        case spec.Dropout(rate):
            return _call("Dropout", rate)
        case spec.Flatten():
            return _call("Flatten")
        case spec.GlobalAveragePooling2D():
            return _call("GlobalAveragePooling2D")
        case spec.Dense(units, activation):
            return _call("Dense", units, activation=activation)
        case _:
            assert_never(layer)


def _call(name: str, /, *positional: object, **named: object) -> str:
    given = [_literal(value) for value in positional]
    given += [f"{key}={_literal(value)}" for key, value in named.items() if value is not None]
    return f"{name}({', '.join(given)})"


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
