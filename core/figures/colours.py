"""Colours by numbers: mixing them, and ink that can be read on them."""

_RGB = tuple[float, float, float]


def mixed(background: str, colour: str, share: float) -> str:
    """Return `share` 0..1 of `colour` over `background`, all as in "#2f6fd0"."""
    pairs = zip(_parts(background), _parts(colour), strict=True)
    return "#" + "".join(f"{round(below + share * (above - below)):02x}" for below, above in pairs)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """Return black or white, whichever is read better on `colour`: at least 4.58 to 1."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))


def _parts(colour: str) -> _RGB:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(weight * s for weight, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
