"""Hyperparameter search: ranges for chosen settings, and trainings that try values from them.

`ranges` says what is searched, `records` what a search is and how far it is, `sampling` asks
Optuna, `advance` takes a search one step further, and `driver` does so again and again.
"""
