"""The smallest changes that flip an answer, in words."""

from core.analysis.what_if import CHANGES, Amounts, Flip, Question, searched
from core.formats import percent, with_article
from core.inference.prediction import Prediction

_TITLES: dict[Question, str] = {
    "rotation": "Rotation",
    "shift": "Shift",
    "thickness": "Stroke thickness",
}


def in_words(question: Question, flip: Flip | None) -> str:
    """Return as Markdown by how much one has to change the digit, and to what the answer flips."""
    title = f"**{_TITLES[question]}**"
    if flip is None:
        return f"{title}: none {_reach(question)} flips it."
    return f"{title}: {_amount(question, flip.amounts)}; then it is {_outcome(flip.prediction)}."


def _amount(question: Question, amounts: Amounts) -> str:
    if question == "shift":
        right, down = amounts["shift_x"], amounts["shift_y"]
        parts = [
            f"{abs(pixels):g} {forwards if pixels > 0 else back}"
            for pixels, forwards, back in ((right, "right", "left"), (down, "down", "up"))
            if pixels
        ]
        return f"{' and '.join(parts)} (pixels)"
    amount = amounts[question]
    if question == "rotation":
        return f"{abs(amount):g} degrees {'clockwise' if amount > 0 else 'anticlockwise'}"
    return f"{abs(amount):g} pixels {'thicker' if amount > 0 else 'thinner'} a side"


def _outcome(prediction: Prediction) -> str:
    if not prediction.is_digit:
        return f"no digit to the model (the nearest is {with_article(prediction.digit)})"
    return f"{with_article(prediction.digit)} ({percent(prediction.probability, 0)})"


def _reach(question: Question) -> str:
    if question == "rotation":
        return f"up to {max(amounts['rotation'] for amounts in searched(question)):g} degrees"
    if question == "shift":
        return f"up to {CHANGES['shift_x'].high:g} pixels"
    thickness = CHANGES["thickness"]
    return f"from {-thickness.low:g} pixels thinner to {thickness.high:g} thicker a side"
