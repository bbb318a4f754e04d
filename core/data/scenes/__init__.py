"""Synthetic photos of handwriting with the true ink of each pixel, to learn finding ink from.

Sheets, boards and screens that are plain, ruled or squared, on desks, in shadow and out of focus,
composed of digits, letters and signs as `core.data.synthetic` draws them.
"""

from core.data.scenes.scene import Scene, compose

__all__ = ["Scene", "compose"]
