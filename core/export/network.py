"""The sections with the network, its loss and its optimiser."""

from typing import assert_never

from core.export.history import Change
from core.export.section import Section, blocks
from core.training import layers as spec
from core.training.architectures import CLASSES, network
from core.training.config import CROSS_ENTROPIES, TrainConfig

_LOSSES = {
    "sparse": "sparse_categorical_crossentropy",
    "categorical": "categorical_crossentropy",
    "binary": "binary_crossentropy",
    "mse": "mean_squared_error",
}
_CLASSES_OF_LOSSES = {
    "sparse": "SparseCategoricalCrossentropy",
    "categorical": "CategoricalCrossentropy",
}
_OUTPUTS = {
    "softmax": "Softmax makes the ten answers compete: they are ten shares of one.",
    "sigmoid": "With sigmoid each class answers for itself, from 0 to 1.",
}
_OPTIMIZERS = {
    "adam": ("Adam", ()),
    "adamw": ("AdamW", ("weight_decay=WEIGHT_DECAY",)),
    "rmsprop": ("RMSprop", ()),
    "momentum": ("SGD", ("momentum=0.9", "nesterov=True")),
    "sgd": ("SGD", ()),
}
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


def layers(config: TrainConfig) -> Section:
    """Return the section that builds the network, a line for each layer."""
    *hidden, last = network(config)
    assert isinstance(last, spec.Dense)
    lines = [
        "keras.Input(shape=(28, 28, 1)),",
        "keras.layers.Rescaling(1 / 255),",
        *(f"keras.layers.{in_keras(layer)}," for layer in hidden),
        f'keras.layers.Dense({CLASSES}, activation="{config.output}"),',
    ]
    return Section(
        "The network",
        f"The pixels are brought to 0..1 and pass through the layers from top to bottom. "
        f"{_OUTPUTS[config.output]}",
        "\n".join(
            [
                "keras.utils.set_random_seed(SEED)",
                "model = keras.Sequential(",
                "    [",
                *(f"        {line}" for line in lines),
                "    ]",
                ")",
                "model.summary()",
            ]
        ),
    )


def in_keras(layer: spec.Layer) -> str:
    """Return a layer as one writes it in Keras, without the module."""
    match layer:
        case spec.Conv2D(filters, kernel, strides, activation, use_bias, padding):
            return _call(
                "Conv2D",
                filters,
                kernel,
                strides=None if strides == 1 else strides,
                padding=None if padding == "valid" else padding,
                activation=activation,
                use_bias=None if use_bias else False,
            )
        case spec.MaxPool2D(size):
            return _call("MaxPooling2D", size)
        case spec.BatchNormalization(momentum):
            return _call("BatchNormalization", momentum=momentum)
        case spec.Activation(function):
            return _call("Activation", function)
        case spec.Dropout(rate):
            return _call("Dropout", rate)
        case spec.Flatten():
            return _call("Flatten")
        case spec.GlobalAveragePooling2D():
            return _call("GlobalAveragePooling2D")
        case spec.Dense(units, activation):
            return _call("Dense", units, activation=activation)
        case _:
            assert_never(layer)


def compiling(config: TrainConfig, changed: tuple[Change, ...]) -> Section:
    """Return the section with loss, optimiser and learning rate."""
    name, others = _OPTIMIZERS[config.optimizer]
    arguments = ", ".join([_rate(config, changed), *others])
    on_the_way = " It was changed while the run was training." if changed else ""
    return Section(
        "Loss, optimiser and learning rate",
        f"The loss is what the training makes small; the optimiser turns its gradients into "
        f"steps. {_RATES[config.schedule]}{on_the_way}",
        blocks(
            (_STEPS + _SCHEDULES[config.schedule]) if config.schedule in _SCHEDULES else "",
            _changes(config, changed),
            "\n".join(
                [
                    "model.compile(",
                    f"    optimizer=keras.optimizers.{name}({arguments}),",
                    *(f"    {line}" for line in _loss(config)),
                    '    metrics=["accuracy"],',
                    ")",
                ]
            ),
        ),
    )


def _loss(config: TrainConfig) -> list[str]:
    if config.output != "sigmoid" or config.loss not in CROSS_ENTROPIES:
        return [f'loss="{_LOSSES[config.loss]}",']
    # Keras leaves a note on what a sigmoid puts out that its cross-entropies take for softmax's
    # logits. A change of type leaves the note behind.
    return [
        "# By its mere name Keras on TensorFlow would take the sigmoid for softmax here.",
        f'loss=keras.losses.{_CLASSES_OF_LOSSES[config.loss]}(dtype="float64"),',
    ]


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
    return _piecewise("factor", piecewise, steps, shares) + _SET_RATE


_SET_RATE = '''


class ChangedOnTheWay(keras.callbacks.Callback):
    """Follow the schedule, multiplied as it was while the run was training."""

    def on_train_batch_begin(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Set the learning rate of the next step."""
        step = int(self.model.optimizer.iterations)
        self.model.optimizer.learning_rate = float(schedule(step)) * float(factor(step))


'''


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


def _call(name: str, /, *positional: object, **named: object) -> str:
    given = [_literal(value) for value in positional]
    given += [f"{key}={_literal(value)}" for key, value in named.items() if value is not None]
    return f"{name}({', '.join(given)})"


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
