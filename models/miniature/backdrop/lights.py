"""Six lights with tell-tale marks: what stands in the sky, what falls from it, what hazes the distance."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from models.miniature.backdrop import skies
from models.miniature.backdrop.stage import Colours, Marks, Stage, lay
from models.miniature.drawing.picture import SIDE, Layer, Placed, Placement, Veil
from models.miniature.drawing.shapes import (
    Point,
    Role,
    circle,
    filled,
    polygon,
    polyline,
    rectangle,
    smooth,
    stroked,
)
from models.miniature.scene import Light, Setting

DISCS: Mapping[Setting, Point] = {
    Setting.FOREST: (0.30, 110),
    Setting.CITY: (0.29, 84),
    Setting.SPACE: (0.44, 68),
    Setting.CLOUDS: (0.36, 70),
    Setting.ROOM: (0.38, 96),
}
"""Where sun or moon is seen best between what stands there: share of the width from its side, and height."""

OPEN_SKY: Point = (0.23, 84)

LARGE = 200.0
"""The reach of a subject that fills the picture."""


def marks_of_light(light: Light, stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """The sky and everything that a light puts in front of it."""
    sky = lay(Layer.SKY, (filled(rectangle(0, 0, SIDE, SIDE), Role.SKY),))
    marks = _LIGHTS[light](stage, colours, chance)
    layers = LAYERS.get(stage.setting, {})
    placed = (replace(one, layer=layers.get(one.layer, one.layer)) for one in marks.placed)
    return Marks(placed=(sky, *placed), veils=marks.veils)


LAYERS: Mapping[Setting, Mapping[Layer, Layer]] = {
    Setting.ROOM: dict.fromkeys((Layer.FAR, Layer.MID), Layer.LIGHTS),
    Setting.UNDERWATER: dict.fromkeys((Layer.SKY, Layer.LIGHTS), Layer.FAR),
}
"""Where a light stands elsewhere: outside the window of a room, and before the haze of deep water."""


def _disc_at(stage: Stage, chance: random.Random) -> Point:
    """The middle of sun or moon; it gives way to a subject that is very large."""
    share, y = DISCS.get(stage.setting, OPEN_SKY)
    if stage.reach > LARGE and stage.setting is not Setting.ROOM:
        share, y = min(share, 0.16), 72
    return stage.across(share + chance.uniform(-0.02, 0.02)), stage.down(y + chance.uniform(-6, 6))


def _day(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    sun = _disc_at(stage, chance)
    placed = [
        *skies.halo(sun, 74, Role.PALE),
        lay(Layer.LIGHTS, skies.sun(sun, 45)),
        *_cast(stage, Role.PALE),
    ]
    if stage.setting is Setting.UNDERWATER:
        return Marks(placed=(*placed, *skies.shafts(sun)))
    places = ((0.84, 70, 0.85), (0.52, 44, 0.5), (0.90, 150, 0.5), (0.08, 178, 0.55))
    for share, y, scale in places:
        at = Placement(
            x=stage.across(share + chance.uniform(-0.03, 0.03)),
            y=stage.down(y + chance.uniform(-10, 10)),
            scale=scale * chance.uniform(0.9, 1.15),
            flip=chance.random() < 0.5,
        )
        placed.append(Placed(layer=Layer.LIGHTS, drawing=skies.CLOUD, at=at))
    return Marks(placed=tuple(placed))


def _golden(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """A huge low sun with rings, behind the subject, and its glitter on the ground."""
    sun = _low_sun(stage, chance)
    haloes = [
        lay(Layer.SKY, (filled(circle(*sun, radius), Role.GLOW),), opacity=opacity)
        for radius, opacity in ((282, 0.16), (230, 0.24), (180, 0.34))
    ]
    rings = stroked(circle(*sun, 160) + circle(*sun, 196), Role.GLOW, 7)
    disc = (filled(circle(*sun, 132), Role.GLOW), filled(circle(*sun, 104), Role.STAR, is_detail=True))
    strips = [skies.strip(sun[0] + dx, sun[1] + dy, w) for dx, dy, w in ((-60, -96, 170), (85, -40, 210))]
    lines = "".join(
        polyline([(sun[0] - half, y), (sun[0] + half, y)])
        for half, y in zip((112, 76, 96, 52, 70), range(round(stage.horizon) + 16, SIDE, 23), strict=False)
    )
    glitter = lay(Layer.GROUND, (stroked(lines, Role.GLOW, 8),), opacity=0.75)
    light = (lay(Layer.LIGHTS, (rings, *disc)), *strips, glitter, *_cast(stage, Role.GLOW))
    return Marks(placed=(*haloes, *light))


def _low_sun(stage: Stage, chance: random.Random) -> Point:
    """Beside the subject's head, or in a corner where the subject leaves no more room."""
    if stage.reach > LARGE:
        return stage.across(0.12), stage.horizon - 190
    aside = stage.focus[0] + 0.62 * stage.reach * stage.side
    return min(max(aside, 110), SIDE - 110) + chance.uniform(-15, 15), stage.horizon - chance.uniform(
        112, 132
    )


def _cast(stage: Stage, role: Role) -> tuple[Placed, ...]:
    """What the sun throws through a window onto the floor of a room."""
    if stage.setting is not Setting.ROOM:
        return ()
    return (lay(Layer.GROUND, (filled(skies.panes(stage.horizon, stage.side), role),), opacity=0.7),)


def _night(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """Stars and a crescent; a full moon would look like the pale sun of mist where a style knows no dark."""
    moon = _disc_at(stage, chance)
    crescent = lay(Layer.LIGHTS, skies.crescent(moon))
    return Marks(placed=(*skies.halo(moon, 92, Role.STAR), skies.stars(stage, chance, 34), crescent))


def _mist(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    sun = _disc_at(stage, chance)
    disc = lay(Layer.LIGHTS, (filled(circle(*sun, 52), Role.PALE),), opacity=0.95)
    banks = [
        Placed(
            layer=layer,
            drawing=skies.bank(y, thick, chance),
            at=Placement(opacity=opacity),
        )
        for layer, y, thick, opacity in (
            (Layer.FAR, stage.horizon - 122, 36, 0.8),
            (Layer.MID, stage.horizon - 52, 40, 0.85),
            (Layer.GROUND, stage.horizon + 24, 38, 0.9),
            (Layer.GROUND, stage.horizon + 108, 36, 0.85),
        )
    ]
    haze = colours[Role.HORIZON]
    veils = [
        Veil(
            layer=layer,
            colour=haze,
            top=stage.horizon - above,
            bottom=stage.horizon + 30,
            bottom_opacity=opacity,
        )
        for layer, above, opacity in ((Layer.FAR, 230, 0.65), (Layer.MID, 140, 0.45))
    ]
    low = Veil(layer=Layer.GROUND, colour=haze, top=stage.horizon - 6, top_opacity=0.5, bottom_opacity=0.1)
    return Marks(placed=(*skies.halo(sun, 92, Role.PALE), disc, *banks), veils=(*veils, low))


def _aurora(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """Two curtains of light that wave across the sky: a glowing hem each, and rays that rise from it."""
    turn = chance.uniform(0, math.tau)
    curtains: list[Placed] = []
    for base, tall, role, phase in ((104, 96, Role.SECOND, 2.1), (196, 150, Role.GLOW, 0.0)):
        foot = skies.waving(stage.down(base), stage.side, turn + phase)
        veil = polygon([*foot, *((x, y - tall * 0.45) for x, y in reversed(foot))])
        curtains += [
            lay(Layer.LIGHTS, (filled(veil, role),), opacity=0.3),
            lay(Layer.LIGHTS, (filled(skies.rays(foot, tall, chance), role),), opacity=0.6),
            lay(Layer.LIGHTS, (stroked(smooth(foot, closed=False), role, 5),)),
        ]
    return Marks(placed=(skies.stars(stage, chance, 16), *curtains))


def _storm(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    high = lay(Layer.LIGHTS, (filled(skies.mass(stage.down(96), 46, chance), Role.MID),))
    low = lay(Layer.LIGHTS, (filled(skies.mass(stage.down(52), 38, chance), Role.GROUND_SHADE),))
    top = (_disc_at(stage, chance)[0] - 10 * stage.side, stage.down(112))
    bolt = lay(Layer.MID, (filled(skies.bolt(top, stage.horizon + 8), Role.GLOW),))
    far = (SIDE - top[0] + 30 * stage.side, stage.down(96))
    second = lay(Layer.LIGHTS, (filled(skies.bolt(far, far[1] + 130), Role.GLOW),))
    rain = (stroked(skies.rain(chance), Role.STAR, 4.5),)
    falls = Layer.LIGHTS if stage.setting is Setting.ROOM else Layer.GROUND
    flash = Veil(layer=Layer.SKY, colour=colours[Role.GLOW], around=top, radius=240, top_opacity=0.55)
    return Marks(placed=(high, second, bolt, low, lay(falls, rain, opacity=0.6)), veils=(flash,))


_LIGHTS: Mapping[Light, Callable[[Stage, Colours, random.Random], Marks]] = {
    Light.DAY: _day,
    Light.GOLDEN: _golden,
    Light.NIGHT: _night,
    Light.MIST: _mist,
    Light.AURORA: _aurora,
    Light.STORM: _storm,
}
