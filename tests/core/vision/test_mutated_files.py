"""Thousands of damaged files: each is read, or refused in words that a person understands."""

import random
import struct
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from core.errors import DigitLabError
from core.vision import Picture, decode, read_picture
from tests.core.vision.picture_files import claiming, encoded, png, png_chunks, valid_files

VALID = valid_files()
MUTATED_PER_FILE = 120
EXTENSIONS = ("png", "jpg", "webp", "bmp", "gif", "tiff", "txt")
TELLING_BYTES = (0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF)
SIZES = (0, 1, 2, 29, 41, 1000, 8000, 32768, 60000, 65535, 65576, 2**24 - 1, 2**31, 2**32 - 1)

Mutation = Callable[[bytes, random.Random], bytes]


def cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data) + 1)]


def bytes_changed(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64))):
        changed[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed)


def header_changed(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 4))):
        changed[chance.randrange(min(len(data), 200))] = chance.choice(TELLING_BYTES)
    return bytes(changed)


def bit_flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def part_dropped(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 100) :]


def part_repeated(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    end = start + chance.randrange(1, 200)
    return data[:end] + data[start:end] * chance.choice((1, 1, 20)) + data[end:]


def bytes_inserted(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.choice((1, 4, 100))) + data[at:]


def other_size_claimed(data: bytes, chance: random.Random) -> bytes:
    try:
        return claiming(data, chance.choice(SIZES), chance.choice(SIZES))
    except (IndexError, StopIteration, struct.error):
        return data  # already so damaged that there is no header


def chunk_changed(data: bytes, chance: random.Random) -> bytes:
    """Drop, repeat, move or change a chunk of a PNG, its checksum right: the decoder goes on."""
    if data not in VALID.values() or not data.startswith(b"\x89PNG"):
        return bit_flipped(data, chance)
    chunks = png_chunks(data)
    kind, body = chunk = chunks.pop(chance.randrange(len(chunks)))
    changed = (kind, bytes_changed(body, chance)) if body else chunk
    new = chance.choice(([], [chunk], [chunk, chunk], [changed], [changed]))
    at = chance.randrange(len(chunks) + 1)
    return png([*chunks[:at], *new, *chunks[at:]])


MUTATIONS: tuple[Mutation, ...] = (
    cut_off,
    bytes_changed,
    header_changed,
    bit_flipped,
    part_dropped,
    part_repeated,
    bytes_inserted,
    other_size_claimed,
    chunk_changed,
)


def seen(data: bytes, name: str) -> list[Picture] | None:
    """What is read, told that there is one digit and not told; None when refused as it should be.

    Fails when there is any other error, or a warning.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pictures = read_or_refused(data, name)
    assert [str(warning.message) for warning in caught] == []
    return pictures


def read_or_refused(data: bytes, name: str) -> list[Picture] | None:
    try:
        rgba = decode(data, name)
    except DigitLabError as error:
        message = str(error)
    else:
        assert rgba.dtype == np.uint8
        assert rgba.ndim == 3
        assert rgba.shape[2] == 4
        return [read_picture(rgba, single=single) for single in (True, False)]
    assert message.startswith(f"{name} ")
    assert message.endswith(".")
    return None


def assert_sound(picture: Picture) -> None:
    assert np.isfinite(picture.ink).all()
    assert picture.ink.min() >= 0
    assert picture.ink.max() <= 1
    assert all(digit.image.shape == (28, 28) for digit in picture.digits)


@pytest.mark.parametrize("kind", VALID)
def test_whole_files_hold_their_digit(kind: str) -> None:
    """Undamaged, every kind of file gives its one digit."""
    pictures = seen(VALID[kind], "seven")
    assert pictures is not None
    assert [len(picture.digits) for picture in pictures] == [1, 1]


@pytest.mark.parametrize("kind", VALID)
def test_mutated_files_are_read_or_refused(kind: str) -> None:
    """Cut, changed, with parts dropped, repeated or resized, by any name: no surprise ever."""
    chance = random.Random(kind)
    for number in range(MUTATED_PER_FILE):
        data = VALID[kind]
        # Each mutation has its turn, alone at first and then together with others.
        mutations = [MUTATIONS[number % len(MUTATIONS)]]
        mutations += chance.choices(MUTATIONS, k=chance.randrange(3) if number > 50 else 0)
        for mutation in mutations:
            data = mutation(data, chance) or b"\0"
        for picture in seen(data, f"file {number}.{chance.choice(EXTENSIONS)}") or []:
            assert_sound(picture)


@pytest.mark.parametrize("kind", [kind for kind in VALID if len(VALID[kind]) < 400])
def test_files_cut_off_anywhere_are_read_or_refused(kind: str) -> None:
    """A download that broke off at any byte gives a picture or the readable error."""
    for end in range(0, len(VALID[kind]), 2):
        seen(VALID[kind][:end], "half.png")


def test_random_bytes_after_a_true_beginning_are_refused() -> None:
    """What only begins like a picture is refused."""
    chance = random.Random(0)
    beginnings = (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM", b"II*\0", b"RIFF")
    for beginning in beginnings:
        for _ in range(20):
            assert seen(beginning + chance.randbytes(chance.randrange(300)), "noise") is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (1, 500), (500, 1), (3, 3), (8, 8)])
@pytest.mark.parametrize("fill", ["paper", "transparent", "noise", "half"])
def test_tiny_and_thin_pictures_are_read(shape: tuple[int, int], fill: str) -> None:
    """From a single pixel on, blank, transparent, noisy or half black, nothing goes wrong."""
    pictures = seen(encoded(Image.fromarray(filled(shape, fill)), "PNG"), "tiny.png")
    assert pictures is not None
    for picture in pictures:
        assert_sound(picture)
        assert picture.ink.shape == shape


def filled(shape: tuple[int, int], fill: str) -> NDArray[np.uint8]:
    rgba = np.full((*shape, 4), 255, np.uint8)
    if fill == "transparent":
        rgba[:] = (200, 30, 60, 0)
    elif fill == "noise":
        rgba[:] = np.random.default_rng(0).integers(0, 256, rgba.shape)
    elif fill == "half":
        rgba[: shape[0] // 2, : (shape[1] + 1) // 2, :3] = 0
    return rgba
