"""Who uses the app, and what is theirs."""
