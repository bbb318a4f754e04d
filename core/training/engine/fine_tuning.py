"""What a fine-tuned run begins with, and what it learns from beside the training digits."""

import keras

from core.config.fine_tuning import FORMS_OF_DRAWINGS
from core.data.mixture import Beside
from core.errors import DigitLabError
from core.runs.lesson import base_of, read_lesson
from core.runs.run import Run


def begin_as_base(run: Run, model: keras.Model) -> None:
    """Give `model` the weights of the run that `run` came from.

    Raises `DigitLabError` when they cannot be read or are of another network.
    """
    path = base_of(run).keras_path
    try:
        model.set_weights(keras.models.load_model(path).get_weights())
    except (OSError, ValueError) as error:
        raise DigitLabError(
            f"{path} is damaged or of another network: {str(error).splitlines()[0]:.200} "
            "Fine-tune that run again."
        ) from error


def drawings(run: Run) -> Beside | None:
    """Return the drawings that a fine-tuned run learns from, None for any other run."""
    lesson, tuning = read_lesson(run), run.info.fine_tuning
    if lesson is None or tuning is None:
        return None
    return Beside(lesson.learned, tuning.share, FORMS_OF_DRAWINGS)
