"""Handwriting that nobody wrote: digits in many styles, and pictures that are no digits.

Both go beside real digits into a training, never into a validation or a test.
"""

from core.data.synthetic.defects import with_defects
from core.data.synthetic.digits import write
from core.data.synthetic.nondigits import nondigits

__all__ = ["nondigits", "with_defects", "write"]
