"""A picture of any kind -> 28x28 digits as MNIST made them, every step kept for display."""

from core.vision.decode import MAX_BYTES, decode
from core.vision.ink import Ink, find_ink, hypotheses
from core.vision.normalize import normalize
from core.vision.picture import DigitImage, Picture, picture_of, read_picture
from core.vision.strokes import Box

__all__ = [
    "MAX_BYTES",
    "Box",
    "DigitImage",
    "Ink",
    "Picture",
    "decode",
    "find_ink",
    "hypotheses",
    "normalize",
    "picture_of",
    "read_picture",
]
