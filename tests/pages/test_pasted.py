"""What a browser sends of a pasted picture: taken when it is one of bounded size."""

from base64 import b64encode

import pytest

from core.errors import DigitLabError
from pages.ui.predict import paste_button
from pages.ui.predict.paste_button import content_of


def test_what_was_sent_is_what_was_pasted() -> None:
    """Byte by byte, up to the limit itself."""
    for content in (b"", b"a", bytes(range(256)) * 5):
        assert content == content_of(b64encode(content).decode("ascii"))


@pytest.mark.parametrize(
    "sent", [None, 7, ["QQ=="], {"content": "QQ=="}, "Q", "Q?==", "QQ==\n\u0661"]
)
def test_anything_else_is_refused(sent: object) -> None:
    """With an error that says what to do."""
    with pytest.raises(DigitLabError, match="paste it again"):
        content_of(sent)


def test_too_much_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that does not keep to the limit is told of it."""
    monkeypatch.setattr(paste_button, "b64decode", None)
    with pytest.raises(DigitLabError, match="more than the 10 MB"):
        content_of("A" * (14 * 2**20))
