"""A run: its folder on disk, what stands in it, and the store of all runs."""
