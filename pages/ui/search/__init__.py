"""What the Search page alone uses."""
