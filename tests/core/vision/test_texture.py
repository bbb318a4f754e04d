"""Every picture is read in bounded time and memory; what is a texture is refused in words."""

import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.vision import read_picture
from core.vision.texture import MOST_DIGITS, MOST_OVERLAP, check_digits, check_strokes
from tests.core.vision.hostile_pictures import HOSTILE, on_nothing, rgba

PROJECT = Path(__file__).resolve().parents[3]
SIDE = 250
SECONDS = 4.0
"""Of CPU time: the slowest takes 0.3 s, and what is not bounded takes minutes."""

MEASURE = """
import re, sys
from pathlib import Path
from core.errors import DigitLabError
from core.vision import read_picture
from tests.core.vision.hostile_pictures import HOSTILE, rgba

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])

pictures = [rgba(HOSTILE[kind](1024, 1024)) for kind in sys.argv[1:]]
before = peak()
for picture in pictures:
    try:
        read_picture(picture)
    except DigitLabError:
        pass
print(peak() - before)
"""


def found(picture: NDArray[np.uint8], *, single: bool = False) -> int:
    """How many digits are found; none in what is refused."""
    with suppress(DigitLabError):
        return len(read_picture(picture, single=single).digits)
    return 0


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_picture_takes_long(kind: str) -> None:
    """Several digits on paper, or one as a drawing on nothing, whatever the outcome."""
    grey = HOSTILE[kind](SIDE, SIDE)
    begun = time.process_time()
    for picture, single in ((rgba(grey), False), (on_nothing(grey), True)):
        assert found(picture, single=single) <= (1 if single else MOST_DIGITS)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("shape", [(2, 20_000), (20_000, 3), (40, 8_000), (9_000, 60)])
def test_long_pictures_take_no_longer(shape: tuple[int, int]) -> None:
    """Ribbons of noise are as other pictures are."""
    begun = time.process_time()
    for kind in ("speckles 0.2 2", "speckles 0.2 12", "stripes upright 8"):
        assert found(rgba(HOSTILE[kind](*shape))) <= MOST_DIGITS
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("single", [False, True])
def test_noise_is_refused_in_words(single: bool) -> None:
    """The message says what the picture is, what is in it and what to do."""
    with pytest.raises(DigitLabError) as refusal:
        read_picture(rgba(HOSTILE["speckles 0.2 1"](500, 500)), single=single)
    assert re.fullmatch(
        r"The picture is a texture, not digits: 18,\d{3} strokes and specks are more than anybody "
        r"writes\. Cut out the part with the digits, or take it again on plain paper\.",
        str(refusal.value),
    )


def test_bounds_are_far_from_what_people_write() -> None:
    """A sheet with several hundred digits, some on top of each other, and thousands of specks is
    read; what exceeds a bound by one is not."""
    check_strokes(10_000)
    check_digits([1000] * 800, 1_000_000)
    check_digits([500_000] * 16, 1_000_000)
    with pytest.raises(DigitLabError, match="10,001 strokes and specks"):
        check_strokes(10_001)
    with pytest.raises(DigitLabError, match="801 strokes as large as digits"):
        check_digits([1000] * (MOST_DIGITS + 1), 1_000_000)
    with pytest.raises(DigitLabError, match="17 long strokes around and across each other"):
        check_digits([500_000] * 17, round(500_000 * 16.9 / MOST_OVERLAP))


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the peak of a process in /proc")
def test_no_picture_takes_memory() -> None:
    """Reading lets the process grow by less than 150 MB, be it full of strokes that each span all
    of the picture."""
    kinds = ("noise 1", "noise 3", "stripes slanted 3", "rings 4", "frames 4", "printed page 10")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *kinds],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 150 * 1024
