"""From the best weights of a run to what everyone else uses: LiteRT, figures, test logits."""

from dataclasses import replace

import keras
import numpy as np
from numpy.typing import NDArray

from core.data import Dataset
from core.errors import DigitLabError
from core.files.arrays import read_arrays
from core.files.json_files import replacing, write_json
from core.inference.litert import LiteRTModel
from core.metrics import accuracy, cross_entropy
from core.networks.architectures import INPUT_SHAPE, network
from core.runs.best_epoch import best_epoch
from core.runs.checksums import model_checksums
from core.runs.folder import RunFile
from core.runs.run import Result, Run
from core.runs.split import split_indices
from core.training.calibration import minimum_energy, temperature
from core.training.engine.build import standard_model

_CHECKED_DIGITS = 100
_TOLERANCE = 1e-3  # of logits, whose differences between right and wrong are of the order of 10


def finish(run: Run, dataset: Dataset) -> Result:
    """Make the run's best weights a model, and write its result and its test predictions.

    Without new weights it is the model that is there already.

    Raises `DigitLabError` when the exported model does not agree with Keras.
    """
    model = _best_model(run)
    _export(model, run)
    exported = LiteRTModel(run.litert_path)
    _check_agreement(model, exported, dataset.test.images[:_CHECKED_DIGITS])

    validation = split_indices(dataset.train.labels, run.info.config).validation
    labels = dataset.train.labels[validation]
    logits = exported(dataset.train.images[validation]).logits
    test_logits = exported(dataset.test.images).logits
    with replacing(run.predictions_path) as path:
        np.savez_compressed(path, logits=test_logits, fingerprint=dataset.fingerprint)
    result = Result(
        # The same choice as `KeepBest`, which keeps no weights of an epoch that diverged.
        best_epoch=best_epoch(run.epochs(), run.info.config.monitor),
        validation_accuracy=accuracy(logits, labels),
        validation_loss=cross_entropy(logits, labels),
        test_accuracy=accuracy(test_logits, dataset.test.labels),
        test_loss=cross_entropy(test_logits, dataset.test.labels),
        test_digits=len(dataset.test),
        parameters=model.count_params(),
        minimum_energy=minimum_energy(logits),
        temperature=temperature(logits, labels),
        checksums=model_checksums(run.folder),
    )
    write_json(run.folder / RunFile.RESULT, vars(result))
    run.best_path.unlink(missing_ok=True)
    return result


def remake_litert(run: Run) -> None:
    """Make the run's LiteRT model anew from its Keras model; its result stays but for checksums.

    Raises `DigitLabError` when the two do not agree.
    """
    assert run.result is not None
    model = keras.models.load_model(run.keras_path)
    _export(model, run)
    probe = np.random.default_rng(0).integers(0, 256, (_CHECKED_DIGITS, *INPUT_SHAPE[:2]), np.uint8)
    _check_agreement(model, LiteRTModel(run.litert_path), probe)
    result = replace(run.result, checksums=model_checksums(run.folder))
    write_json(run.folder / RunFile.RESULT, vars(result))


def _best_model(run: Run) -> keras.Model:
    if not run.best_path.exists():
        return keras.models.load_model(run.keras_path)
    config = run.info.config
    model = standard_model(network(config), config.output)
    model.set_weights(read_arrays(run.best_path))
    with replacing(run.keras_path) as path:
        model.save(path)
    return model


def _export(model: keras.Model, run: Run) -> None:
    features = keras.layers.Flatten(name="features")(model.get_layer("logits").input)
    both = keras.Model(model.input, [_scores(model), features])
    with replacing(run.litert_path) as path:
        both.export(path, format="litert", verbose=False)


def _check_agreement(model: keras.Model, exported: LiteRTModel, images: NDArray[np.uint8]) -> None:
    logits = keras.Model(model.input, _scores(model))
    expected = np.asarray(logits(images[..., np.newaxis].astype(np.float32), training=False))
    difference = float(np.abs(expected - exported(images).logits).max())
    if not difference <= _TOLERANCE:
        raise DigitLabError(
            f"The exported model differs from Keras by {difference:.2g} in a logit. "
            "model.keras is sound; please report this with its run.json."
        )


def _scores(model: keras.Model) -> keras.KerasTensor:
    # Their softmax is the ten probabilities, with a sigmoid output its answers for a sum of one.
    logits = model.get_layer("logits").output
    softmax = isinstance(model.get_layer("probabilities"), keras.layers.Softmax)
    return logits if softmax else keras.ops.log_sigmoid(logits)
