"""How training digits can be changed: a few named ways, and one's own."""

from dataclasses import replace

from core.data.augmentation import Augmentation
from core.data.mixture import Mixture

OFF, CUSTOM = "off", "custom"

LIGHT = Augmentation(rotation=10, shear=0.15, aspect=0.1, elastic=0.5, thickness=0.5, shift=1)
# A picture that is read is always centred: digits off their place would teach nothing.
GENTLE = replace(LIGHT, shift=0)
STRONG = Augmentation(
    rotation=15,
    shear=0.25,
    aspect=0.25,
    elastic=1.0,
    thickness=1.0,
    blur=0.5,
    contrast=0.5,
    low_resolution=0.2,
    shift=1,
)
WIDEST = Augmentation(
    rotation=15,
    shear=0.25,
    aspect=0.3,
    elastic=0.7,
    thickness=2.5,
    blur=0.6,
    contrast=2.0,
    low_resolution=0.25,
    scale=0.1,
    shift=1,
)

MIXTURES = {
    OFF: Mixture(),
    "light": Mixture(LIGHT),
    "strong": Mixture(STRONG),
    "world": Mixture(
        WIDEST, gentle=GENTLE, gentle_share=0.5, synthetic=0.22, nondigits=0.18, defects=0.2
    ),
}
TITLES = {
    OFF: "Off",
    "light": "Light: other slants and pens",
    "strong": "Strong: other writers and scanners",
    "world": "World: also other countries' digits, and what is no digit",
    CUSTOM: "Custom: as the sliders say",
}
SLIDERS = ("rotation", "shift", "scale", "shear", "thickness")
"""The strengths that one chooses oneself, named as in `Augmentation`."""


def custom(**strengths: float) -> Mixture:
    """Return the mixture of the digits changed by these strengths, see `SLIDERS`."""
    return Mixture(replace(Augmentation(), **strengths))
