"""Using a trained model: load it once, read pictures, refuse what is no digit."""

from core.inference.classifier import Classification, Classifier
from core.inference.reader import ReadDigit, Reading, read

__all__ = ["Classification", "Classifier", "ReadDigit", "Reading", "read"]
