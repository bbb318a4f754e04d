"""What must not break the app, done to it on purpose; `python -m benchmarks.faults` runs it."""
