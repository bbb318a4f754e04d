"""Picture files of every kind become upright RGBA; bad ones are refused with a plain message."""

import io
import struct
import zlib

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core.errors import DigitLabError
from core.vision import decode
from core.vision.decode import MAX_BYTES


def encoded(image: Image.Image, file_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def two_tone() -> Image.Image:
    """A picture 6 wide and 4 tall: its left half red, its right half white."""
    pixels = np.full((4, 6, 3), 255, np.uint8)
    pixels[:, :3] = (255, 0, 0)
    return Image.fromarray(pixels)


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size and whose data holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "file_format", ["PNG", "BMP", "GIF", "TIFF", "WEBP", "JPEG", "PPM", "AVIF", "HEIF"]
)
def test_every_format_is_read(file_format: str) -> None:
    """Each format gives (h, w, 4) uint8 with the colours that were saved."""
    pillow_heif.register_heif_opener()
    options = {"lossless": True} if file_format == "WEBP" else {"quality": 100}
    large = two_tone().resize((48, 32), Image.Resampling.NEAREST)
    rgba = decode(encoded(large, file_format, **options))
    assert rgba.shape == (32, 48, 4)
    assert rgba.dtype == np.uint8
    np.testing.assert_allclose(rgba[16, 4], (255, 0, 0, 255), atol=6)
    np.testing.assert_allclose(rgba[16, 44], (255, 255, 255, 255), atol=6)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_is_read(mode: str) -> None:
    """White stays white and black black in 1-bit, grey, palette, alpha and 16-bit pictures."""
    grey = np.zeros((5, 7), np.uint8)
    grey[:, 4:] = 255
    image = Image.fromarray(grey)
    sixteen_bit = Image.fromarray(grey.astype(np.uint16) * 257)
    rgba = decode(encoded(sixteen_bit if mode == "I;16" else image.convert(mode), "PNG"))
    assert rgba[0, 0].tolist() == [0, 0, 0, 255]
    assert rgba[0, 6].tolist() == [255, 255, 255, 255]


def test_cmyk_jpeg_is_read() -> None:
    """A print shop's CMYK JPEG has its paper white."""
    image = Image.new("CMYK", (16, 16), (0, 0, 0, 0))
    assert decode(encoded(image, "JPEG"))[8, 8].min() > 250


def test_palette_transparency_is_kept() -> None:
    """The transparent colour of a palette has alpha 0."""
    image = Image.new("P", (4, 4), 0)
    image.putpalette([10, 20, 30, 200, 0, 0])
    assert decode(encoded(image, "GIF", transparency=0))[..., 3].max() == 0


def test_first_frame_of_an_animation_is_read() -> None:
    """Of an animated GIF the first frame counts."""
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert decode(data)[4, 4].tolist() == [255, 0, 0, 255]


def test_exif_rotation_is_applied() -> None:
    """A photo taken with the camera turned by a quarter stands upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    rgba = decode(encoded(two_tone(), "PNG", exif=exif))
    assert rgba.shape == (6, 4, 4)
    assert rgba[0, 0].tolist() == [255, 0, 0, 255]
    assert rgba[5, 0].tolist() == [255, 255, 255, 255]


def test_large_jpeg_is_decoded_reduced() -> None:
    """A JPEG of 4000 pixels comes at half its size, which is enough to read."""
    assert decode(encoded(Image.new("L", (4000, 3000)), "JPEG")).shape == (1500, 2000, 4)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0" * (MAX_BYTES + 1), "MB"),
        (png_claiming(60_000, 60_000), "megapixels"),
        (png_claiming(8_000, 7_000), "megapixels"),
        (png_claiming(100, 100), "whole picture"),
        (b"7 is my digit", "PNG, JPEG"),
        (encoded(two_tone(), "PNG")[:40], "whole picture"),
        (b"\0\0\x01\0\x01\0", "an icon, not a picture"),
    ],
    ids=["empty", "bytes", "bomb", "pixels", "no data", "text", "truncated", "other format"],
)
def test_bad_files_are_refused(data: bytes, reason: str) -> None:
    """The message names the file and what is wrong with it."""
    with pytest.raises(DigitLabError, match=rf"^digits\.png .*{reason}"):
        decode(data, "digits.png")


SEEDS = [encoded(two_tone(), name) for name in ("PNG", "BMP", "GIF", "TIFF", "WEBP", "JPEG")] + [
    encoded(two_tone().convert("P"), "PNG"),
    encoded(two_tone(), "TIFF", compression="tiff_lzw"),
]


@settings(max_examples=400, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    edits=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8),
    length=st.integers(0, 10_000),
)
def test_damaged_files_give_pixels_or_the_readable_error(
    seed: bytes, edits: list[tuple[int, int]], length: int
) -> None:
    """Whatever bytes are changed or cut off, nothing but DigitLabError ever comes out."""
    data = bytearray(seed)
    for position, value in edits:
        data[position % len(data)] = value
    assert_pixels_or_readable_error(bytes(data[: max(1, length % (2 * len(data)))]))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_give_pixels_or_the_readable_error(data: bytes) -> None:
    """Random bytes raise DigitLabError."""
    assert_pixels_or_readable_error(data)


def assert_pixels_or_readable_error(data: bytes) -> None:
    try:
        rgba = decode(data)
    except DigitLabError:
        return
    assert rgba.dtype == np.uint8
    assert rgba.ndim == 3
    assert rgba.shape[2] == 4
