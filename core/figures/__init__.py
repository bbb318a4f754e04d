"""Numbers as charts and pictures. Each figure is tested without a browser."""
