"""Colours for every role: hues from the palette, brightness from the light; moods grade, tints cover.

Whatever they say, the subject stands out: each backdrop colour moves away from it until it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from models.miniature.backdrop.hues import (
    BRIGHTNESS,
    GRADINGS,
    HUES,
    TINTS,
    Brightness,
    Grading,
    Hues,
    Shade,
)
from models.miniature.backdrop.tones import Tone
from models.miniature.drawing.shapes import Role
from models.miniature.scene import Light, Mood, Palette, Tint

APART = 1.75
"""The least contrast of the subject's main colour to every colour of the backdrop."""

SET_OFF = 1.4
"""The least contrast of the subject's other colours to its main colour."""

DARK_LIGHTS = frozenset({Light.NIGHT, Light.AURORA})
"""Lights so low that lamps and stars shine."""


@cache
def colours_of(palette: Palette, light: Light, mood: Mood, tint: Tint | None = None) -> Mapping[Role, str]:
    """A colour for every role."""
    hues, brightness = HUES[palette], BRIGHTNESS[light]
    main = TINTS[tint] if tint else _tone(hues.main, brightness.main)
    backdrop = _backdrop(hues, light, GRADINGS[mood])
    apart = {role: tone.away_from((main.colour,), APART) for role, tone in backdrop.items()}
    tones = apart | _subject(main, hues, brightness, is_tinted=tint is not None) | _shining(hues, light)
    return MappingProxyType({role: tones[role].colour for role in Role})


def _tone(shade: Shade, lightness: float, strength: float = 1.0) -> Tone:
    hue, chroma = shade
    return Tone(lightness=lightness, chroma=chroma * strength, hue=hue)


def _backdrop(hues: Hues, light: Light, grading: Grading) -> dict[Role, Tone]:
    """The colours of everything that stands behind and beside the subject."""
    plan = BRIGHTNESS[light]
    dusk = hues.dark_sky if light in DARK_LIGHTS else None
    sky, horizon = (dusk, hues.far) if dusk else (hues.sky, hues.horizon)
    glow = _tone(hues.glow, 0.86)
    tones = {
        Role.SKY: _tone(sky, plan.sky, plan.strength),
        Role.HORIZON: _tone(horizon, plan.horizon, plan.strength).mixed(glow, plan.warmth),
        Role.FAR: _tone(hues.far, plan.far, plan.strength).mixed(glow, plan.warmth / 5),
        Role.MID: _tone(hues.land, plan.mid, plan.strength),
        Role.GROUND: _tone(hues.land, plan.ground, plan.strength),
        Role.GROUND_SHADE: _tone(hues.land, plan.ground - 0.08, plan.strength),
        Role.PLANT: _tone(hues.plant, plan.plant, plan.strength),
        Role.WATER: _tone(hues.water, plan.water, plan.strength),
    }
    return {role: _graded(tone, plan, grading) for role, tone in tones.items()}


def _graded(tone: Tone, plan: Brightness, grading: Grading) -> Tone:
    middle = (plan.sky + plan.ground) / 2
    lightness = middle + (tone.lightness - middle) * grading.spread + grading.lift
    turn = grading.turn if tone.chroma else 0.0
    return Tone(
        lightness=min(0.96, max(0.13, lightness)),
        chroma=tone.chroma * grading.strength,
        hue=tone.hue + turn,
    )


def _subject(main: Tone, hues: Hues, plan: Brightness, *, is_tinted: bool) -> dict[Role, Tone]:
    """The colours of the subject itself; beside a tint the palette's own second colour is but a hint."""
    hue = hues.main[0]
    ink = 0.045 if hues.main[1] else 0.0
    pale = Tone(lightness=0.965, chroma=ink / 3, hue=hues.horizon[0])
    second = _tone(hues.second, plan.second).mixed(pale, 0.6 if is_tinted else 0.0)
    second = second.away_from((main.colour,), SET_OFF)
    return {
        Role.MAIN: main,
        Role.MAIN_SHADE: main.at(main.lightness - 0.11),
        Role.MAIN_LIGHT: main.at(main.lightness + 0.10),
        Role.SECOND: second,
        Role.SECOND_SHADE: second.at(second.lightness - 0.12),
        Role.ACCENT: _tone(hues.accent, 0.72).away_from((main.colour,), SET_OFF),
        Role.DARK: Tone(lightness=0.19, chroma=ink, hue=hue),
        Role.PALE: pale,
    }


def _shining(hues: Hues, light: Light) -> dict[Role, Tone]:
    """The colours of what gives light."""
    glow = _tone(hues.aurora, 0.80) if light is Light.AURORA else _tone(hues.glow, 0.88)
    return {Role.GLOW: glow, Role.STAR: _tone(hues.glow, 0.95, 0.4)}
