"""Text that people wrote, in places where Streamlit reads Markdown."""

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&@])")


def plain(text: str) -> str:
    """Return `text` so that Markdown shows it letter by letter, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
