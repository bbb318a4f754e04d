"""What stands above the code: what it reproduces, how closely, and what it leaves out."""

from core.config.query_params import PRESET, to_query
from core.config.train_config import TrainConfig
from core.data.augmentation import UNCHANGED
from core.export.digits import TITLES
from core.export.history import finished_epochs, rate_changes, test_accuracy, was_prolonged
from core.formats import percent
from core.runs.run import Run

_CLOSE = (
    "Settings, validation digits and seed are the same. The digits are shuffled in another order, "
    "so expect figures that differ by a little."
)


def title(run: Run) -> str:
    """Return one line: the network and the digits."""
    return f"{run.info.config.network_title} on {TITLES[run.info.dataset]}"


def paragraphs(run: Run) -> list[str]:
    """Return what a reader should know, a paragraph each; a command is indented by four spaces.

    The last one installs what the code needs.
    """
    return [_accuracy(run), *_left_out(run), *_changes(run), "It needs Keras 3:", _install(run)]


def is_partial(run: Run) -> bool:
    """Say whether a script cannot do all that the run did, see `core.data.synthetic`."""
    mixture = run.info.config.mixture
    return mixture.synthetic > 0 or mixture.nondigits > 0


def _accuracy(run: Run) -> str:
    accuracy = test_accuracy(run)
    if accuracy is None:
        outcome = "which has no result yet"
    else:
        outcome = f"which recognised {percent(accuracy)} of the test digits"
    return f"This does what the run {run.id} did, {outcome}. {_CLOSE}"


def _left_out(run: Run) -> list[str]:
    if not is_partial(run):
        return []
    return [
        "A part is LEFT OUT: the run also learned from synthetic digits and from pictures that "
        "are no digits, which are made by Digit Lab itself. The model trained here knows MNIST's "
        "hands alone, reads other writers worse and refuses nothing. To train the whole, use "
        "Digit Lab:",
        f"    {_command(run.info.config)}",
    ]


def _command(config: TrainConfig) -> str:
    query = to_query(config, "best")
    options = [
        f"--{name.replace('_', '-')} {value}" for name, value in query.items() if name != PRESET
    ]
    return " ".join([f"python -m core train --{PRESET} {query[PRESET]}", *options])


def _changes(run: Run) -> list[str]:
    config = run.info.config
    said = []
    if changed := rate_changes(run):
        steps = ", ".join(f"{change.rate:g} after step {change.step}" for change in changed)
        said.append(f"The learning rate was changed while it was training, as here: {steps}.")
    if was_prolonged(run) and config.schedule != "constant":
        said.append(
            "The run was first made for fewer epochs and then trained further. Its learning rate "
            f"followed a shorter schedule until then; here it follows that for {config.epochs} "
            "epochs from the start."
        )
    if (done := finished_epochs(run)) and done < config.epochs and not run.status.state.is_active:
        said.append(
            f"The run ended after {done:.3g} of {config.epochs} epochs; here it is trained "
            + ("until it ends early by itself." if config.patience else "to the end.")
        )
    return said


def _install(run: Run) -> str:
    changes_digits = run.info.config.mixture.augmentation != UNCHANGED
    needed = [
        "tensorflow",
        *(["opencv-python-headless"] if changes_digits else []),
        *(["scikit-learn"] if run.info.dataset == "offline" else []),
    ]
    return f"    pip install {' '.join(needed)}"
