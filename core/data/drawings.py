"""The user's own drawings with the digits that were meant: a set to evaluate models on.

No training reads them: what is trained on would say nothing of how well drawings are read.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import Lock

import numpy as np

from core.data.dataset import CLASS_COUNT, IMAGE_SIZE, Split, UInt8Array
from core.data.drawing_file import (
    Drawing,
    artist_of,
    digest_of,
    parse_name,
    read_image,
    write_image,
)
from core.errors import DigitLabError

MOST = 10_000
"""Drawings in a folder, at most; they take 8 MB in memory."""

_SETTING = "DIGITS_DRAWINGS_DIR"
_DEFAULT = Path(__file__).resolve().parents[2] / "drawings"
_NUMBERS = 10**6

# The sessions of a server are threads of one process: two that keep at once get two numbers.
_writing = Lock()


@dataclass(frozen=True, eq=False)
class Drawn:
    """Drawings as digits to evaluate on, by number: `digits[i]` is what `kept[i]` tells of."""

    kept: tuple[Drawing, ...]
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

    def kept(self) -> tuple[Drawing, ...]:
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
        parsed = map(parse_name, names)
        return tuple(islice((drawing for drawing in parsed if drawing is not None), MOST))

    def fingerprint(self) -> str:
        """Return what changes whenever a drawing is kept, relabelled or removed, as hex digits.

        No file is opened for it: names hold a digest of the pixels.
        """
        return _fingerprint(self.kept())

    def read(self) -> Drawn:
        """Return all drawings whose files are whole; others are left out."""
        kept = self.kept()
        images = [self.image(drawing) for drawing in kept]
        whole = [(d, image) for d, image in zip(kept, images, strict=True) if image is not None]
        pixels = np.array([image for _, image in whole], np.uint8)
        labels = np.array([drawing.label for drawing, _ in whole], np.uint8)
        split = Split(pixels.reshape(-1, IMAGE_SIZE, IMAGE_SIZE), labels)
        return Drawn(tuple(drawing for drawing, _ in whole), split)

    def image(self, drawing: Drawing) -> UInt8Array | None:
        """Return the pixels of a drawing, (28, 28) uint8, or None where they are not there."""
        return read_image(self.root / drawing.name, drawing.digest)

    def find(self, images: UInt8Array) -> list[Drawing | None]:
        """Return for each of `images`, (n, 28, 28) uint8, what is kept of these very pixels."""
        known = self._known(images, self.kept())
        return [known.get(digest_of(image)) for image in images]

    def keep(
        self, images: UInt8Array, labels: Sequence[int], user: str | None = None
    ) -> tuple[Drawing, ...]:
        """Keep digits, (n, 28, 28) uint8 as a model is given them, with n `labels` of 0..9.

        `user` drew them. The same pixels are kept once: told another label, they change theirs,
        and stay those of who kept them first. Raises
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
            self._check_room(len(there), number, len(set(map(digest_of, images)) - set(known)))
            for image, label in zip(digits.images, digits.labels.tolist(), strict=True):
                digest = digest_of(image)
                if digest in known:
                    known[digest] = self._relabel(known[digest], label)
                else:
                    known[digest] = self._add(
                        image, Drawing(number, label, _now(), digest, artist_of(user))
                    )
                    number += 1
        return tuple(known[digest_of(image)] for image in images)

    def remove(self, drawing: Drawing) -> None:
        """Delete a drawing for good; one that is gone already is no error.

        Raises `DigitLabError` when it cannot be deleted.
        """
        with _writing, self._writable():
            (self.root / drawing.name).unlink(missing_ok=True)

    def _known(self, images: UInt8Array, there: tuple[Drawing, ...]) -> dict[str, Drawing]:
        """Return by its digest what is kept of the pixels of `images`, and is whole."""
        asked = set(map(digest_of, images))
        return {
            drawing.digest: drawing
            for drawing in there
            if drawing.digest in asked and self.image(drawing) is not None
        }

    def _check_room(self, count: int, number: int, more: int) -> None:
        if count + more > MOST or number + more > _NUMBERS:
            raise DigitLabError(
                f"{self.root} is full: {count:,} drawings are kept there, {MOST:,} at most, "
                f"under numbers below {_NUMBERS:,}. Remove some, or name another folder in "
                f"{_SETTING}."
            )

    def _add(self, image: UInt8Array, new: Drawing) -> Drawing:
        self.root.mkdir(parents=True, exist_ok=True)
        write_image(self.root / new.name, image)
        return new

    def _relabel(self, known: Drawing, label: int) -> Drawing:
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


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _fingerprint(kept: tuple[Drawing, ...]) -> str:
    return sha256("\n".join(drawing.name for drawing in kept).encode("ascii")).hexdigest()
