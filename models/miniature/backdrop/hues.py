"""What colours are made from: hues of palettes, brightness of lights, gradings of moods, tints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.miniature.backdrop.tones import Tone
from models.miniature.scene import Light, Mood, Palette, Tint

Shade = tuple[float, float]
"""Hue in degrees, and strength: chroma by bright daylight."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hues:
    """The hues of one palette."""

    sky: Shade
    horizon: Shade
    far: Shade
    land: Shade
    plant: Shade
    water: Shade
    main: Shade
    second: Shade
    accent: Shade
    glow: Shade
    aurora: Shade
    dark_sky: Shade | None = None
    """Where the sky of dark hours has a hue of its own; its horizon is then that of the far distance."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Brightness:
    """How light each part of the picture is under one light, and how strong its backdrop's colours are."""

    sky: float
    horizon: float
    far: float
    mid: float
    ground: float
    plant: float
    water: float
    main: float
    second: float
    strength: float
    warmth: float = 0.0
    """How much of the palette's glow lies in the horizon and the far distance."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grading:
    """What a mood does to the backdrop: chroma, lightness added, contrast around the middle, hue turned."""

    strength: float = 1.0
    lift: float = 0.0
    spread: float = 1.0
    turn: float = 0.0


HUES: Mapping[Palette, Hues] = {
    Palette.EMBER: Hues(
        sky=(38, 0.14), horizon=(66, 0.12), far=(30, 0.16), land=(29, 0.17), plant=(18, 0.15),
        water=(42, 0.15), main=(28, 0.22), second=(80, 0.15), accent=(72, 0.19), glow=(76, 0.17),
        aurora=(45, 0.20),
    ),
    Palette.HONEY: Hues(
        sky=(90, 0.13), horizon=(100, 0.11), far=(84, 0.14), land=(84, 0.15), plant=(96, 0.14),
        water=(92, 0.13), main=(60, 0.16), second=(98, 0.15), accent=(40, 0.18), glow=(95, 0.17),
        aurora=(98, 0.19),
    ),
    Palette.MOSS: Hues(
        sky=(128, 0.11), horizon=(112, 0.11), far=(140, 0.13), land=(136, 0.15), plant=(146, 0.15),
        water=(150, 0.11), main=(143, 0.16), second=(108, 0.13), accent=(38, 0.18), glow=(108, 0.17),
        aurora=(132, 0.21),
    ),
    Palette.LAGOON: Hues(
        sky=(190, 0.12), horizon=(172, 0.09), far=(188, 0.12), land=(183, 0.13), plant=(172, 0.13),
        water=(194, 0.13), main=(192, 0.13), second=(88, 0.10), accent=(42, 0.17), glow=(95, 0.13),
        aurora=(178, 0.18),
    ),
    Palette.OCEAN: Hues(
        sky=(245, 0.13), horizon=(228, 0.08), far=(252, 0.14), land=(256, 0.15), plant=(246, 0.15),
        water=(258, 0.16), main=(262, 0.20), second=(228, 0.08), accent=(62, 0.17), glow=(88, 0.12),
        aurora=(238, 0.18),
    ),
    Palette.LAVENDER: Hues(
        sky=(300, 0.13), horizon=(318, 0.08), far=(298, 0.14), land=(297, 0.15), plant=(305, 0.16),
        water=(292, 0.14), main=(296, 0.21), second=(322, 0.11), accent=(92, 0.16), glow=(85, 0.12),
        aurora=(310, 0.20),
    ),
    Palette.ROSE: Hues(
        sky=(358, 0.13), horizon=(14, 0.08), far=(356, 0.15), land=(3, 0.16), plant=(350, 0.17),
        water=(352, 0.14), main=(2, 0.22), second=(18, 0.09), accent=(60, 0.15), glow=(55, 0.11),
        aurora=(350, 0.21),
    ),
    Palette.EARTH: Hues(
        sky=(68, 0.045), horizon=(76, 0.05), far=(58, 0.065), land=(52, 0.085), plant=(72, 0.07),
        water=(60, 0.05), main=(44, 0.115), second=(76, 0.07), accent=(185, 0.06), glow=(72, 0.10),
        aurora=(58, 0.10),
    ),
    Palette.CANDY: Hues(
        sky=(212, 0.12), horizon=(98, 0.13), far=(345, 0.16), land=(166, 0.14), plant=(172, 0.14),
        water=(208, 0.13), main=(352, 0.24), second=(100, 0.17), accent=(208, 0.14), glow=(100, 0.18),
        aurora=(350, 0.22), dark_sky=(300, 0.14),
    ),
    Palette.MONOCHROME: Hues(
        sky=(0, 0), horizon=(0, 0), far=(0, 0), land=(0, 0), plant=(0, 0), water=(0, 0), main=(0, 0),
        second=(0, 0), accent=(0, 0), glow=(0, 0), aurora=(0, 0),
    ),
}  # fmt: skip

BRIGHTNESS: Mapping[Light, Brightness] = {
    Light.DAY: Brightness(
        sky=0.81, horizon=0.94, far=0.80, mid=0.75, ground=0.70, plant=0.58, water=0.76,
        main=0.50, second=0.86, strength=1.0,
    ),
    Light.GOLDEN: Brightness(
        sky=0.60, horizon=0.80, far=0.44, mid=0.40, ground=0.36, plant=0.30, water=0.46,
        main=0.62, second=0.86, strength=1.0, warmth=0.42,
    ),
    Light.NIGHT: Brightness(
        sky=0.23, horizon=0.45, far=0.37, mid=0.31, ground=0.27, plant=0.43, water=0.38,
        main=0.67, second=0.87, strength=0.8,
    ),
    Light.MIST: Brightness(
        sky=0.83, horizon=0.92, far=0.80, mid=0.75, ground=0.70, plant=0.62, water=0.78,
        main=0.42, second=0.84, strength=0.62,
    ),
    Light.AURORA: Brightness(
        sky=0.19, horizon=0.37, far=0.30, mid=0.27, ground=0.31, plant=0.42, water=0.36,
        main=0.73, second=0.90, strength=0.8,
    ),
    Light.STORM: Brightness(
        sky=0.40, horizon=0.56, far=0.43, mid=0.39, ground=0.35, plant=0.29, water=0.44,
        main=0.74, second=0.92, strength=0.60,
    ),
}  # fmt: skip

GRADINGS: Mapping[Mood, Grading] = {
    Mood.CALM: Grading(strength=0.86, lift=0.01, spread=0.92),
    Mood.JOYFUL: Grading(strength=1.15, lift=0.015),
    Mood.MELANCHOLIC: Grading(strength=0.66, lift=-0.02, spread=0.92),
    Mood.MYSTERIOUS: Grading(strength=0.95, lift=-0.06, spread=1.04),
    Mood.DREAMY: Grading(strength=1.0, lift=0.03, spread=0.94, turn=7),
    Mood.DRAMATIC: Grading(strength=1.08, lift=-0.02, spread=1.14),
}

TINTS: Mapping[Tint, Tone] = {
    Tint.WHITE: Tone(lightness=0.965, chroma=0.008, hue=80),
    Tint.BLACK: Tone(lightness=0.245, chroma=0.012, hue=270),
    Tint.GREY: Tone(lightness=0.62, chroma=0.006, hue=260),
    Tint.RED: Tone(lightness=0.56, chroma=0.23, hue=27),
    Tint.ORANGE: Tone(lightness=0.71, chroma=0.19, hue=52),
    Tint.YELLOW: Tone(lightness=0.87, chroma=0.18, hue=98),
    Tint.GREEN: Tone(lightness=0.60, chroma=0.19, hue=145),
    Tint.TURQUOISE: Tone(lightness=0.77, chroma=0.13, hue=188),
    Tint.BLUE: Tone(lightness=0.50, chroma=0.21, hue=262),
    Tint.PURPLE: Tone(lightness=0.47, chroma=0.22, hue=302),
    Tint.PINK: Tone(lightness=0.76, chroma=0.15, hue=352),
    Tint.BROWN: Tone(lightness=0.42, chroma=0.09, hue=48),
    Tint.GOLD: Tone(lightness=0.76, chroma=0.15, hue=84),
}
