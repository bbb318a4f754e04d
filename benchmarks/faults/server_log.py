"""What a server logs: tracebacks of errors that nobody explained."""

import re
from pathlib import Path

PLAIN = {"STREAMLIT_LOGGER_ENABLE_RICH": "false", "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full"}
"""The environment in which Streamlit logs tracebacks as Python does, and pages say all of it."""

_TRACEBACK = re.compile(r"Traceback \(most recent call last\):\n((?:[ \t].*\n|\n)*)(\S.*)")
_CHAINED = re.compile(r"\s*(The above exception was the direct cause|During handling of the above)")
_EXPLAINED = re.compile(r"core\.[\w.]*(DigitLabError|RunNotFoundError|UnreadableError)\b")
_PLACE = re.compile(r'File ".*/((?:core|pages|benchmarks)/[^"]*)", line (\d+)')


class ServerLog:
    """Reads a log as it grows."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self._path, self._at = path, 0

    def traceback(self) -> str:
        """Return what was raised first of what was logged since the last call, and where; or ""."""
        with self._path.open("rb") as file:
            file.seek(self._at)
            data = file.read()
        self._at += len(data)
        return next(iter(tracebacks(data.decode(errors="replace"))), "")


def tracebacks(text: str) -> list[str]:
    """Return what each traceback of an error that is no `DigitLabError` says, and where it was."""
    return [
        f"{match[2]} ({_place(match[1])})"
        for match in _TRACEBACK.finditer(text)
        if not _CHAINED.match(text, match.end()) and not _EXPLAINED.match(match[2])
    ]


def _place(stack: str) -> str:
    places = _PLACE.findall(stack)
    return ":".join(places[-1]) if places else "outside the project"
