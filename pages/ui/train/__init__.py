"""What the Train page alone uses."""
