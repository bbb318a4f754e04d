"""An answer in as few words as stand below a small picture."""

from core.inference import ReadDigit
from core.inference.prediction import Prediction
from pages.ui.predict.digit_tiles import short_percent


def said(outcome: Prediction) -> str:
    """Return "7 · 98 %", or "no digit" for what is refused."""
    if not outcome.is_digit:
        return "no digit"
    return f"{outcome.digit} · {short_percent(outcome.probability)}"


def said_of(digit: ReadDigit) -> str:
    """Return the same of a digit that was read."""
    return said(Prediction(digit.digit, digit.probability, digit.is_digit))
