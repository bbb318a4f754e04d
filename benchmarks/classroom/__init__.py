"""How fast the app answers a class on one server; `python -m benchmarks.classroom` measures it."""
