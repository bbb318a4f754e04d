"""MNIST from a folder on disk: four IDX files, or `mnist.npz`."""

from pathlib import Path

from core.data import mnist
from core.data.dataset import Dataset, UInt8Array
from core.data.idx import read_idx
from core.data.npz import read_npz
from core.errors import DigitLabError

NPZ_NAME = "mnist.npz"
_REMEDY = (
    "DIGITS_DATA_DIR must name a folder with MNIST's four IDX files (plain or .gz) or with "
    f"{NPZ_NAME}; correct it, or unset it to use the download."
)


def load_folder(folder: Path) -> Dataset:
    """MNIST from the folder; the IDX files where it has any of them, else mnist.npz.

    Raises DigitLabError, naming folder or file, when something is missing, damaged or not MNIST.
    """
    try:
        if not folder.is_dir():
            raise DigitLabError(f"{folder} is not a folder. {_REMEDY}")
        files, has_npz = _find_idx_files(folder), (folder / NPZ_NAME).is_file()
    except OSError as error:
        raise DigitLabError(f"{folder} cannot be searched ({error}). {_REMEDY}") from error
    if has_npz and not files:
        return load_npz(folder / NPZ_NAME, f"Read from {folder / NPZ_NAME}.")
    missing = [part.idx_name for part in mnist.PARTS if part not in files]
    if missing:
        raise DigitLabError(f"{folder} lacks {', '.join(missing)}. {_REMEDY}")

    def read(part: mnist.Part) -> tuple[UInt8Array, str]:
        return read_idx(files[part]), str(files[part])

    return mnist.assemble(read, f"Read from the IDX files in {folder}.")


def load_npz(path: Path, origin: str) -> Dataset:
    """MNIST from an mnist.npz. Raises DigitLabError, naming the file, if it is damaged or other."""

    def read(part: mnist.Part) -> tuple[UInt8Array, str]:
        return read_npz(path, part.npz_key, part.shape), f"{path} ({part.npz_key})"

    return mnist.assemble(read, origin)


def _find_idx_files(folder: Path) -> dict[mnist.Part, Path]:
    paths = {}
    for part in mnist.PARTS:
        candidates = (folder / name for name in _file_names(part.idx_name))
        if path := next(filter(Path.is_file, candidates), None):
            paths[part] = path
    return paths


def _file_names(idx_name: str) -> tuple[str, ...]:
    dotted = idx_name.replace("-idx", ".idx")  # as some unpackers name it
    return idx_name, dotted, f"{idx_name}.gz", f"{dotted}.gz"
