"""The Home page: what it says, where its doors lead, and which runs it shows."""

import sys

from core.runs.run import PRETRAINED
from pages.ui import cache


def test_says_what_this_is_and_leads_on(open_page) -> None:
    """Name and MNIST are there, four doors, and the shipped run with its accuracy."""
    app = open_page("home")
    links = {link.proto.label: link.proto.page for link in app.get("page_link")}

    assert [] == list(app.exception)
    assert "Digit Lab" == app.title[0].value
    assert "MNIST" in app.markdown[0].value
    for name in ("Explore", "Train", "Evaluate", "Predict"):
        assert name.lower() == links[f"**{name}**"]
    run = cache.store().get(PRETRAINED)
    assert any(label.startswith(run.title) and "%" in label for label in links)
    assert not any(module.split(".")[0] == "tensorflow" for module in sys.modules)
