"""The part that runs TensorFlow: networks, batches, fitting, export.

Importing a module of this package imports TensorFlow. Only `core.training.worker` does, inside
the function that a worker process or the command line calls.
"""

import os

# A batch is computed as two halves at a time, see `ghost_batches`: each has half of the cores.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", str(max(1, (os.cpu_count() or 1) // 2)))
