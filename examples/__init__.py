"""How a program uses Digit Lab: `python -m examples.NAME` from the project's folder."""
