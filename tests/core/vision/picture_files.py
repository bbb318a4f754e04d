"""Small valid picture files of every kind that is read, and ways to make them claim a size."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageDraw

PNG_START = b"\x89PNG\r\n\x1a\n"
Chunks = list[tuple[bytes, bytes]]


def encoded(image: Image.Image, file_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def drawn(shift: int = 0) -> Image.Image:
    """A dark blue 7 on cream paper, 40x30, moved to the right by `shift` pixels."""
    image = Image.new("RGB", (40, 30), (250, 245, 230))
    corners = [(10 + shift, 5), (25 + shift, 5), (15 + shift, 24)]
    ImageDraw.Draw(image).line(corners, (20, 30, 90), 3)
    return image


def see_through() -> Image.Image:
    """The same as RGBA, its ground transparent."""
    image = drawn().convert("RGBA")
    image.putalpha(drawn().convert("L").point(lambda level: 255 if level < 128 else 0))
    return image


def sixteen_bit() -> Image.Image:
    return Image.fromarray(np.asarray(drawn().convert("L")).astype(np.uint16) * 257)


def turned() -> Image.Exif:
    """EXIF data: a text, a directory of its own, and to be shown turned by a quarter."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "a drawn seven"
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0comment"
    return exif


def animation(file_format: str, **options: object) -> bytes:
    first, *others = [drawn(shift) for shift in (0, 4, 8)]
    return encoded(first, file_format, save_all=True, append_images=others, **options)


def valid_files() -> dict[str, bytes]:
    """Return the files by what they are; the first word is the format."""
    rgb, grey, cmyk = drawn(), drawn().convert("L"), drawn().convert("CMYK")
    half_transparent = {"transparency": bytes([0, 128, 255])}
    return {
        "png": encoded(rgb, "PNG"),
        "png grey": encoded(grey, "PNG"),
        "png 1-bit": encoded(grey.convert("1"), "PNG"),
        "png palette": encoded(rgb.quantize(16), "PNG"),
        "png palette of 2 bits": encoded(rgb.quantize(4), "PNG", bits=2),
        "png palette with alpha": encoded(rgb.quantize(8), "PNG", **half_transparent),
        "png alpha": encoded(see_through(), "PNG"),
        "png grey and alpha": encoded(see_through().convert("LA"), "PNG"),
        "png 16-bit": encoded(sixteen_bit(), "PNG"),
        "png exif": encoded(rgb, "PNG", exif=turned(), dpi=(300, 300)),
        "png animated": animation("PNG"),
        "jpeg": encoded(rgb, "JPEG"),
        "jpeg grey": encoded(grey, "JPEG"),
        "jpeg progressive": encoded(rgb, "JPEG", progressive=True, subsampling=0),
        "jpeg cmyk": encoded(cmyk, "JPEG"),
        "jpeg exif": encoded(rgb, "JPEG", exif=turned()),
        "jpeg of several pictures": animation("MPO"),
        "webp": encoded(rgb, "WEBP"),
        "webp lossless": encoded(rgb, "WEBP", lossless=True),
        "webp alpha": encoded(see_through(), "WEBP", exif=turned()),
        "webp animated": animation("WEBP"),
        "bmp": encoded(rgb, "BMP"),
        "bmp palette": encoded(rgb.quantize(16), "BMP"),
        "bmp 1-bit": encoded(grey.convert("1"), "BMP"),
        "bmp alpha": encoded(see_through(), "BMP"),
        "gif": encoded(rgb, "GIF"),
        "gif transparent": encoded(rgb.quantize(16), "GIF", transparency=0),
        "gif animated": animation("GIF", duration=50, loop=0),
        "tiff": encoded(rgb, "TIFF", exif=turned()),
        "tiff 16-bit": encoded(sixteen_bit(), "TIFF"),
        "tiff float": encoded(grey.convert("F"), "TIFF"),
        "tiff cmyk": encoded(cmyk, "TIFF"),
        "tiff lzw": encoded(rgb, "TIFF", compression="tiff_lzw"),
        "tiff deflate": encoded(see_through(), "TIFF", compression="tiff_adobe_deflate"),
        "tiff jpeg": encoded(rgb, "TIFF", compression="jpeg"),
        "tiff fax": encoded(grey.convert("1"), "TIFF", compression="group4"),
        "tiff pages": animation("TIFF", compression="packbits"),
    }


def claiming(data: bytes, width: int, height: int) -> bytes:
    """Return a file of `valid_files` whose header claims another size, modulo what its fields hold.

    Where the first picture has a size of its own (GIF, WebP), that stays.
    """
    if data.startswith(PNG_START):
        (kind, header), *others = png_chunks(data)
        return png([(kind, struct.pack(">II", width, height) + header[8:]), *others])
    if data.startswith(b"\xff\xd8"):
        at = next(at for at in range(len(data)) if data[at : at + 2] in (b"\xff\xc0", b"\xff\xc2"))
        return _replaced(data, at + 5, struct.pack(">HH", height % 2**16, width % 2**16))
    if data.startswith(b"GIF"):
        return _replaced(data, 6, struct.pack("<HH", width % 2**16, height % 2**16))
    if data.startswith(b"BM"):
        return _replaced(data, 18, struct.pack("<II", width, height))
    if data.startswith(b"RIFF"):
        return _webp_claiming(data, width, height)
    return tiff_with(tiff_with(data, 256, width), 257, height)


def _webp_claiming(data: bytes, width: int, height: int) -> bytes:
    kind = data[12:16]
    if kind == b"VP8X":
        sides = [((side - 1) % 2**24).to_bytes(3, "little") for side in (width, height)]
        return _replaced(data, 24, b"".join(sides))
    if kind == b"VP8L":
        bits = (width - 1) % 2**14 | ((height - 1) % 2**14) << 14
        return _replaced(data, 21, struct.pack("<I", bits))
    return _replaced(data, 26, struct.pack("<HH", width % 2**14, height % 2**14))


def tiff_with(data: bytes, tag: int, value: int) -> bytes:
    """Return a little-endian TIFF with one whole-number tag of its first page set."""
    (directory,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, directory)
    places = range(directory + 2, directory + 2 + 12 * count, 12)
    at = next(at for at in places if struct.unpack_from("<H", data, at)[0] == tag)
    return _replaced(data, at + 2, struct.pack("<HII", 4, 1, value))


def tiff(tags: dict[int, int], data: bytes) -> bytes:
    """Return a TIFF of whole-number tags whose only data starts at byte 8."""
    entries = [struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(tags.items())]
    directory = struct.pack("<H", len(tags)) + b"".join(entries) + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(data)) + data + directory


def png_chunks(data: bytes) -> Chunks:
    """Return the kind and the body of each chunk of a PNG."""
    chunks, at = [], len(PNG_START)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return chunks


def png(chunks: Chunks) -> bytes:
    """Return a PNG of these chunks, each with the checksum it must have."""
    return PNG_START + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def _replaced(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]
