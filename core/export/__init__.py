"""A run to take along: as a script, as a notebook, as event files for TensorBoard.

Script and notebook are made from the same sections and import nothing of Digit Lab.
"""

from core.export.head import is_partial
from core.export.notebook import notebook
from core.export.script import script
from core.export.tensorboard import events_zip, write_events

__all__ = ["events_zip", "is_partial", "notebook", "script", "write_events"]
