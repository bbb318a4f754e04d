"""The Home page: what it says, where its doors lead, and which runs it shows."""

from pages.ui import cache
from pages.ui.markdown import plain


def test_says_what_this_is_and_leads_on(open_page) -> None:
    """Name and MNIST are there, four doors, and the newest model with its accuracy."""
    app = open_page("home")
    links = {link.proto.label: link.proto.page for link in app.get("page_link")}

    assert [] == list(app.exception)
    assert "Digit Lab" == app.title[0].value
    assert "MNIST" in app.markdown[0].value
    for name in ("Explore", "Train", "Evaluate", "Predict"):
        assert name.lower() == links[f"**{name}**"]
    run = next(run for run in cache.single_runs(cache.store().runs()) if run.is_usable)
    assert any(label.startswith(plain(run.title)) and "%" in label for label in links)
