"""The download that `keras.datasets.mnist` makes, into the same cache file."""

import hashlib
import http.client
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from core.data.failures import RecentFailure
from core.data.mnist import MnistUnavailableError

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
MAX_BYTES = 16 * 2**20
"""The file has 11,490,434 bytes; an answer that is much longer is not it."""

CONNECT_SECONDS = 4.0
STALL_SECONDS = 20.0
"""How long a connection may stay silent once it is there: crowded wireless networks pause."""
TOTAL_SECONDS = 600.0

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in total (0 where the server does not say)."""

recent_failure = RecentFailure(seconds=600.0)


def host() -> str:
    """The name of the server, for messages."""
    return urlsplit(URL).hostname or URL


def download(target: Path, progress: Progress | None = None) -> None:
    """Puts mnist.npz at `target`, replacing what is there only after its checksum matched.

    Several at once do no harm: each writes a file of its own, and the last rename wins.
    Raises MnistUnavailableError when it fails; for ten minutes after that every call fails at once
    for the same reason, so that nobody waits for the time-out twice. An exception of `progress`
    ends the download, leaves nothing behind and does not count as a failure of the network.
    """
    if reason := recent_failure.reason():
        raise MnistUnavailableError(reason)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _connect() as response, _replacing(target) as stream:
            _copy(response, stream, progress or _ignore)
    except (OSError, http.client.HTTPException) as error:
        reason = (
            f"MNIST could not be downloaded from {host()} to {target.parent} ({error}); connect "
            "to the internet, or set DIGITS_DATA_DIR to a folder with MNIST."
        )
        recent_failure.remember(reason)
        raise MnistUnavailableError(reason) from error


class _PatientConnection(http.client.HTTPSConnection):
    """Gives up on connecting soon, on a connection that is there late."""

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(STALL_SECONDS)


class _PatientHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_PatientConnection, req)


def _connect() -> http.client.HTTPResponse:
    opener = urllib.request.build_opener(_PatientHandler)
    response: http.client.HTTPResponse = opener.open(URL, timeout=CONNECT_SECONDS)
    return response


@contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    """A new file beside `target` that takes its place if the block ends well, else disappears."""
    # not from tempfile: its files are private, and a class may share one cache
    part = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as stream:
            yield stream
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _copy(response: http.client.HTTPResponse, stream: IO[bytes], progress: Progress) -> None:
    total = response.length or 0
    deadline = time.monotonic() + TOTAL_SECONDS
    digest, done = hashlib.sha256(), 0
    while chunk := response.read(2**16):
        stream.write(chunk)
        digest.update(chunk)
        done += len(chunk)
        progress(done, total)
        if done > MAX_BYTES:
            raise OSError(f"the answer is longer than {MAX_BYTES:,} bytes")
        if time.monotonic() > deadline:
            raise OSError(f"not done after {TOTAL_SECONDS:.0f} seconds")
    if digest.hexdigest() != SHA256:
        raise OSError(f"the {done:,} bytes that arrived are not mnist.npz: wrong SHA-256")


def _ignore(_done: int, _total: int) -> None:
    pass
