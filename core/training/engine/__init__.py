"""The part that runs TensorFlow: networks, batches, fitting, export.

Importing a module of this package imports TensorFlow. Only `core.training.worker` does, inside
the function that a worker process or the command line calls.
"""
