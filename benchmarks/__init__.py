"""Figures that the README quotes: `python -m benchmarks.NAME`; `--format json` for programs."""
