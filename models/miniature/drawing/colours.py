"""Colours as `#rrggbb`, and what can be done with them."""

from __future__ import annotations

import colorsys
from functools import lru_cache


@lru_cache(maxsize=4096)
def mix(one: str, other: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from `one` to `other`."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return _hex(*(a + (b - a) * share for a, b in pairs))


def lighter(colour: str, share: float) -> str:
    """Mixed with white."""
    return mix(colour, "#ffffff", share)


def darker(colour: str, share: float) -> str:
    """Mixed with black."""
    return mix(colour, "#000000", share)


@lru_cache(maxsize=4096)
def adjusted(colour: str, *, hue: float = 0.0, saturation: float = 1.0, value: float = 1.0) -> str:
    """The hue turned by `hue` (1 is once around), saturation and value multiplied."""
    h, s, v = colorsys.rgb_to_hsv(*(channel / 255 for channel in _channels(colour)))
    red, green, blue = colorsys.hsv_to_rgb((h + hue) % 1, min(1, s * saturation), min(1, v * value))
    return _hex(red * 255, green * 255, blue * 255)


def luminance(colour: str) -> float:
    """How bright the colour looks, from 0 to 1 (Rec. 709 weights on gamma-coded channels)."""
    red, green, blue = _channels(colour)
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(red: float, green: float, blue: float) -> str:
    return f"#{round(red):02x}{round(green):02x}{round(blue):02x}"
