"""Training: configuration, architectures, the training itself, its jobs and the store of runs.

This is the one part of Digit Lab that may import TensorFlow, and only inside the functions that
run in a worker process or on the command line.
"""
