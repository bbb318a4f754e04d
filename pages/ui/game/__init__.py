"""What the game alone uses."""
