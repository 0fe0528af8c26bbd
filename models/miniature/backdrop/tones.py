"""Tones in OKLCH, where equal steps look equal, and how far two colours stand apart."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

LIGHTEST = 0.985
DARKEST = 0.09


@dataclass(frozen=True, kw_only=True, slots=True)
class Tone:
    """A colour by lightness (0 to 1), chroma (0 is grey, 0.2 is strong) and hue in degrees (30 is red)."""

    lightness: float
    chroma: float
    hue: float

    @property
    def colour(self) -> str:
        """As `#rrggbb`; what a screen cannot show loses chroma until it can."""
        return _shown(round(self.lightness, 4), round(self.chroma, 4), round(self.hue % 360, 2))

    @property
    def _axes(self) -> tuple[float, float, float]:
        turn = math.radians(self.hue)
        return self.lightness, self.chroma * math.cos(turn), self.chroma * math.sin(turn)

    def at(self, lightness: float) -> Tone:
        """The same hue, lighter or darker."""
        return replace(self, lightness=min(LIGHTEST, max(DARKEST, lightness)))

    def mixed(self, other: Tone, share: float) -> Tone:
        """The tone that lies `share` (0 to 1) of the way to the other."""
        lightness, a, b = (
            one + (two - one) * share for one, two in zip(self._axes, other._axes, strict=True)
        )
        return Tone(lightness=lightness, chroma=math.hypot(a, b), hue=math.degrees(math.atan2(b, a)))

    def away_from(self, others: tuple[str, ...], ratio: float) -> Tone:
        """The nearest lightness at which the contrast to all the others is at least `ratio`."""
        for step in range(90):
            for way in (1, -1):
                moved = self.at(self.lightness + way * step / 100)
                if all(contrast(moved.colour, other) >= ratio for other in others):
                    return moved
        return self


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG: 1 for equal brightness, 21 for black and white."""
    lower, higher = sorted((_brightness(one), _brightness(other)))
    return (higher + 0.05) / (lower + 0.05)


@lru_cache(maxsize=4096)
def _brightness(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=8192)
def _shown(lightness: float, chroma: float, hue: float) -> str:
    channels = _linear(lightness, chroma, hue)
    while chroma > 0 and not all(-0.001 <= channel <= 1.001 for channel in channels):
        chroma = max(0.0, chroma - 0.004)
        channels = _linear(lightness, chroma, hue)
    return "#" + "".join(f"{_byte(channel):02x}" for channel in channels)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _byte(linear: float) -> int:
    linear = min(1.0, max(0.0, linear))
    coded = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(255 * coded)
