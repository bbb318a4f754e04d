"""What the page of one's own drawings alone uses."""
