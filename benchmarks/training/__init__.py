"""How fast trainings are, beside Keras' example: `python -m benchmarks.training`."""
