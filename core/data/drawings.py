"""The user's own drawings with the digits that were meant: a set to judge models on.

No training reads them: what is trained on would say nothing of how well drawings are read.

Each is a file of its own, which any viewer of pictures opens: a PGM of 28x28 pixels whose name
holds all else, as in 000012-7-20261121T103912-9f86d081884c7d65.pgm: the number, the digit, the
time in UTC and the beginning of the SHA-256 of the pixels.
"""

import os
import re
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import Lock

import numpy as np

from core.data.dataset import CLASS_COUNT, IMAGE_SIZE, Split, UInt8Array
from core.errors import DigitLabError

MOST = 10_000
"""Drawings in a folder, at most; they take 8 MB in memory."""

_SETTING = "DIGITS_DRAWINGS_DIR"
_DEFAULT = Path(__file__).resolve().parents[2] / "drawings"
_NUMBERS = 10**6
_NAME = re.compile(r"([0-9]{6})-([0-9])-([0-9]{8}T[0-9]{6})-([0-9a-f]{16})\.pgm")
_TIME = "%Y%m%dT%H%M%S"
_HEADER = b"P5\n%d %d\n255\n" % (IMAGE_SIZE, IMAGE_SIZE)
_FILE_BYTES = len(_HEADER) + IMAGE_SIZE**2

# The sessions of a server are threads of one process: two that keep at once get two numbers.
_writing = Lock()


@dataclass(frozen=True)
class Kept:
    """What is known of a kept drawing without opening it.

    `number` 0..999,999, the higher the later it was kept; `label` 0..9, the digit that was meant;
    `time` in UTC, whole seconds; `digest` of the pixels, 16 hexadecimal digits.
    """

    number: int
    label: int
    time: datetime
    digest: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.number:06d}-{self.label}-{self.time:{_TIME}}-{self.digest}.pgm"


@dataclass(frozen=True, eq=False)
class Drawn:
    """Drawings as digits to judge on, by number: `digits[i]` is what `kept[i]` tells of."""

    kept: tuple[Kept, ...]
    digits: Split

    def __len__(self) -> int:
        return len(self.kept)

    @cached_property
    def fingerprint(self) -> str:
        """Hex digest; equal exactly where numbers, labels, times and pixels are."""
        return _fingerprint(self.kept)


class Drawings:
    """The drawings in one folder, by default the one that `DIGITS_DRAWINGS_DIR` names.

    Where the variable is not set it is `drawings` in the working tree. It is made when the first
    drawing is kept. Safe to use from several threads; where several programs keep drawings in one
    folder at the same moment, two may get the same number, and none is lost. Whatever else lies
    in the folder, and files whose pixels are not those that their name tells of, are left alone.
    """

    def __init__(self, root: Path | None = None) -> None:
        """Use `root` as the folder."""
        self.root = root or Path(os.environ.get(_SETTING) or _DEFAULT).resolve()

    def kept(self) -> tuple[Kept, ...]:
        """Return what the folder holds by the names of its files, by number, `MOST` at most.

        Raises `DigitLabError` when the folder cannot be searched; one that is missing is empty.
        """
        try:
            names = sorted(path.name for path in self.root.iterdir())
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise self._unusable("searched", error) from error
        # A name begins with the number, so that this is the order of numbers too.
        parsed = (_parse(name) for name in names)
        return tuple(islice((kept for kept in parsed if kept is not None), MOST))

    def fingerprint(self) -> str:
        """Return what changes whenever a drawing is kept, relabelled or removed, as hex digits.

        No file is opened for it: names hold a digest of the pixels.
        """
        return _fingerprint(self.kept())

    def read(self) -> Drawn:
        """Return all drawings whose files are whole; others are left out."""
        found = [(kept, image) for kept in self.kept() if (image := self.image(kept)) is not None]
        images = np.array([image for _, image in found], np.uint8)
        labels = np.array([kept.label for kept, _ in found], np.uint8)
        split = Split(images.reshape(-1, IMAGE_SIZE, IMAGE_SIZE), labels)
        return Drawn(tuple(kept for kept, _ in found), split)

    def image(self, kept: Kept) -> UInt8Array | None:
        """Return the pixels of a drawing, (28, 28) uint8, or None where they are not there."""
        path = self.root / kept.name
        try:
            # Looked at before it is opened: opening a pipe would wait for ever.
            if not stat.S_ISREG(path.lstat().st_mode):
                return None
            with path.open("rb") as file:
                content = file.read(_FILE_BYTES + 1)
        except OSError:
            return None  # removed meanwhile, or not ours to read
        if len(content) != _FILE_BYTES or not content.startswith(_HEADER):
            return None
        image = np.frombuffer(content, np.uint8, offset=len(_HEADER))
        return image.reshape(IMAGE_SIZE, IMAGE_SIZE) if _digest(image) == kept.digest else None

    def find(self, images: UInt8Array) -> list[Kept | None]:
        """Return for each of `images`, (n, 28, 28) uint8, what is kept of these very pixels."""
        known = self._known(images, self.kept())
        return [known.get(_digest(image)) for image in images]

    def keep(self, images: UInt8Array, labels: Sequence[int]) -> tuple[Kept, ...]:
        """Keep digits, (n, 28, 28) uint8 as a model is given them, with n `labels` of 0..9.

        The same pixels are kept once: told another label, they change theirs. Raises
        `DigitLabError`, and keeps none, when there would be more than `MOST`; `DigitLabError` when
        the folder cannot be written to; `ValueError` for what is no such digit or label.
        """
        if not all(0 <= label < CLASS_COUNT for label in labels):
            raise ValueError(f"{labels} are not all one of the ten digits")
        digits = Split(images, np.array(labels, np.uint8))
        with _writing, self._writable():
            there = self.kept()
            known = self._known(images, there)
            number = there[-1].number + 1 if there else 0
            self._check_room(len(there), number, len(set(map(_digest, images)) - set(known)))
            for image, label in zip(digits.images, digits.labels.tolist(), strict=True):
                digest = _digest(image)
                if digest in known:
                    known[digest] = self._relabel(known[digest], label)
                else:
                    known[digest] = self._add(image, Kept(number, label, _now(), digest))
                    number += 1
        return tuple(known[_digest(image)] for image in images)

    def remove(self, kept: Kept) -> None:
        """Delete a drawing for good; one that is gone already is no error.

        Raises `DigitLabError` when it cannot be deleted.
        """
        with _writing, self._writable():
            (self.root / kept.name).unlink(missing_ok=True)

    def _known(self, images: UInt8Array, there: tuple[Kept, ...]) -> dict[str, Kept]:
        """Return by its digest what is kept of the pixels of `images`, and is whole."""
        asked = set(map(_digest, images))
        return {
            kept.digest: kept
            for kept in there
            if kept.digest in asked and self.image(kept) is not None
        }

    def _check_room(self, count: int, number: int, more: int) -> None:
        if count + more > MOST or number + more > _NUMBERS:
            raise DigitLabError(
                f"{self.root} is full: {count:,} drawings are kept there, {MOST:,} at most, "
                f"under numbers below {_NUMBERS:,}. Remove some, or name another folder in "
                f"{_SETTING}."
            )

    def _add(self, image: UInt8Array, new: Kept) -> Kept:
        self.root.mkdir(parents=True, exist_ok=True)
        _write(self.root / new.name, _HEADER + image.tobytes())
        return new

    def _relabel(self, known: Kept, label: int) -> Kept:
        new = replace(known, label=label)
        (self.root / known.name).replace(self.root / new.name)
        return new

    @contextmanager
    def _writable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._unusable("written to", error) from error

    def _unusable(self, what: str, error: OSError) -> DigitLabError:
        return DigitLabError(
            f"{self.root} cannot be {what}: {error.strerror or error}. {_SETTING} must name a "
            "folder for drawings; correct it, or unset it."
        )


def _parse(name: str) -> Kept | None:
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    number, label, time, digest = match.groups()
    try:
        moment = datetime.fromisoformat(time).replace(tzinfo=UTC)
    except ValueError:
        return None  # no such day or hour
    return Kept(int(number), int(label), moment, digest)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _digest(image: UInt8Array) -> str:
    return sha256(image.tobytes()).hexdigest()[:16]


def _fingerprint(kept: tuple[Kept, ...]) -> str:
    return sha256("\n".join(one.name for one in kept).encode("ascii")).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write a file that a reader sees whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)  # mkstemp keeps others out; a shared folder must not
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
