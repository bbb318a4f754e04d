"""Where the digits come from: the user's folder, the cache, the download, scikit-learn.

The first of them that there is wins. Two rules for what is there but damaged:

* What the user named is never passed over: a fault in DIGITS_DATA_DIR is an error.
* What we stored ourselves is ours to repair: a damaged cache is replaced by a new download, and
  where that fails the offline digits step in and their `origin` tells of both faults.
"""

import threading

from core.data import environment
from core.data.dataset import Dataset
from core.data.download import Progress, download, host, recent_failure
from core.data.folder import load_folder, load_npz
from core.data.mnist import MnistUnavailableError
from core.data.offline import offline_digits
from core.errors import DigitLabError

_cache_lock = threading.Lock()


def load(progress: Progress | None = None) -> Dataset:
    """The best digits at hand: MNIST, or where there is no way to it the offline digits.

    progress: told of a download's bytes done and bytes in total (0 if unknown).
    Raises DigitLabError when the folder that DIGITS_DATA_DIR names is missing or faulty.
    """
    try:
        return _load_mnist(progress)
    except MnistUnavailableError as error:
        return offline_digits(reason=str(error))


def load_named(name: str) -> Dataset:
    """The dataset of that `Dataset.name`, and never another: what a training must be given.

    Raises DigitLabError when the name is unknown, or MNIST is asked for and cannot be had.
    """
    if name == "mnist":
        return _load_mnist(progress=None)
    if name == "offline":
        return offline_digits()
    raise DigitLabError(f'There is no dataset "{name}"; choose "mnist" or "offline".')


def needs_download() -> bool:
    """True when `load` would use the network, as far as that is known without reading a file.

    A cache that turns out to be damaged makes `load` use the network all the same.
    """
    return not (
        environment.data_dir()
        or environment.is_download_forbidden()
        or environment.cache_file().is_file()
        or recent_failure.reason()
    )


def forget_failed_download() -> None:
    """Lets the next `load` try the network again at once: the answer to a "Try again"."""
    recent_failure.forget()


def _load_mnist(progress: Progress | None) -> Dataset:
    if folder := environment.data_dir():
        return load_folder(folder)
    with _cache_lock:  # the second of two threads finds what the first has downloaded
        return _load_cache_or_download(progress)


def _load_cache_or_download(progress: Progress | None) -> Dataset:
    cache = environment.cache_file()
    fault = ""
    if cache.is_file():
        try:
            return load_npz(cache, f"Read from {cache}, the cache of an earlier download.")
        except DigitLabError as error:
            fault = f"{error} "
    try:
        _check_allowed()
        download(cache, progress)
    except MnistUnavailableError as error:
        raise MnistUnavailableError(f"{fault}{error}") from error
    return load_npz(cache, f"Downloaded from {host()} to {cache}.")


def _check_allowed() -> None:
    if environment.is_download_forbidden():
        raise MnistUnavailableError(
            "DIGITS_OFFLINE forbids the download of MNIST; unset it, or set DIGITS_DATA_DIR to a "
            "folder with MNIST."
        )
