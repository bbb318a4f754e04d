"""The section with the loss, the optimiser and the learning rate."""

from core.config.train_config import TrainConfig
from core.export.history import Change
from core.export.section import Section, blocks, functions

_LOSSES = {
    "sparse": "sparse_categorical_crossentropy",
    "categorical": "categorical_crossentropy",
    "binary": "binary_crossentropy",
    "mse": "mean_squared_error",
}
_OPTIMIZERS = {
    "adam": ("keras.optimizers.Adam", ()),
    "adamw": ("keras.optimizers.AdamW", ("weight_decay=WEIGHT_DECAY",)),
    "muon": ("Muon", ("weight_decay=WEIGHT_DECAY", "adam_weight_decay=WEIGHT_DECAY")),
    "rmsprop": ("keras.optimizers.RMSprop", ()),
    "momentum": ("keras.optimizers.SGD", ("momentum=0.9", "nesterov=True")),
    "sgd": ("keras.optimizers.SGD", ()),
}
_MUON = '''
@keras.saving.register_keras_serializable()  # so that model.keras can be opened again
class Muon(keras.optimizers.Muon):
    """Muon for the kernels of convolutions too: each is a matrix of (h * w * in, out).

    The last kernel and all that is no kernel follow AdamW.
    """

    def build(self, var_list: list[keras.Variable]) -> None:
        """Note the last kernel, then make the moments of all weights."""
        self._last = [variable for variable in var_list if len(variable.shape) > 1][-1]
        super().build(var_list)

    def _should_use_adamw(self, variable: keras.Variable) -> bool:
        return len(variable.shape) < 2 or variable is self._last

    def zeropower_via_newtonschulz5(self, x: keras.KerasTensor, steps: int) -> keras.KerasTensor:
        """Return a kernel's change, about equally long in all directions."""
        matrix = keras.ops.reshape(x, (-1, x.shape[-1]))
        return keras.ops.reshape(super().zeropower_via_newtonschulz5(matrix, steps), x.shape)

    def lr_adjust(self, x: keras.KerasTensor) -> keras.KerasTensor:
        """Return a kernel's step, as long for large kernels as for small ones."""
        *inputs, outputs = x.shape
        return x * (self.rms_rate * max(math.prod(inputs), outputs) ** 0.5)
'''
_STEPS = """
steps_per_epoch = math.ceil(len(x_training) / BATCH_SIZE)
total_steps = steps_per_epoch * EPOCHS
"""
_SCHEDULES = {
    "cosine": """
schedule = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, decay_steps=total_steps)
""",
    "one_cycle": """
warm_up = max(1, round(total_steps * 0.25))
schedule = keras.optimizers.schedules.CosineDecay(
    LEARNING_RATE / 25,
    decay_steps=max(1, total_steps - warm_up),
    warmup_target=LEARNING_RATE,
    warmup_steps=warm_up,
)
""",
}
_RATES = {
    "constant": "The learning rate stays the same.",
    "cosine": "The learning rate goes down to zero along a cosine.",
    "one_cycle": "The learning rate rises for a quarter of the steps, then goes down to zero.",
}


_SET_RATE = '''
class ChangedOnTheWay(keras.callbacks.Callback):
    """Follow the schedule, multiplied as it was while the run was training."""

    def on_train_batch_begin(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Set the learning rate of the next step."""
        step = int(self.model.optimizer.iterations)
        self.model.optimizer.learning_rate = float(schedule(step)) * float(factor(step))
'''


def compiling(config: TrainConfig, changed: tuple[Change, ...]) -> Section:
    """Return the section with loss, optimiser and learning rate."""
    name, others = _OPTIMIZERS[config.optimizer]
    arguments = ", ".join([_rate(config, changed), *others])
    on_the_way = " It was changed while the run was training." if changed else ""
    return Section(
        "Loss, optimiser and learning rate",
        f"The loss is what the training makes small; the optimiser turns its gradients into "
        f"steps. {_RATES[config.schedule]}{on_the_way}",
        _joined(
            blocks(
                (_STEPS + _SCHEDULES[config.schedule]) if config.schedule in _SCHEDULES else "",
                _changes(config, changed),
            ),
            _classes(config, changed),
            "\n".join(
                [
                    "model.compile(",
                    f"    optimizer={name}({arguments}),",
                    f'    loss="{_LOSSES[config.loss]}",',
                    '    metrics=["accuracy"],',
                    ")",
                ]
            ),
        ),
    )


def _classes(config: TrainConfig, changed: tuple[Change, ...]) -> list[str]:
    muon = [_MUON] if config.optimizer == "muon" else []
    return muon + ([_SET_RATE] if sets_rate_by_step(config, changed) else [])


def _joined(rate: str, classes: list[str], compiled: str) -> str:
    return functions(rate, *classes, compiled) if classes else blocks(rate, compiled)


def sets_rate_by_step(config: TrainConfig, changed: tuple[Change, ...]) -> bool:
    """Say whether a callback is needed because no schedule of Keras says how the rate went."""
    return bool(changed) and config.schedule != "constant"


def _rate(config: TrainConfig, changed: tuple[Change, ...]) -> str:
    if config.schedule == "constant":
        return "schedule" if changed else "LEARNING_RATE"
    return "LEARNING_RATE" if changed else "schedule"


def _changes(config: TrainConfig, changed: tuple[Change, ...]) -> str:
    if not changed:
        return ""
    piecewise = "keras.optimizers.schedules.PiecewiseConstantDecay"
    # Keras' boundaries are the last steps, counted from 0, that still have the rate before.
    steps = [change.step - 1 for change in changed]
    if config.schedule == "constant":
        rates = ["LEARNING_RATE", *(repr(change.rate) for change in changed)]
        return _piecewise("schedule", piecewise, steps, rates)
    shares = ["1.0", *(f"{change.rate!r} / LEARNING_RATE" for change in changed)]
    return _piecewise("factor", piecewise, steps, shares)


def _piecewise(name: str, function: str, steps: list[int], values: list[str]) -> str:
    return "\n".join(
        [
            f"{name} = {function}(",
            "    boundaries=[",
            *(f"        {step}," for step in steps),
            "    ],",
            "    values=[",
            *(f"        {value}," for value in values),
            "    ],",
            ")",
        ]
    )
