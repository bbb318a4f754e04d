"""What the page keeps of a reading."""

import json
from dataclasses import dataclass
from itertools import chain

from core.figures.annotated_picture import PictureView, picture_view
from core.inference import ReadDigit, Reading
from core.vision import Box
from core.vision.ink import FoundBy


@dataclass(frozen=True)
class Answer:
    """A reading without its picture's own pixels, which may take 200 MB.

    `rows` from the top, the digits of each from the left; `plain` is the reading as JSON;
    `turned`: by how many degrees clockwise the picture was turned; `found_by`: what told the ink;
    `part`: the share 0..1 of the picture that was looked at closely; `left_out`: how many strokes
    are in no digit.
    """

    view: PictureView
    rows: tuple[tuple[ReadDigit, ...], ...]
    plain: str
    turned: int
    found_by: FoundBy
    part: float
    left_out: int

    @property
    def digits(self) -> tuple[ReadDigit, ...]:
        """All digits in reading order."""
        return tuple(chain.from_iterable(self.rows))

    @property
    def refused(self) -> int:
        """How many of `digits` the model takes for no digit."""
        return sum(not digit.is_digit for digit in self.digits)


def answer_of(reading: Reading, cut_out: Box | None = None) -> Answer:
    """Return what the page keeps of a reading; `cut_out`: of which part of a picture it is."""
    told = reading.to_dict()
    if cut_out is not None:
        told["part"] = [cut_out.x, cut_out.y, cut_out.width, cut_out.height]
    plain = json.dumps(told, indent=2)
    picture = reading.picture
    part = picture.region.width * picture.region.height / picture.rgba[..., 0].size
    view = picture_view(picture)
    return Answer(
        view, reading.rows, plain, reading.turned, picture.found_by, part, reading.left_out
    )
