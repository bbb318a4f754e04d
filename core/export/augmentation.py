"""The section that changes the training digits anew in each epoch."""

from dataclasses import fields

from core.data.augmentation import UNCHANGED, Augmentation
from core.data.mixture import Mixture
from core.export.section import Section, blocks, functions

_UNITS = {
    "rotation": "degrees, either way",
    "shear": "slant as a tangent, either way",
    "aspect": "logarithm of width by height, either way",
    "elastic": "pixels by which bends move the ink",
    "thickness": "pixels that strokes grow, or shrink by half as much",
    "blur": "share of the blurred digit mixed in",
    "contrast": "how much steeper edges become",
    "low_resolution": "share of the digits that are scanned coarsely",
    "scale": "share by which a digit grows or shrinks",
    "shift": "whole pixels, in each direction",
}
_NAMES = tuple(field.name for field in fields(Augmentation))

_GRID = """
# A digit is changed on a canvas of 44x44 pixels, one and a half times as fine as its image.
grid = (np.arange(44, dtype=np.float32) - 21.5) / 1.5
rng = np.random.default_rng(SEED)
"""
_WAVES = """
# The bends of a digit: cosines of up to three half periods across the canvas.
waves = np.cos(np.pi * np.outer(np.arange(4), np.arange(44) + 0.5) / 44)
waves[1:] *= np.sqrt(2)
"""
_THICKENED = '''
def thickened(canvas: np.ndarray, radius: float) -> np.ndarray:
    """Return strokes grown by `radius` pixels on each side, or thinned where it is negative."""
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    step = cv2.dilate if radius > 0 else cv2.erode
    before = step(canvas, cross, iterations=int(abs(radius)))
    share = abs(radius) % 1
    after = cv2.addWeighted(before, 1 - share, step(before, cross), share, 0)
    # A thin stroke must not vanish.
    return after if after.sum() > 0.4 * canvas.sum() else canvas
'''
_SQUARE = '''
def in_a_square(canvas: np.ndarray) -> np.ndarray:
    """Return the ink alone, padded to a square: what MNIST brings to 20x20 pixels."""
    ink = (canvas > 0.3 * canvas.max()).astype(np.uint8)
    left, top, width, height = cv2.boundingRect(ink)
    side = max(width, height, 1)
    y, x = (side - height) // 2, (side - width) // 2
    square = np.zeros((side, side), np.uint8)
    square[y : y + height, x : x + width] = canvas[top : top + height, left : left + width]
    return square
'''
_CENTRED = '''
def centred(digit: np.ndarray{shifts}) -> np.ndarray:
    """Return a digit in 28x28 pixels with its mass in the middle{off}."""
    size = len(digit)
    mass = max(1, digit.sum(dtype=int))
    y, x = (
        int(np.floor(14.5 - digit.sum(axis=axis, dtype=int) @ np.arange(size) / mass)){shift}
        for axis in (1, 0)
    )
    y, x = min(max(y, 0), 28 - size), min(max(x, 0), 28 - size)
    image = np.zeros((28, 28), np.uint8)
    image[y : y + size, x : x + size] = digit
    return image
'''
_STEPS = {
    "aspect": """
    # Wider or narrower.
    widen = np.exp(rng.uniform(-most["aspect"], most["aspect"]) / 2)
    x, y = x * widen, y / widen
""",
    "shear": """
    # Slanted.
    x = x + y * rng.uniform(-most["shear"], most["shear"])
""",
    "rotation": """
    # Turned.
    angle = np.radians(rng.uniform(-most["rotation"], most["rotation"]))
    x, y = np.cos(angle) * x - np.sin(angle) * y, np.sin(angle) * x + np.cos(angle) * y
""",
    "elastic": """
    # Bent.
    bends = rng.standard_normal((2, 4, 4)) * rng.uniform(0, most["elastic"]) / np.sqrt(15)
    bends[:, 0, 0] = 0
    x, y = np.stack([x, y]) + waves.T @ bends @ waves
""",
    "": """
    # Each pixel of the canvas is taken from its place in the digit.
    x, y = np.float32(x + 13.5), np.float32(y + 13.5)
    canvas = cv2.remap(digit, x, y, cv2.INTER_CUBIC)
""",
    "thickness": """
    # Another pen.
    grow = rng.uniform(-most["thickness"] / 2, most["thickness"])
    canvas = thickened(canvas, 0.75 * grow)
""",
    "blur": """
    # Out of focus.
    share = rng.uniform(0, most["blur"])
    blurred = cv2.blur(canvas, (5, 5), borderType=cv2.BORDER_CONSTANT)
    canvas = cv2.addWeighted(canvas, 1 - share, blurred, share, 0)
""",
    "contrast": """
    # Steeper edges.
    gain = 1 + rng.uniform(0, most["contrast"])
    canvas = np.clip((canvas - 127.5) * gain + 127.5, 0, 255).astype(np.uint8)
""",
    "square": """
    square = in_a_square(canvas)
""",
    "low_resolution": """
    # Scanned coarsely, half of these in black and white.
    if rng.random() < most["low_resolution"]:
        coarse = int(rng.integers(11, 20, endpoint=True))
        square = cv2.resize(square, (coarse, coarse), interpolation=cv2.INTER_AREA)
        if rng.random() < 0.5:
            square = np.where(square > square.max() / 2, 255, 0).astype(np.uint8)
""",
    "scale": """
    # Larger or smaller than usual.
    size = round(20 * (1 + rng.uniform(-most["scale"], most["scale"])))
""",
    "end": """
    # Resampled by area, with the fullest ink at 255, as MNIST's digits are.
    fine = cv2.resize(square, None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST)
    small = cv2.resize(fine, ({size}, {size}), interpolation=cv2.INTER_AREA)
    full = np.rint(small * (255 / max(1, small.max()))).astype(np.uint8)
    return centred(full{shift})
""",
}
"""How a digit is changed, in this order; a step named as a strength only where it has one."""

_BATCHES = '''
class ChangedDigits(keras.utils.PyDataset):
    """The training digits in batches: in another order and changed anew in each epoch."""

    def __init__(self) -> None:
        """Draw the first order."""
        super().__init__()
        self.on_epoch_end()

    def __len__(self) -> int:
        """Return the number of batches."""
        return math.ceil(len(x_training) / BATCH_SIZE)

    def __getitem__(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return a batch of images (b, 28, 28, 1) and their labels."""
        chosen = self.order[number * BATCH_SIZE : (number + 1) * BATCH_SIZE]
        images = np.stack([{call} for digit in x_training[chosen, :, :, 0]])
        return images[..., np.newaxis], y_training[chosen]

    def on_epoch_end(self) -> None:
        """Draw another order."""
        self.order = rng.permutation(len(x_training))
'''
_GENTLY = '''
def change_somehow(digit: np.ndarray) -> np.ndarray:
    """Return a digit changed a little or much, so that the usual forms stay usual."""
    return change(digit, GENTLE if rng.random() < {share!r} else MOST)
'''


def augmentation(mixture: Mixture) -> Section | None:
    """Return the section that changes real digits as `mixture` says, None where they stay.

    What comes beside the real digits is left out.
    """
    if mixture.augmentation == UNCHANGED:
        return None
    gently = mixture.gentle_share > 0
    used = _used(mixture.augmentation) | (_used(mixture.gentle) if gently else set())
    shifting = "shift" in used
    call = "change(digit, MOST)" if used else "change(digit)"
    return Section(
        "Changing the digits",
        "Each training digit is changed a little at random, anew in each epoch, and then brought "
        "back to MNIST's form: 20 pixels of ink, centred by its mass. These are the same kinds "
        "of changes within the same limits as in the run, though not number for number.",
        functions(
            blocks(
                _strengths("MOST", mixture.augmentation, used),
                _strengths("GENTLE", mixture.gentle, used) if gently else "",
                _GRID,
                _WAVES if "elastic" in used else "",
            ),
            _THICKENED if "thickness" in used else "",
            _SQUARE,
            _CENTRED.format(
                shifts=", shift: int" if shifting else "",
                off=", or up to `shift` pixels off" if shifting else "",
                shift="\n        + int(rng.integers(-shift, shift, endpoint=True))"
                if shifting
                else "",
            ),
            _change(used),
            _GENTLY.format(share=mixture.gentle_share) if gently else "",
            _BATCHES.format(call="change_somehow(digit)" if gently else call),
        ),
    )


def _used(augmentation: Augmentation) -> set[str]:
    return {name for name in _NAMES if _strength(augmentation, name)}


def _strength(augmentation: Augmentation, name: str) -> float:
    strength: float = getattr(augmentation, name)
    return int(strength) if name == "shift" else strength


def _strengths(name: str, augmentation: Augmentation, used: set[str]) -> str:
    lines = [
        f'    "{strength}": {_strength(augmentation, strength)!r},  # {_UNITS[strength]}'
        for strength in _NAMES
        if strength in used
    ]
    return "\n".join([f"{name} = {{", *lines, "}"]) if lines else ""


def _change(used: set[str]) -> str:
    size = "size" if "scale" in used else "20"
    most = ", most: dict[str, float]" if used else ""
    shift = ', most["shift"]' if "shift" in used else ""
    steps = [
        text.strip("\n") for step, text in _STEPS.items() if step not in _NAMES or step in used
    ]
    head = (
        f"def change(digit: np.ndarray{most}) -> np.ndarray:\n"
        '    """Return a digit (28, 28) as another hand or pen might have written it."""\n'
        "    x, y = np.meshgrid(grid, grid)"
    )
    body = "\n".join(steps).replace("{size}", size).replace("{shift}", shift)
    return f"{head}\n{body}"
