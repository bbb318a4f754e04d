"""What can be chosen of a fine-tuning, and how its drawings are changed."""

from core.config.augmentations import STRONG
from core.config.setting import Setting
from core.data.augmentation import Augmentation
from core.glossary import term

SHARE = Setting(
    "Share of drawings",
    0.2,
    help=term("Share of drawings").meaning,
    low=0.05,
    high=0.5,
    step=0.05,
    shown="percent",
)

FORMS_OF_DRAWINGS: Augmentation = STRONG
"""How each drawing is changed, otherwise each time: there are too few to learn from as they are."""
