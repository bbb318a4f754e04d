"""Using a trained model: load it once, read pictures, refuse what is no digit."""

from core.inference.classifier import Classification, Classifier
from core.inference.read_digit import ReadDigit
from core.inference.reader import read
from core.inference.reading import Reading

__all__ = ["Classification", "Classifier", "ReadDigit", "Reading", "read"]
