"""A picture with what was found in it: boxed, labelled, and one of its digits step by step."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw, ImageFont

from core.figures.montage import enlarged
from core.vision import Box, DigitImage, Picture
from core.vision.normalize import pad_to_square

CLEAR_SIDE = 720
"""Pixels of the long side below which a picture is enlarged, so that labels on it are sharp."""
ROOM_AROUND = 1.5
"""Side of what is shown around a digit, relative to the longer side of its box."""
JPEG_QUALITY = 90

Pixels = NDArray[np.uint8]
_Corners = tuple[float, float, float, float]


def jpeg(rgb: NDArray[np.uint8]) -> bytes:
    """Return an RGB image (h, w, 3) as a JPEG file, its colours as sharp as its greys."""
    sharp = (cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444)
    settings = (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, *sharp)
    _, encoded = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), settings)
    return bytes(encoded.tobytes())


def jpeg_data_uri(rgb: NDArray[np.uint8]) -> str:
    """Return a picture (h, w, 3) as a JPEG that a page may hold in itself."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg(rgb)).decode("ascii")


@dataclass(frozen=True)
class PictureView:
    """A picture and the ink found in it, as small as they were looked at: 1024 pixels at most.

    `rgb`: (h, w, 3) uint8, nothing transparent; `ink`: (h, w) uint8, 255 where it is certain;
    `scale`: pixels of the view for each of the picture's own, across and down.
    """

    rgb: NDArray[np.uint8]
    ink: NDArray[np.uint8]
    scale: tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """What to draw around a digit: its box in the picture's own pixels, a short label, a colour.

    `dashed` sets apart what is no digit, `bold` the one that is looked at.
    """

    box: Box
    label: str
    colour: str
    dashed: bool = False
    bold: bool = False


def picture_view(picture: Picture) -> PictureView:
    """Return a picture as small as the ink that was found in it."""
    height, width = picture.ink.shape
    own_height, own_width = picture.rgba.shape[:2]
    rgba = picture.rgba
    if (own_height, own_width) != (height, width):
        rgba = np.asarray(cv2.resize(rgba, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    ink = np.rint(255 * np.clip(picture.ink, 0, 1)).astype(np.uint8)
    return PictureView(on_paper(rgba), ink, (width / own_width, height / own_height))


def boxed(view: PictureView, marks: Sequence[Mark]) -> NDArray[np.uint8]:
    """Return the view as RGB with all marks on it, enlarged by a whole number if it is small."""
    factor = ceil(CLEAR_SIDE / max(view.ink.shape))
    sheet = Image.fromarray(enlarged(view.rgb, factor))
    pen = ImageDraw.Draw(sheet)
    boxes = [_corners(mark.box, (factor * view.scale[0], factor * view.scale[1])) for mark in marks]
    label_height = _label_height(boxes, max(sheet.size))
    for mark, box in sorted(zip(marks, boxes, strict=True), key=lambda pair: pair[0].bold):
        frame = _draw_frame(pen, mark, box, sheet.size)
        _draw_label(pen, mark, frame, label_height, sheet.size)
    return np.asarray(sheet)


def preprocessing_images(view: PictureView, digit: DigitImage) -> tuple[NDArray[np.uint8], ...]:
    """Return how a digit of the view came to be as the model sees it, in five square images.

    The picture around it in RGB; the ink there; its own ink alone; (20, 20); (28, 28).
    """
    x, y, side = _around(view, digit)
    alone = np.rint(255 * pad_to_square(digit.ink.astype(np.float64))).astype(np.uint8)
    return (
        _square(view.rgb, x, y, side),
        _square(view.ink, x, y, side),
        alone,
        digit.square20,
        digit.image,
    )


def picture_around(view: PictureView, digit: DigitImage, most: int) -> NDArray[np.uint8]:
    """Return the square of the view around a digit as RGB, made smaller than `most` if need be."""
    square = _square(view.rgb, *_around(view, digit))
    if len(square) <= most:
        return square
    return np.asarray(cv2.resize(square, (most, most), interpolation=cv2.INTER_AREA), np.uint8)


def _around(view: PictureView, digit: DigitImage) -> tuple[int, int, int]:
    """Return left, top and side of the square around a digit, in the view's pixels."""
    left, top, right, bottom = _corners(digit.box, view.scale)
    side = max(1, ceil(ROOM_AROUND * max(right - left, bottom - top)))
    return round((left + right - side) / 2), round((top + bottom - side) / 2), side


def on_paper(rgba: Pixels) -> Pixels:
    """Return RGB with what is transparent on white, or on black where the writing is light."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    if alpha.min() == 1:
        return np.ascontiguousarray(rgba[..., :3])
    colours = rgba[..., :3].astype(np.float32)
    brightness = (colours * alpha).sum() / max(3 * alpha.sum(), 1.0)
    paper = 255 if brightness < 128 else 0
    return np.rint(colours * alpha + paper * (1 - alpha)).astype(np.uint8)


def _square(image: Pixels, x: int, y: int, side: int) -> Pixels:
    """Return a square of an image; what lies beyond its edge is as the edge."""
    rows = np.clip(np.arange(y, y + side), 0, image.shape[0] - 1)
    columns = np.clip(np.arange(x, x + side), 0, image.shape[1] - 1)
    return image[rows[:, np.newaxis], columns]


def _corners(box: Box, scale: tuple[float, float]) -> _Corners:
    return box.x * scale[0], box.y * scale[1], box.right * scale[0], box.bottom * scale[1]


def _label_height(boxes: Sequence[_Corners], long_side: int) -> int:
    """Return a height that can be read in the whole picture, yet is less than the digits'."""
    typical = float(np.median([bottom - top for _, top, _, bottom in boxes])) if boxes else 0.0
    readable = min(max(0.4 * typical, long_side / 30), long_side / 16)
    return max(8, round(min(readable, 0.7 * typical)))


def _draw_frame(
    pen: ImageDraw.ImageDraw, mark: Mark, box: _Corners, size: tuple[int, int]
) -> _Corners:
    """Draw a frame just outside a box, as far as the sheet reaches, and return its corners."""
    line = max(2, round(max(size) / 320)) * (2 if mark.bold else 1)
    room = line + 2
    left, top = max(1.0, box[0] - room), max(1.0, box[1] - room)
    right, bottom = min(size[0] - 2.0, box[2] + room), min(size[1] - 2.0, box[3] + room)
    frame = left, top, max(right, left + 1), max(bottom, top + 1)
    pieces = list(_dashes(frame, 4 * line)) if mark.dashed else [frame]
    # A thin dark line on both sides of the colour: pale ones show on paper, all ones on photos.
    for piece in pieces:
        outline = piece[0] - 1, piece[1] - 1, piece[2] + 1, piece[3] + 1
        if mark.dashed:
            pen.line(piece, "#1c2430", line + 2)
            pen.line(piece, mark.colour, line)
        else:
            pen.rectangle(outline, outline="#1c2430", width=line + 2)
            pen.rectangle(piece, outline=mark.colour, width=line)
    return frame


def _dashes(frame: _Corners, length: int) -> list[_Corners]:
    """Return the dashes around a frame as lines; every corner is part of one."""
    left, top, right, bottom = frame
    across, down = _spans(left, right, length), _spans(top, bottom, length)
    lying = [(a, y, b, y) for y in (top, bottom) for a, b in across]
    return lying + [(x, a, x, b) for x in (left, right) for a, b in down]


def _spans(start: float, end: float, length: int) -> list[tuple[float, float]]:
    """Return spans with gaps as long between them, the first at the start, the last at the end."""
    pieces = 2 * max(1, round((end - start) / length / 2)) + 1
    step = (end - start) / pieces
    return [(start + i * step, start + (i + 1) * step) for i in range(0, pieces, 2)]


def _draw_label(
    pen: ImageDraw.ImageDraw, mark: Mark, frame: _Corners, height: int, size: tuple[int, int]
) -> None:
    """Write a label on its colour above the left corner of its frame."""
    font = _font(round(0.85 * height))
    width = max(0.8 * height, pen.textlength(mark.label, font) + 0.4 * height)
    left = min(frame[0], size[0] - 1 - width)
    top = max(0.0, frame[1] - height)  # partly within the frame at the picture's upper edge
    plate = left, top, left + width, top + height
    pen.rounded_rectangle(plate, height / 6, mark.colour, "#1c2430")
    middle = (plate[0] + plate[2]) / 2, (plate[1] + plate[3]) / 2
    pen.text(middle, mark.label, _readable_on(mark.colour), font, anchor="mm")


def _readable_on(colour: str) -> str:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 128 else "#ffffff"


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
