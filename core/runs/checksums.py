"""Whether a run's models are still those that its training left, by their SHA-256."""

from hashlib import sha256
from pathlib import Path

from core.errors import DigitLabError
from core.runs.folder import RunFile
from core.runs.run import Run

MODELS = (RunFile.KERAS_MODEL, RunFile.LITERT_MODEL)
"""The models of a run, the same network in two formats."""


class DamagedModelError(DigitLabError):
    """The LiteRT model of a run is damaged, and can be made anew from its Keras model."""

    def __init__(self, run: Run) -> None:
        """`run` is whose model it is."""
        super().__init__(
            f"{RunFile.LITERT_MODEL} of {run.title} is damaged or missing; it is being made anew "
            f"from {RunFile.KERAS_MODEL}, which takes some seconds."
        )
        self.run = run


def model_checksums(folder: Path) -> dict[str, str]:
    """Return the checksums of the models in a run's folder, as `Result` keeps them."""
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in MODELS}


def is_sound(run: Run, name: RunFile) -> bool:
    """Say whether a model is there, and as the training left it as far as that is on record."""
    return _sound_content(run, name) is not None


def model_content(run: Run, name: RunFile) -> bytes:
    """Return a model of a run; raise `DigitLabError` when it is damaged or missing."""
    content = _sound_content(run, name)
    if content is None:
        raise DigitLabError(f"{name} of {run.title} is damaged or missing.")
    return content


def litert_content(run: Run) -> bytes:
    """Return the LiteRT model of a run that has a result.

    Raises `DamagedModelError` when it is damaged or missing, and `DigitLabError` when nothing can
    be made of its Keras model either.
    """
    content = _sound_content(run, RunFile.LITERT_MODEL)
    if content is None:
        raise damaged(run)
    return content


def damaged(run: Run) -> DigitLabError:
    """Return the error for a run whose LiteRT model cannot be used."""
    if is_sound(run, RunFile.KERAS_MODEL):
        return DamagedModelError(run)
    return DigitLabError(
        f"Both models of {run.title} are damaged or missing: {' and '.join(MODELS)} in "
        f"{run.folder}. Train it again, and delete this run."
    )


def _sound_content(run: Run, name: RunFile) -> bytes | None:
    try:
        content = (run.folder / name).read_bytes()
    except OSError:
        return None
    expected = run.result.checksums.get(name) if run.result else None
    return content if expected in (None, sha256(content).hexdigest()) else None
