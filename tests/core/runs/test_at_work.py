"""What is at work, in words and in order."""

from core.config.train_config import TrainConfig
from core.data import load_named
from core.runs.at_work import at_work
from core.runs.run import Run
from core.runs.status import State, Status, write_status
from core.runs.store import RunStore


def made(store: RunStore, state: State, steps: int = 0) -> Run:
    """Return a new run in `state`, with half of its `steps` behind it."""
    run = store.create(TrainConfig(), load_named("offline"))
    write_status(run.folder, Status(state, run.status.owner, total_steps=steps))
    if steps:
        (run.folder / "steps.jsonl").write_text(f'{{"step": {steps // 2}, "epoch": 0.5}}\n')
    return store.get(run.id)


def test_what_is_trained_comes_before_what_waits(tmp_path) -> None:
    """Runs that have ended are left out; the share is told once there is one."""
    store = RunStore(tmp_path)
    runs = [made(store, state) for state in (State.QUEUED, State.COMPLETED, State.SAVING)]
    runs.append(made(store, State.TRAINING, steps=10))

    told = [(each.run.id, each.words) for each in at_work(runs)]

    assert [(runs[2].id, "Saving"), (runs[3].id, "Training 50 %"), (runs[0].id, "Queued")] == told


def test_nothing_is_at_work(tmp_path) -> None:
    """The shipped run, which has long ended, is not at work."""
    assert () == at_work(RunStore(tmp_path).runs())
