"""Training networks, in a process of their own: the worker, and around it what it needs to know.

`worker` is what a process does with a run, `engine` the training itself. The engine alone may
import TensorFlow, and the worker alone the engine, inside the functions that need it.
"""
