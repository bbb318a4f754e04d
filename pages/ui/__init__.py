"""What the pages share: caches, widgets, links."""
