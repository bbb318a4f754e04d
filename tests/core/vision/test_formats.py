"""Files that are decoded in a process of their own, and what others are said to be."""

import io
import zlib

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from core.errors import DigitLabError
from core.vision import decode
from core.vision.formats import isolated
from core.vision.formats.kinds import kind_of
from tests.core.vision.picture_files import drawn, encoded

pillow_heif.register_heif_opener()


def box(kind: bytes, body: bytes) -> bytes:
    """A box of ISO base media, of which HEIC and AVIF files are made."""
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def pdf(body: bytes = b"", pages: int = 1, size: str = "200 100", trailer: bytes = b"") -> bytes:
    """A PDF of pages which share a drawing, its table of contents left to the reader to find."""
    kids = b" ".join(b"%d 0 R" % (4 + page) for page in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Contents 3 0 R>>" % size.encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(body), body),
        *[page] * pages,
    ]
    parts = [b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1)]
    return b"%PDF-1.7\n" + b"".join(parts) + b"trailer<</Root 1 0 R" + trailer + b">>\n%%EOF"


BLANK = zlib.compress(b" ")
BLACK = zlib.compress(b"0 g 0 0 100 100 re f")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "an AVIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "a HEIC"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "a video"),
        (b"\xef\xbb\xbf %PDF-1.4", "a PDF"),
        (b"PK\3\4", "a ZIP"),
        (b'<?xml version="1.0"?><svg/>', "an SVG"),
        (b"P5 2 2 255\n1234", "a PGM"),
        ("Zwölf".encode(), "text"),
        (b"\x93\x94\0\1", ""),
        (b"\x93x", ""),
        (b"", ""),
    ],
)
def test_kinds_are_told_by_how_files_begin(data: bytes, kind: str) -> None:
    """Whatever a file is called, what is said of it is what it is."""
    assert kind_of(data) == kind


def test_a_heic_stands_upright_once() -> None:
    """A phone's HEIC says twice how it was held; it is turned once, as the JPEG of it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    held = drawn()
    held.info["exif"] = exif.tobytes()
    files = encoded(held, "HEIF", quality=95), encoded(drawn(), "JPEG", exif=exif)
    heic, jpeg = (decode(data).astype(int) for data in files)
    assert (40, 30, 4) == heic.shape
    assert np.abs(heic - jpeg).mean() < 8


def test_large_heic_is_reduced() -> None:
    """As a JPEG is: a picture of 4000 pixels comes at half its size."""
    assert decode(encoded(Image.new("RGB", (4000, 32)), "HEIF")).shape == (16, 2000, 4)


def test_pages_are_drawn_at_a_bounded_size() -> None:
    """The long side of a page has 2000 pixels at most, however large the page claims to be."""
    large = isolated.page(pdf(BLACK, size="14000 7000"), "a PDF", "a.pdf")
    assert (2000, 1000) == Image.open(io.BytesIO(large.ppm)).size
    rgba = decode(pdf(BLACK))
    assert (417, 834, 4) == rgba.shape
    assert (0, 255) == (rgba[200, 100, 0], rgba[200, 700, 0])


def test_a_page_beyond_the_last_is_told() -> None:
    """How many pages there are comes with each of them."""
    data = pdf(BLACK, pages=3)
    assert isolated.page(data, "a PDF", "a.pdf", 3).of == 3
    with pytest.raises(isolated.NoPageError):
        isolated.page(data, "a PDF", "a.pdf", 4)


def locked() -> bytes:
    """A PDF that says it is encrypted, with a password that nobody knows."""
    how = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[(0)(0)]" % (
        b"o" * 32,
        b"u" * 32,
    )
    return pdf(BLANK, trailer=how)


HEIC = encoded(drawn(), "HEIF")
AVIF = encoded(drawn(), "AVIF")
CLAIMS = (60_000).to_bytes(4, "big") * 2


def claiming_heic(data: bytes) -> bytes:
    """A HEIC or AVIF whose header says 60,000 pixels by 60,000."""
    at = data.index(b"ispe") + 8
    return data[:at] + CLAIMS + data[at + 8 :]


HOSTILE = {
    "heic truncated": (HEIC[: len(HEIC) // 2], "not a whole picture"),
    "heic of nothing but its name": (HEIC[:40], "begins as a HEIC"),
    "heic of 3.6 gigapixels": (claiming_heic(HEIC), "not a whole picture|megapixels"),
    "avif truncated": (AVIF[: len(AVIF) // 2], "begins as an AVIF"),
    "avif of 3.6 gigapixels": (claiming_heic(AVIF), "not a whole picture|megapixels"),
    "heic of endless boxes": (
        box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"free", b"") * 300_000,
        "begins as a HEIC",
    ),
    "pdf truncated": (pdf(BLACK)[:60], "begins as a PDF"),
    "pdf with a password": (locked(), "a PDF with a password; save it without one"),
    "pdf of a page of no size": (pdf(BLACK, size="0 0 0 0")[:-20], "a PDF|whole"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused(kind: str) -> None:
    """The message says of what kind the file is and what is wrong, within seconds."""
    data, reason = HOSTILE[kind]
    try:
        rgba = decode(data, "trap")
    except DigitLabError as error:
        message = str(error)
    else:
        message = f"read as {rgba.shape}"
    assert message.startswith("trap ")
    assert any(words in message for words in reason.split("|")), message


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drawing without end is ended with its process, and the reason is told."""
    endless = zlib.compress(b"0 0 m 200 100 l S\n" * 300_000 + b"0 0 m 5 9 l " * 500_000 + b"S")
    monkeypatch.setattr(isolated, "SECONDS", 0.6)
    with pytest.raises(DigitLabError, match=r"^slow\.pdf .*longer than 0\.6 s"):
        decode(pdf(endless), "slow.pdf")


def test_netpbm_that_takes_pillow_minutes_is_refused_or_lightened() -> None:
    """Comments among pixels take Pillow a copy of the file each; an odd white a call a pixel."""
    assert (10, 10, 4) == decode(b"P2 10 10 255\n" + b"#a\n" * 200_000 + b"7 " * 100).shape
    with pytest.raises(DigitLabError, match="a PGM of a kind that takes too long"):
        decode(b"P5 4000 4000 7\n" + bytes(16_000_000), "odd.pgm")
    assert decode(b"P5 2 1 7\n\0\7")[0, :, 0].tolist() == [0, 255]
