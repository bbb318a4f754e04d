"""What the server puts on record where a worker could not."""

from core.errors import DigitLabError
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.status import State, Status, read_status


def record_failure(run: Run, error: BaseException, address: str) -> None:
    """End `run`, whose job failed with `error` on the cluster at `address`, as failed.

    What somebody else has put on record stays: an end, or a process that is seen at work.
    """
    try:
        status = read_status(run.folder)
    except DigitLabError:  # deleted or damaged meanwhile: nobody waits for it
        return
    if status.state.is_active and not _is_seen_at_work(status):
        run.write_status(Status(State.FAILED, message=_explained(error, address)))


def _is_seen_at_work(status: Status) -> bool:
    owner = status.owner
    if status.state is State.QUEUED or owner is None:
        return False
    return owner.is_here() and owner.is_alive() and owner != Owner.this_process()


def _explained(error: BaseException, address: str) -> str:
    from distributed import KilledWorker  # loaded where a job fails; others wait for nothing

    if isinstance(error, DigitLabError):
        return str(error)
    if isinstance(error, KilledWorker):
        return (
            f"The workers of the training cluster at {address} died again and again over this "
            "training, perhaps for want of memory; what they printed says why."
        )
    if isinstance(error, ImportError) or "deserializ" in str(error).lower():
        cause = error.__cause__ or error
        return (
            f"The training cluster at {address} cannot load this training ({_line(cause)}). Start "
            "its scheduler and workers in the folder of Digit Lab, with the same Python and "
            "packages everywhere."
        )
    return f"The training cluster at {address} could not do this training: {_line(error)}"


def _line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
