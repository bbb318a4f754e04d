"""The files of a run's folder, each named once.

The folder is the one channel between a training and everyone who watches it.
"""

from enum import StrEnum


class RunFile(StrEnum):
    """A file, or the one folder, of a run; `docs/runs.md` explains them to its users."""

    RUN = "run.json"
    """What was asked for: settings, digits, time; changes only with more epochs."""
    STATUS = "status.json"
    """Where it stands, written by whoever owns the run, see `core.runs.status`."""
    NOTES = "notes.json"
    """What a user says about it: name, note, star; missing until there is something."""
    STEPS = "steps.jsonl"
    """Loss and accuracy of each stretch of training steps, as it goes, see `core.runs.history`."""
    EPOCHS = "epochs.jsonl"
    """Training and validation figures of each epoch."""
    BEST_WEIGHTS = "best.npz"
    """The best weights so far, until they are made a model."""
    KERAS_MODEL = "model.keras"
    """The best weights, for plain Keras, once the training has ended."""
    LITERT_MODEL = "model.tflite"
    """The same network for LiteRT."""
    RESULT = "result.json"
    """What came out, once the training has ended."""
    PREDICTIONS = "predictions.npz"
    """The logits of the test digits."""
    VALIDATION_PREDICTIONS = "answers.npy"
    """What it took each validation digit for after each epoch."""
    CHECKPOINT = "checkpoint.npz"
    """The state after the last whole epoch, to go on from."""
    SNAPSHOT = "live.npz"
    """What the network shows of itself while it trains, see `core.runs.snapshot`."""
    LEARNING_RATE_REQUEST = "learning_rate"
    """There when someone wants another learning rate, see `core.runs.requests`."""
    CHANGES = "changes.jsonl"
    """What was changed on the way."""
    STOP_REQUEST = "stop"
    """There when someone wants the training to stop; says who."""
    WRITER_LOCK = "writer.lock"
    """Held by the process that writes all of these but requests and notes."""
    ANALYSIS = "analysis"
    """A folder: what was computed about the run once, see `core.analysis.analysis_cache`."""
