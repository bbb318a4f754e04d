"""The pages, one file each, laid out as they look. What they show is computed in `core`."""
