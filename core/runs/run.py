"""A run, as its folder shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from core.config.titles import config_title
from core.errors import DigitLabError
from core.files import fields
from core.files.json_files import read_json, replacing
from core.files.lock import is_locked
from core.files.storage import StorageError
from core.runs.annotations import Annotation, read_annotation, write_annotation
from core.runs.folder import RunFile
from core.runs.history import Record, read_records
from core.runs.owner import Owner
from core.runs.run_info import RunInfo
from core.runs.status import State, Status, read_status, write_status

PRETRAINED = "pretrained"

T = TypeVar("T")


@dataclass(frozen=True)
class Result:
    """What a training came to.

    Accuracies are shares of 0..1, losses mean cross-entropies in nats. Logits divided by
    `temperature` give calibrated probabilities; digits whose energy score lies below
    `minimum_energy` are refused (see `core.inference.Classifier`). `checksums` are the SHA-256 of
    the run's model files by their names, none for a run of before 0.2.0.
    """

    best_epoch: int
    validation_accuracy: float
    validation_loss: float
    test_accuracy: float
    test_loss: float
    test_digits: int
    parameters: int
    minimum_energy: float
    temperature: float = 1.0
    checksums: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Result":
        """Return the result that was written; raise `DigitLabError` for anything else."""
        return cls(
            best_epoch=fields.whole(data, "best_epoch"),
            validation_accuracy=fields.real(data, "validation_accuracy", 0, 1),
            validation_loss=fields.real(data, "validation_loss", 0),
            test_accuracy=fields.real(data, "test_accuracy", 0, 1),
            test_loss=fields.real(data, "test_loss", 0),
            test_digits=fields.whole(data, "test_digits", 1),
            parameters=fields.whole(data, "parameters"),
            minimum_energy=fields.real(data, "minimum_energy"),
            temperature=fields.real({"temperature": 1.0, **data}, "temperature", 0.01, 100),
            checksums=_checksums(fields.record({"checksums": {}, **data}, "checksums")),
        )


@dataclass(frozen=True)
class Run:
    """A run as its folder shows it now."""

    id: str
    folder: Path
    info: RunInfo
    status: Status
    result: Result | None
    annotation: Annotation = field(default_factory=Annotation)

    @property
    def title(self) -> str:
        """What its user calls it, else its default title."""
        return self.annotation.name or self.default_title

    @property
    def default_title(self) -> str:
        """A name for people: what was trained and when, or that it came with the program."""
        config = self.info.config
        tuned = self.info.fine_tuning is not None
        trained = f"{config.network_title}, fine-tuned" if tuned else config_title(config)
        if self.id == PRETRAINED:
            return f"Pretrained {trained}"
        return f"{trained}, {self.info.created:%d %b %H:%M:%S}"

    @property
    def best_path(self) -> Path:
        """The best weights so far, as long as nobody has made a model of them."""
        return self.folder / RunFile.BEST_WEIGHTS

    @property
    def keras_path(self) -> Path:
        """The best weights when the training last ended, a file of plain Keras."""
        return self.folder / RunFile.KERAS_MODEL

    @property
    def litert_path(self) -> Path:
        """The network for inference."""
        return self.folder / RunFile.LITERT_MODEL

    @property
    def checkpoint_path(self) -> Path:
        """The state to go on from."""
        return self.folder / RunFile.CHECKPOINT

    @property
    def predictions_path(self) -> Path:
        """The logits of the test digits."""
        return self.folder / RunFile.PREDICTIONS

    @property
    def is_usable(self) -> bool:
        """Whether the run has a model to evaluate and predict with."""
        return self.result is not None and self.litert_path.exists()

    @property
    def has_weights(self) -> bool:
        """Whether there is anything to make a model of."""
        return self.best_path.exists() or self.keras_path.exists()

    @property
    def needs_rescue(self) -> bool:
        """Whether the run was interrupted and has weights that nobody has made usable yet."""
        if self.status.state is not State.INTERRUPTED:
            return False
        return self.best_path.exists() or (self.keras_path.exists() and self.result is None)

    @property
    def offers_weights(self) -> bool:
        """Whether the run failed and has weights of which a model could be made."""
        return self.status.state is State.FAILED and self.best_path.exists()

    @property
    def needs_repair(self) -> bool:
        """Whether the run has a result and a Keras model, but its LiteRT model is missing."""
        finished = self.result is not None and not self.status.state.is_active
        return finished and self.keras_path.exists() and not self.litert_path.exists()

    def steps(self) -> list[Record]:
        """Return the history by stretches of steps: step, epoch, loss, accuracy, ...

        Each record stands for the steps since the one before: `step` (count so far), `epoch`
        (fractional), mean `loss` and `accuracy`, `learning_rate`, `images_per_second`, `seconds`
        since the start.
        """
        return read_records(self.folder / RunFile.STEPS)

    def epochs(self) -> list[Record]:
        """Return the history by epoch: epoch, loss, accuracy, val_loss, val_accuracy, seconds."""
        return read_records(self.folder / RunFile.EPOCHS)

    def stop_reason(self) -> str | None:
        """Return who asked for a stop, or None; "" if that cannot be read."""
        try:
            path = self.folder / RunFile.STOP_REQUEST
            return path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None
        except OSError:
            return ""

    def request_stop(self, reason: str) -> None:
        """Ask the training to end soon and keep what it has; the first reason counts."""
        if self.stop_reason() is not None:
            return
        path = self.folder / RunFile.STOP_REQUEST
        try:
            with replacing(path) as temporary:  # a reader sees all of it or nothing
                temporary.write_text(reason, encoding="utf-8")
        except StorageError:
            path.touch()  # on a full disc there is room for a name

    def withdraw_stop(self) -> None:
        """Take back a request to stop, so that the training may go on."""
        (self.folder / RunFile.STOP_REQUEST).unlink(missing_ok=True)

    def discard_checkpoint(self) -> None:
        """Delete the state to go on from."""
        self.checkpoint_path.unlink(missing_ok=True)

    def annotate(
        self, *, name: str | None = None, note: str | None = None, starred: bool | None = None
    ) -> None:
        """Change what is said about the run and leave the rest of it as it stands in the folder.

        Raises `DigitLabError` for the shipped run, and for a text that `Annotation` refuses.
        """
        if self.id == PRETRAINED:
            raise DigitLabError(
                "The run that came with the program stays as it is; "
                "name, note and star are for your own runs."
            )
        said = read_annotation(self.folder)
        write_annotation(
            self.folder,
            Annotation(
                said.name if name is None else name.strip(),
                said.note if note is None else note.strip(),
                said.starred if starred is None else starred,
            ),
        )

    def write_status(self, status: Status) -> None:
        """Replace the status; only the run's owner may."""
        write_status(self.folder, status)


def read_run(folder: Path) -> Run:
    """Return the run in `folder`; one whose owner has died counts as interrupted.

    Raises `DigitLabError` when the folder holds no run that can be read.
    """
    info = _read(folder / RunFile.RUN, RunInfo.from_dict)
    status = read_status(folder)
    result = folder / RunFile.RESULT
    outcome = _read(result, Result.from_dict) if result.exists() else None
    return _seen_alive(Run(folder.name, folder, info, status, outcome, read_annotation(folder)))


def _read(path: Path, from_dict: Callable[[dict[str, Any]], T]) -> T:
    data = read_json(path)
    try:
        return from_dict(data)
    except DigitLabError as error:
        raise DigitLabError(f"{path} is damaged: {error}") from error


def _checksums(data: Mapping[str, Any]) -> dict[str, str]:
    return {name: fields.text(data, name) for name in data}


def _seen_alive(run: Run) -> Run:
    status = run.status
    if not status.state.is_active or status.owner is None or _is_in_good_hands(run, status.owner):
        return run
    message = f"The process in charge ended unexpectedly {_progress(run)}."
    return replace(run, status=replace(status, state=State.INTERRUPTED, message=message))


def _is_in_good_hands(run: Run, owner: Owner) -> bool:
    if not owner.is_alive():
        return False
    # A process that has met a full disc may live on without having put the end on record.
    writer = run.folder / RunFile.WRITER_LOCK
    at_work = run.status.state is not State.QUEUED and owner.is_here() and writer.exists()
    return is_locked(writer) if at_work else True


def _progress(run: Run) -> str:
    if run.status.state is State.QUEUED:
        return "while this training was waiting"
    steps = run.steps()
    if not steps:
        return "before the first steps"
    if steps[-1]["step"] >= run.status.total_steps:
        return "while the model was being saved"
    return f"in epoch {int(steps[-1]['epoch']) + 1}"
