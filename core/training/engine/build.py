"""From layers as data to Keras models: one to train, one to keep."""

from functools import partial
from typing import assert_never

import keras
from keras import layers as kl
from keras import ops

from core.networks import layers as spec
from core.networks.architectures import INPUT_SHAPE
from core.training.engine.fused import FusedBatchNormalization


def training_model(layers: tuple[spec.Layer, ...]) -> keras.Model:
    """Return a Keras model from pixels of 0..255 to logits, with TensorFlow's fast operations."""
    return _model(layers, FusedBatchNormalization)


def with_no_digit(model: keras.Model) -> keras.Model:
    """Return `model` with an eleventh logit that is always 0, for what is no digit.

    Trained so, the log-sum-exp of the ten logits becomes the log-odds that a picture is a digit
    (`core.metrics.energy`), while their softmax stays the probabilities of the ten.
    """
    none = ops.zeros_like(model.output[:, :1])
    return keras.Model(model.input, kl.Concatenate()([model.output, none]))


def standard_model(layers: tuple[spec.Layer, ...], output: str = "softmax") -> keras.Model:
    """Return the same network of Keras' own layers alone, so that plain Keras opens its file.

    It maps pixels of 0..255 to probabilities: by softmax, or ten separate ones by sigmoid.
    `set_weights` takes the training model's weights. The inputs and outputs of its layer "logits"
    are the features and the logits.
    """
    logits = _model(layers, kl.BatchNormalization)
    last = kl.Softmax if output == "softmax" else partial(kl.Activation, "sigmoid")
    model = keras.Model(logits.input, last(name="probabilities")(logits.output))
    # Plain SGD keeps no moments: the file stays small and opens without a warning.
    model.compile("sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def _model(layers: tuple[spec.Layer, ...], normalization: type[kl.Layer]) -> keras.Model:
    inputs = keras.Input(INPUT_SHAPE, name="pixels")
    x = kl.Rescaling(1 / 255, name="scaled")(inputs)
    *hidden, last = (_keras_layer(layer, normalization) for layer in layers)
    for layer in hidden:
        x = layer(x)
    last.name = "logits"
    return keras.Model(inputs, last(x))


def _keras_layer(layer: spec.Layer, normalization: type[kl.Layer]) -> kl.Layer:
    match layer:
        case spec.Conv2D(filters, kernel, strides, activation, use_bias, padding):
            return kl.Conv2D(
                filters, kernel, strides, padding, activation=activation, use_bias=use_bias
            )
        case spec.MaxPool2D(size):
            return kl.MaxPooling2D(size)
        case spec.BatchNormalization(momentum):
            return normalization(momentum=momentum)
        case spec.Activation(function):
            return kl.Activation(function)
        case spec.Dropout(rate):
            return kl.Dropout(rate)
        case spec.Flatten():
            return kl.Flatten()
        case spec.GlobalAveragePooling2D():
            return kl.GlobalAveragePooling2D()
        case spec.Dense(units, activation):
            return kl.Dense(units, activation=activation)
        case _:
            assert_never(layer)
