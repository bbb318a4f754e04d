"""People's own drawings with the digits that were meant: a set to evaluate models on.

All lie in one folder, each under the name of who drew it, if one was given. What is kept under one
name is kept once, and changed by nobody who keeps the same pixels under another.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np

from core.data.dataset import CLASS_COUNT, IMAGE_SIZE, Split, UInt8Array
from core.data.drawing_details import (
    Details,
    NewDrawing,
    Said,
    read_original,
    read_original_png,
    read_said,
)
from core.data.drawing_file import Drawing, artist_of, digest_of, parse_name, read_image
from core.data.drawing_folder import DrawingFolder
from core.errors import DigitLabError
from core.files.deletion import SetAside, put_back

Key = tuple[str, str | None]
"""The digest of the pixels and the artist: what is kept once."""


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

    What writes there raises `DigitLabError` when the folder cannot be written to.
    """

    def __init__(self, root: Path | None = None) -> None:
        """Use `root`, or the default folder; it is made when the first drawing is kept."""
        self._folder = DrawingFolder(root)
        self.root = self._folder.root

    def kept(self) -> tuple[Drawing, ...]:
        """Return what the folder holds by the names of its files, by number, 10,000 at most.

        Raises `DigitLabError` when the folder cannot be searched; one that is missing is empty.
        """
        return self._folder.kept()

    def fingerprint(self) -> str:
        """Return what changes whenever a drawing is kept, relabelled or removed, as hex digits.

        No file is opened for it: names hold a digest of the pixels.
        """
        return _fingerprint(self.kept())

    def read(self, kept: Sequence[Drawing] | None = None) -> Drawn:
        """Return those of `kept`, by default all, whose files are whole; others are left out."""
        kept = self.kept() if kept is None else kept
        images = [self.image(drawing) for drawing in kept]
        whole = [(d, image) for d, image in zip(kept, images, strict=True) if image is not None]
        pixels = np.array([image for _, image in whole], np.uint8)
        labels = np.array([drawing.label for drawing, _ in whole], np.uint8)
        split = Split(pixels.reshape(-1, IMAGE_SIZE, IMAGE_SIZE), labels)
        return Drawn(tuple(drawing for drawing, _ in whole), split)

    def image(self, drawing: Drawing) -> UInt8Array | None:
        """Return the pixels of a drawing, (28, 28) uint8, or None where they are not there."""
        return read_image(self.root / drawing.name, drawing.digest)

    def said(self, drawing: Drawing) -> Said | None:
        """Return what a model said of a drawing when it was kept, None where that is not known."""
        return read_said(self.root, drawing)

    def original(self, drawing: Drawing) -> UInt8Array | None:
        """Return the picture that a drawing was in, (h, w, 3) uint8, None where there is none."""
        return read_original(self.root, drawing)

    def original_png(self, drawing: Drawing) -> bytes | None:
        """Return the same as a PNG file."""
        return read_original_png(self.root, drawing)

    def find(self, images: UInt8Array, user: str | None = None) -> list[Drawing | None]:
        """Return for each of `images`, (n, 28, 28) uint8, what `user` keeps of these very pixels.

        None is who gave no name.
        """
        keys = [(digest_of(image), artist_of(user)) for image in images]
        known = self._known(set(keys), self.kept())
        return [known.get(key) for key in keys]

    def keep(
        self,
        images: UInt8Array,
        labels: Sequence[int],
        user: str | None = None,
        details: Sequence[Details] = (),
    ) -> tuple[Drawing, ...]:
        """Keep digits, (n, 28, 28) uint8, with n `labels` and, where they are known, n `details`.

        As `keep_all` does; raises `ValueError` for what is no such digit or label.
        """
        if not all(0 <= label < CLASS_COUNT for label in labels):
            raise ValueError(f"{labels} are not all one of the ten digits")
        digits = Split(images, np.array(labels, np.uint8))
        each = details or [Details()] * len(labels)
        given = zip(digits.images, labels, each, strict=True)
        return self.keep_all([NewDrawing(*one) for one in given], user)

    def keep_all(
        self,
        new: Sequence[NewDrawing],
        user: str | None = None,
        progress: Callable[[float], None] = lambda share: None,
    ) -> tuple[Drawing, ...]:
        """Keep drawings of `user`: all of them or, where that fails or is broken off, none.

        The same pixels are kept once under each name: told another label, they change theirs.
        `progress` is told the share done. Raises `DigitLabError` when there would be too many.
        """
        with self._folder.locked(), ExitStack() as if_it_fails:
            there, artist = self.kept(), artist_of(user)
            keys: list[Key] = [(digest_of(one.image), artist) for one in new]
            known, number = self._known(set(keys), there), self._folder.next_number()
            self._folder.check_room(len(there), number, len(set(keys) - set(known)))
            for done, (key, one) in enumerate(zip(keys, new, strict=True)):
                progress(done / len(new))
                if key in known:
                    before, known[key] = known[key], self._labelled(known[key], one.label)
                    if_it_fails.callback(self._labelled, known[key], before.label)
                else:
                    time = one.time or datetime.now(UTC).replace(microsecond=0)
                    known[key] = Drawing(number, one.label, time, *key)
                    if_it_fails.callback(self._folder.delete, known[key])
                    self._folder.add(known[key], one.image, one.details)
                    number += 1
            if_it_fails.pop_all()
        return tuple(known[key] for key in keys)

    def relabel(self, drawings: Iterable[Drawing], label: int) -> tuple[Drawing, ...]:
        """Let drawings be meant as `label`; return as they are now those that are still there."""
        with self._folder.locked():
            return tuple(self._labelled(one, label) for one in self._current(drawings))

    def give(self, drawings: Iterable[Drawing], user: str) -> tuple[Drawing, ...]:
        """Let drawings be those of `user`, but for pixels that `user` keeps already."""
        artist = artist_of(user)
        with self._folder.locked():
            own = {drawing.digest for drawing in self.kept() if drawing.artist == artist}
            others = {one.digest: one for one in self._current(drawings) if one.digest not in own}
            given = [(one, replace(one, artist=artist)) for one in others.values()]
            return tuple(self._folder.rename(one, new) for one, new in given)

    def remove(self, drawing: Drawing) -> None:
        """Delete a drawing for good; one that is gone already is no error."""
        with self._folder.locked():
            for one in self._current([drawing]):
                self._folder.delete(one)

    def remove_soon(self, drawings: Iterable[Drawing]) -> tuple[SetAside, ...]:
        """Delete drawings after `UNDO_SECONDS`; until then `undo` brings them back."""
        with self._folder.locked():
            moved = [self._folder.set_aside(one) for one in self._current(drawings)]
        return tuple(one for one in moved if one is not None)

    def undo(self, removed: Iterable[SetAside]) -> None:
        """Bring back what `remove_soon` took away, but for pixels that were kept anew since.

        Raises `DigitLabError` when it is too late for some; the others are there then.
        """
        late: list[DigitLabError] = []
        with self._folder.locked():
            there = {_key(drawing) for drawing in self.kept()}
            for one in removed:
                drawing = parse_name(one.folder.name)
                if drawing is not None and _key(drawing) not in there:
                    try:
                        put_back(one)
                    except DigitLabError as error:
                        late.append(error)
        if late:
            raise late[0]

    def _known(self, asked: set[Key], there: Iterable[Drawing]) -> dict[Key, Drawing]:
        """Return by its key what is kept of what is asked for, and is whole."""
        found = [drawing for drawing in there if _key(drawing) in asked]
        return {_key(drawing): drawing for drawing in found if self.image(drawing) is not None}

    def _current(self, drawings: Iterable[Drawing]) -> list[Drawing]:
        """Return those that are still there, with the labels that they may have got meanwhile."""
        there = {(drawing.number, drawing.digest): drawing for drawing in self.kept()}
        asked = [there.get((drawing.number, drawing.digest)) for drawing in drawings]
        return [drawing for drawing in asked if drawing is not None]

    def _labelled(self, drawing: Drawing, label: int) -> Drawing:
        return self._folder.rename(drawing, replace(drawing, label=label))


def _key(drawing: Drawing) -> Key:
    return drawing.digest, drawing.artist


def _fingerprint(kept: tuple[Drawing, ...]) -> str:
    return sha256("\n".join(drawing.name for drawing in kept).encode("ascii")).hexdigest()
