"""A run as the sections of a script: what it did, in the order in which it was done."""

from dataclasses import dataclass

from core.config.active_settings import active_settings
from core.config.train_config import TrainConfig
from core.errors import DigitLabError
from core.export import augmentation, compiling, digits, network
from core.export.history import rate_changes
from core.export.section import Section
from core.runs.best_epoch import MODES, watched
from core.runs.run import Run

_SETTINGS = (
    "seed",
    "epochs",
    "batch_size",
    "learning_rate",
    "weight_decay",
    "patience",
    "validation_fraction",
    "fold",
    "train_fraction",
    "label_noise",
)
_NO_EFFECT = {"patience": 0, "fold": 0, "train_fraction": 1.0, "label_noise": 0.0}


@dataclass(frozen=True)
class Recipe:
    """The sections of a run, and where a notebook puts its pictures between them.

    `before`: up to the training; `after`: the result.
    """

    before: tuple[Section, ...]
    after: tuple[Section, ...]


def recipe(run: Run, path: str) -> Recipe:
    """Return the sections that do what `run` did; `path` is where MNIST is, as an expression.

    Raises `DigitLabError` for a run on digits, or from weights, that a script cannot load.
    """
    if run.info.fine_tuning is not None:
        raise DigitLabError(
            "A fine-tuned run begins with another run's weights and learns from drawings, which no "
            "script has: take its Keras model along, which can be trained further."
        )
    config = run.info.config
    changed = rate_changes(run)
    change = augmentation.augmentation(config.mixture)
    steps = (
        _settings(config),
        digits.loading(run.info, path),
        digits.splitting(config),
        digits.mislabelling() if config.label_noise else None,
        digits.one_hot() if config.loss != "sparse" else None,
        change,
        network.layers(config),
        compiling.compiling(config, changed),
        _training(config, compiling.sets_rate_by_step(config, changed), change is not None),
    )
    return Recipe(tuple(step for step in steps if step is not None), (_result(),))


def _settings(config: TrainConfig) -> Section:
    matter = active_settings(config)
    values = {name: getattr(config, name) for name in _SETTINGS if name in matter}
    lines = [
        f"{name.upper()} = {value!r}"
        for name, value in values.items()
        if name not in _NO_EFFECT or value != _NO_EFFECT[name]
    ]
    return Section(
        "Settings", "The numbers of this run; change them and see what happens.", "\n".join(lines)
    )


def _training(config: TrainConfig, rate_by_step: bool, changed_digits: bool) -> Section:
    callbacks = ["best"]
    figure = watched(config.monitor)
    watching = [f'    monitor="val_{figure}",', f'    mode="{MODES[figure]}",']
    is_last = config.monitor == "last"
    lines = ["best = keras.callbacks.ModelCheckpoint(", '    "model.keras",']
    lines += [")"] if is_last else [*watching, "    save_best_only=True,", ")"]
    if config.patience:
        callbacks.append("patience")
        lines += [
            "patience = keras.callbacks.EarlyStopping(",
            *watching,
            "    patience=PATIENCE,",
            ")",
        ]
    if rate_by_step:
        callbacks.append("ChangedOnTheWay()")
    given = (
        ["ChangedDigits()"]
        if changed_digits
        else ["x_training", "y_training", "batch_size=BATCH_SIZE"]
    )
    lines += [
        "history = model.fit(",
        *(f"    {argument}," for argument in given),
        "    epochs=EPOCHS,",
        "    validation_data=(x_validation, y_validation),",
        f"    callbacks=[{', '.join(callbacks)}],",
        "    verbose=2,",
        ")",
    ]
    early = (
        f" It ends early when the validation {figure} no longer gets better."
        if config.patience
        else ""
    )
    kept = "the last epoch" if is_last else f"the best validation {config.monitor} so far"
    return Section(
        "Training",
        "Each epoch shows the network every training digit once, in another order. The model of "
        f"{kept} is kept in model.keras.{early}",
        "\n".join(lines),
    )


def _result() -> Section:
    return Section(
        "The result",
        "The best model is loaded from its file and evaluated on the test digits, which it has "
        "never seen.",
        """
model = keras.models.load_model("model.keras")
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(f"Test accuracy: {accuracy:.4f}")
""".strip(),
    )
