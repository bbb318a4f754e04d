"""The network that finds ink and sheets, as Keras trains it and as LiteRT runs it.

A U-Net (Ronneberger, Fischer and Brox 2015, "U-Net: Convolutional Networks for Biomedical Image
Segmentation") whose first step halves the sides and whose last one doubles them again, which
leaves a quarter of the work; what it knows of the whole picture is added at its narrowest place.
"""

from __future__ import annotations

from pathlib import Path

import keras
import tensorflow as tf
from keras import layers
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from core.files.json_files import replacing

_FILTERS = (12, 24, 40, 56, 72)
_LAST_FILTERS = 16
_SIDE = 256  # any multiple of 32: LiteRT is told the true sides with each picture
COVERS = 2  # what is told of each pixel: ink, and the sheet
_INK_WEIGHT = 3.0  # a pixel of ink counts for so many more of paper, of which there are many more
_SHEET_WEIGHT = 0.5  # of the loss for sheets beside that for ink
_DICE_PIXELS = 20.0  # of ink that are added on both sides, so that an empty picture has a loss


def build_ink_network() -> keras.Model:
    """Return the untrained network: colours (n, h, w, 3), 0..255, to logits (n, h, w, 2)."""
    picture = layers.Input((None, None, 3))
    x = layers.Rescaling(1 / 64, -2)(picture)
    skips = []
    for level, filters in enumerate(_FILTERS):
        x = _convolved(x, filters, kernel=3 if level else 5, strides=2)
        x = _convolved(x, filters)
        skips.append(x)
    x = _with_context(_convolved(x, _FILTERS[-1]))
    for filters, skip in zip((*_FILTERS[-2:0:-1], _LAST_FILTERS), skips[-2::-1], strict=True):
        beside = layers.Concatenate()([Doubled()(x), skip])
        x = _convolved(_convolved(beside, filters, kernel=1), filters)
    return keras.Model(picture, Unfolded()(layers.Conv2D(4 * COVERS, 3, padding="same")(x)))


def ink_loss(covers: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Return the loss of logits (n, h, w, 2) for what ink and sheets truly cover, alike, 0..1.

    Cross-entropy by pixel, and for ink the Dice loss (Milletari, Navab and Ahmadi 2016, "V-Net"),
    which counts little ink in a large picture as much as much.
    """
    by_pixel = tf.nn.sigmoid_cross_entropy_with_logits(covers, logits)
    ink, found = covers[..., 0], tf.sigmoid(logits[..., 0])
    common = tf.reduce_sum(found * ink, (1, 2))
    total = tf.reduce_sum(found + ink, (1, 2))
    dice = 1 - (2 * common + _DICE_PIXELS) / (total + _DICE_PIXELS)
    weighted = (1 + _INK_WEIGHT * ink) * by_pixel[..., 0]
    sheets = _SHEET_WEIGHT * tf.reduce_mean(by_pixel[..., 1])
    return 2 * tf.reduce_mean(weighted) + tf.reduce_mean(dice) + sheets


def export_ink_network(model: keras.Model, path: Path) -> None:
    """Write the network as a LiteRT file.

    One picture in, its ink and sheets (1, h, w, 2), 0..1, out.
    """
    signature = tf.TensorSpec((1, _SIDE, _SIDE, 3), tf.float32)
    covers = tf.function(lambda picture: tf.sigmoid(model(picture, training=False)))
    frozen = convert_variables_to_constants_v2(covers.get_concrete_function(signature))
    converted = tf.lite.TFLiteConverter.from_concrete_functions([frozen]).convert()
    with replacing(path) as made:
        made.write_bytes(converted)


class Doubled(layers.Layer):
    """Each pixel four times.

    As Keras' own layer, but without sizes in it, which LiteRT would keep for every picture.
    """

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Return (n, 2h, 2w, c) for (n, h, w, c)."""
        return tf.nn.depth_to_space(tf.concat([x] * 4, -1), 2)


class Unfolded(layers.Layer):
    """Four values of a pixel beside and below each other."""

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Return (n, 2h, 2w, c) for (n, h, w, 4c)."""
        return tf.nn.depth_to_space(x, 2)


def _convolved(
    x: keras.KerasTensor, filters: int, kernel: int = 3, strides: int = 1
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, kernel, strides=strides, padding="same", use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization(momentum=0.95)(x))


def _with_context(x: keras.KerasTensor) -> keras.KerasTensor:
    """Add to each place what a small network makes of the mean of all."""
    whole = layers.GlobalAveragePooling2D(keepdims=True)(x)
    hidden = layers.Conv2D(_FILTERS[-1], 1, activation="relu")(whole)
    return layers.Add()([x, layers.Conv2D(_FILTERS[-1], 1)(hidden)])
