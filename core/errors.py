"""The one kind of error that is meant for a person to read."""


class DigitLabError(Exception):
    """Something a user can put right; the message names the thing, the fault and the remedy."""
