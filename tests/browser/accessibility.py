"""What axe-core, the checker of accessibility by Deque, finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def serious_findings(page: Page, *rules: str) -> list[str]:
    """Return what is serious or critical: the rule, the place and the reason of each finding.

    Only `rules` are looked at if there are any.
    """
    options = {"runOnly": list(rules)} if rules else None
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in Axe().run(page, options=options).response["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]
