"""A part of a picture read alone, and the small picture to choose it on."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from core.errors import DigitLabError
from core.runs.run import PRETRAINED
from core.vision.cropping import Part
from pages.ui import cache


@pytest.fixture(scope="module")
def two_strokes() -> bytes:
    """A PNG of 1600x800 pixels with a dark stroke in each half of its white."""
    sheet = np.full((800, 1600), 255, np.uint8)
    sheet[200:600, 380:430] = 0
    sheet[200:600, 1180:1230] = 0
    buffer = io.BytesIO()
    Image.fromarray(sheet).save(buffer, "PNG")
    return buffer.getvalue()


def test_only_what_is_in_the_part_is_read(store_of_pages: None, two_strokes: bytes) -> None:
    """Its box is in the pixels of the part, and the JSON tells where that lies; without a part
    there is no word of one."""
    run = cache.store().get(PRETRAINED)
    whole = cache.answer(run, two_strokes, "strokes.png", single=False)
    right = cache.answer(run, two_strokes, "strokes.png", single=False, part=Part(0.5, 0, 0.5, 1))
    assert [2, 1] == [len(whole.digits), len(right.digits)]
    assert abs(right.digits[0].seen.box.x - (1180 - 800)) <= 4
    told = json.loads(right.plain)
    assert [800, 0, 800, 800] == told["part"]
    assert "part" not in json.loads(whole.plain)


def test_a_picture_is_chosen_from_at_a_small_size(two_strokes: bytes) -> None:
    """As wide as it is high in the same proportion; what is no picture is refused by its name."""
    head, data = cache.preview(two_strokes, "strokes.png").split(",")
    assert "data:image/jpeg;base64" == head
    assert (720, 360) == Image.open(io.BytesIO(base64.b64decode(data))).size
    with pytest.raises(DigitLabError, match=r"^letter\.png"):
        cache.preview(b"Dear reader", "letter.png")
