"""The sections that load the digits, hold some back and, if asked to, mislabel some."""

from core.config.train_config import TrainConfig
from core.errors import DigitLabError
from core.export.section import Section, blocks, functions
from core.runs.run_info import RunInfo

TITLES = {"mnist": "MNIST", "offline": "the digits inside scikit-learn"}

_MNIST = '''
def load_mnist(path: Path | None) -> tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...]]:
    """Return MNIST from mnist.npz or a folder with its IDX files; without a path from Keras."""
    if path is None:
        return keras.datasets.mnist.load_data()
    npz = path / "mnist.npz" if path.is_dir() else path
    if npz.exists():
        with np.load(npz) as mnist:
            return (mnist["x_train"], mnist["y_train"]), (mnist["x_test"], mnist["y_test"])
    return (
        (read_idx(path, "train-images", 16).reshape(-1, 28, 28), read_idx(path, "train-labels", 8)),
        (read_idx(path, "t10k-images", 16).reshape(-1, 28, 28), read_idx(path, "t10k-labels", 8)),
    )
'''
_IDX = '''
def read_idx(folder: Path, name: str, header: int) -> np.ndarray:
    """Return the bytes of an IDX file, plain or compressed, after its header."""
    files = sorted(folder.glob(f"{name}?idx*"))
    if not files:
        raise SystemExit(f"{folder} has neither mnist.npz nor the IDX file {name}.")
    compressed = files[0].suffix == ".gz"
    with gzip.open(files[0]) if compressed else files[0].open("rb") as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)
'''
_LOAD_MNIST = """
(x_train, y_train), (x_test, y_test) = load_mnist(path)
"""
_OFFLINE = '''
# What each of 24 enlarged pixels of a line takes from 8 small ones: cubic convolution.
distance = np.abs((np.arange(24)[:, np.newaxis] - 11.5) / 2.5 + 3.5 - np.arange(8))
near = (1.5 * distance - 2.5) * distance**2 + 1
far = ((2.5 - 0.5 * distance) * distance - 4) * distance + 2
enlarge = np.where(distance <= 1, near, np.where(distance < 2, far, 0.0))


def to_mnist_form(small: np.ndarray) -> np.ndarray:
    """Return 8x8 values of 0..16 as 28x28 pixels of 0..255, centred by mass as MNIST's are."""
    grey = enlarge @ small @ enlarge.T
    grey = np.clip((grey / grey.max() - 0.5) * 2 + 0.5, 0, 1) * 255
    image = np.zeros((28, 28), np.uint8)
    image[:24, :24] = np.rint(grey.round(6))
    lines = [image.sum(axis=axis, dtype=float) for axis in (1, 0)]
    centre = [line @ np.arange(28) / line.sum() for line in lines]
    return np.roll(image, [int(np.floor(14.5 - middle)) for middle in centre], axis=(0, 1))
'''
_LOAD_OFFLINE = """
small, labels = load_digits(return_X_y=True)
images = np.stack([to_mnist_form(digit.reshape(8, 8)) for digit in small])

# Every fifth digit of each class is a test digit.
is_test = np.zeros(len(labels), bool)
for digit in range(10):
    is_test[np.flatnonzero(labels == digit)[::5]] = True
x_train, y_train = images[~is_test], labels[~is_test]
x_test, y_test = images[is_test], labels[is_test]
"""
_CHANNEL = """
# Keras wants the one grey channel as an axis of its own: (n, 28, 28, 1).
x_train, x_test = x_train[..., np.newaxis], x_test[..., np.newaxis]
"""


def loading(info: RunInfo, path: str) -> Section:
    """Return the section that loads the digits of a run; `path` is an expression, or None.

    Raises `DigitLabError` when the run names other digits than there are.
    """
    if info.dataset not in TITLES:
        raise DigitLabError(
            f"This run was made for digits called {info.dataset[:40]!r}, which cannot be written "
            f"into a script; those that can are: {', '.join(TITLES)}."
        )
    if info.dataset == "mnist":
        return Section(
            "The digits",
            "MNIST: 60,000 handwritten digits to train on and 10,000 to test with, each 28x28 "
            "pixels of 0 (paper) to 255 (ink). Keras downloads them once (11 MB).",
            functions(f"path = {path}", _IDX, _MNIST, blocks(_LOAD_MNIST, _CHANNEL)),
        )
    return Section(
        "The digits",
        "1,797 handwritten digits of 8x8 pixels come with scikit-learn. They are enlarged to "
        "28x28 and centred, so that they look like MNIST's.",
        functions(_OFFLINE, blocks(_LOAD_OFFLINE, _CHANNEL)),
    )


def splitting(config: TrainConfig) -> Section:
    """Return the section that draws the very validation digits of a run."""
    all_of_it = config.train_fraction == 1
    rest = "rest" if all_of_it else "rest[: max(1, round(len(rest) * TRAIN_FRACTION))]"
    return Section(
        "Training and validation digits",
        "Some of the training digits are held back to judge each epoch by: a share of each class, "
        "drawn by the seed. They are the ones that the run held back. The test digits choose "
        "nothing.",
        "\n".join(
            [
                "rng = np.random.default_rng(SEED)",
                "training, validation = [], []",
                "for digit in range(10):",
                "    members = rng.permutation(np.flatnonzero(y_train == digit))",
                *(_held_back(config)),
                f"    training.append({rest})",
                "training = np.sort(np.concatenate(training))",
                "validation = np.sort(np.concatenate(validation))",
                "",
                "x_training, y_training = x_train[training], y_train[training]",
                "x_validation, y_validation = x_train[validation], y_train[validation]",
            ]
        ),
    )


def _held_back(config: TrainConfig) -> list[str]:
    if config.fold == 0:
        return [
            "    held_back = max(1, round(len(members) * VALIDATION_FRACTION))",
            "    validation.append(members[:held_back])",
            "    rest = members[held_back:]",
        ]
    return [
        "    part = FOLD % int(1 / VALIDATION_FRACTION + 1e-9)",
        "    start = min(round(part * len(members) * VALIDATION_FRACTION), len(members) - 1)",
        "    end = max(start + 1, round((part + 1) * len(members) * VALIDATION_FRACTION))",
        "    validation.append(members[start:end])",
        "    rest = np.delete(members, np.s_[start:end])",
    ]


def mislabelling() -> Section:
    """Return the section that gives some training digits a wrong label."""
    return Section(
        "Wrong labels on purpose",
        "A share of the training digits gets a wrong label, to see what mistakes in the data do. "
        "Validation and test digits keep theirs.",
        """
rng = np.random.default_rng([SEED, len(y_training)])
wrong = rng.permutation(len(y_training))[: round(len(y_training) * LABEL_NOISE)]
y_training[wrong] = (y_training[wrong] + rng.integers(1, 10, len(wrong))) % 10
""".strip(),
    )


def one_hot() -> Section:
    """Return the section that writes labels as ten numbers."""
    return Section(
        "One-hot labels",
        "The loss compares ten answers with ten targets, so each label is written as ten numbers: "
        "3 becomes 0001000000.",
        """
y_training = keras.utils.to_categorical(y_training, 10)
y_validation = keras.utils.to_categorical(y_validation, 10)
y_test = keras.utils.to_categorical(y_test, 10)
""".strip(),
    )
