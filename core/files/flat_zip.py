"""ZIP files from strangers: only files in no folder, bounded before anything is unpacked."""

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from core.errors import DigitLabError
from core.files.zip_table import table_bytes

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_ENTRY_BYTES = 400  # of the directory; a name of 100 characters takes 150, some programs add times
_ENCRYPTED = 1
_CHUNK = 65_536
_DAMAGED = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
"""What zipfile lets through of a damaged archive."""


class FlatZip:
    """The files of an archive by their names, each read within bounds."""

    def __init__(self, data: bytes, name: str, *, most_bytes: int, most_files: int) -> None:
        """Look at the directory of the archive `name`; nothing is unpacked.

        Raises `DigitLabError`, which starts with `name`, for what is no ZIP file, is larger or has
        more files than that, has folders, names twice, passwords, or packs in an unusual way.
        """
        self._name = name
        if len(data) > most_bytes:
            raise self._refusal(f"has more than the {most_bytes // 2**20} MB that are read", "less")
        table = table_bytes(io.BytesIO(data))
        if table is None:
            raise DigitLabError(f"{name} is not a whole ZIP file; choose another.")
        if table > most_files * _ENTRY_BYTES:
            raise self._too_many(most_files)
        with self._whole():
            self._zip = ZipFile(io.BytesIO(data))
        if len(self._zip.infolist()) > most_files:
            raise self._too_many(most_files)
        self._files: dict[str, ZipInfo] = {}
        for info in self._zip.infolist():
            self._check(info)
            self._files[info.filename] = info

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in the order of the archive."""
        return tuple(self._files)

    def read(self, file: str, most: int) -> bytes:
        """Return the content of a file; raise `DigitLabError` for more than `most` bytes.

        So for a file that is not there or damaged. What the archive says of its size is not
        believed.
        """
        if file not in self._files:
            raise self._refusal(f"lacks {file}", "with it")
        content = bytearray()
        with self._whole(), self._zip.open(self._files[file]) as packed:
            while chunk := packed.read(_CHUNK):
                content += chunk
                if len(content) > most:
                    raise self._refusal(f"unpacks {file} to more than {most:,} bytes", "less")
        return bytes(content)

    def _check(self, info: ZipInfo) -> None:
        if not _NAME.fullmatch(info.filename):
            raise self._refusal(
                f"has {info.filename[:60]!r}, and only plain names without folders are read",
                "such names",
            )
        if info.filename in self._files:
            raise self._refusal(f"has {info.filename} twice", "each once")
        if info.flag_bits & _ENCRYPTED:
            raise self._refusal(f"has a password on {info.filename}", "none")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise self._refusal(f"packs {info.filename} in an unusual way", "deflate")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        try:
            yield
        except DigitLabError:
            raise
        except _DAMAGED as error:
            raise DigitLabError(f"{self._name} is a damaged ZIP file; make it again.") from error

    def _too_many(self, most_files: int) -> DigitLabError:
        return self._refusal(f"has more than {most_files:,} files", "fewer")

    def _refusal(self, fault: str, remedy: str) -> DigitLabError:
        return DigitLabError(f"{self._name} {fault}; choose a ZIP file with {remedy}.")
