"""What stands in the sky and falls from it."""

from __future__ import annotations

import math
import random

from models.miniature.backdrop.stage import Stage, lay
from models.miniature.drawing.picture import SIDE, Layer, Placed
from models.miniature.drawing.shapes import (
    Drawing,
    Point,
    Role,
    circle,
    filled,
    polygon,
    polyline,
    rectangle,
    smooth,
    star,
    stroked,
)

CLOUD: Drawing = (
    filled(
        "M-58 0C-84 0 -84 -30 -57 -32C-58 -58 -22 -66 -8 -46C6 -72 48 -62 45 -34C76 -36 78 0 54 0z", Role.PALE
    ),
    filled("M-58 0C-72 0 -76 -8 -74 -15C-50 -4 40 -4 69 -12C68 -5 63 0 54 0z", Role.HORIZON, is_detail=True),
)


def halo(at: Point, radius: float, role: Role) -> list[Placed]:
    """Two faint rings around sun or moon."""
    return [
        lay(Layer.SKY, (filled(circle(*at, radius * share), role, is_detail=True),), opacity=opacity)
        for share, opacity in ((1.0, 0.16), (0.78, 0.22))
    ]


def sun(at: Point, radius: float) -> Drawing:
    """A disc with twelve short rays."""
    rays = []
    for step in range(12):
        turn = math.tau * step / 12
        corners = ((radius + 7, -0.1), (radius + 30, 0.0), (radius + 7, 0.1))
        rays.append(
            polygon([(at[0] + r * math.cos(turn + a), at[1] + r * math.sin(turn + a)) for r, a in corners])
        )
    return (filled("".join(rays), Role.GLOW), filled(circle(*at, radius), Role.GLOW))


def crescent(at: Point) -> Drawing:
    """A waxing moon."""
    x, y = at
    return (
        filled(
            f"M{x + 14:.1f} {y - 50:.1f}A52 52 0 1 0 {x + 50:.1f} {y + 14:.1f}"
            f"A42 42 0 1 1 {x + 14:.1f} {y - 50:.1f}z",
            Role.STAR,
        ),
    )


def stars(stage: Stage, chance: random.Random, count: int) -> Placed:
    """Stars all over the sky: two in three are points, the others sparkle."""
    points = [(chance.uniform(8, SIDE - 8), chance.uniform(8, stage.horizon - 40)) for _ in range(count)]
    shapes = [
        filled(star(x, y, chance.uniform(8, 13), 2.6, 4), Role.STAR)
        if index % 3 == 0
        else filled(circle(round(x, 1), round(y, 1), chance.choice((2, 2.5, 3.5))), Role.STAR)
        for index, (x, y) in enumerate(points)
    ]
    return lay(Layer.SKY, tuple(shapes))


def shafts(sun: Point) -> list[Placed]:
    """Light that falls through water, fanning out from the sun."""
    lean = 1 if sun[0] < SIDE / 2 else -1
    shafts = []
    for step in range(5):
        start, end = 0.18 + 0.26 * step, 0.29 + 0.26 * step
        far = [(sun[0] + lean * 700 * math.sin(turn), sun[1] + 700 * math.cos(turn)) for turn in (start, end)]
        shafts.append(lay(Layer.LIGHTS, (filled(polygon([sun, *far]), Role.PALE),), opacity=0.34))
    return shafts


def strip(x: float, y: float, width: float) -> Placed:
    """A thin cloud that lies across the sun."""
    strip = rectangle(round(x - width / 2, 1), round(y, 1), width, 11, corner=5.5)
    return lay(Layer.LIGHTS, (filled(strip, Role.HORIZON),), opacity=0.9)


def bank(y: float, thick: float, chance: random.Random) -> Drawing:
    """A bank of mist across the whole picture, its edges softly waved and the lower one drawn."""
    turn = chance.uniform(0, math.tau)
    xs = range(-32, SIDE + 65, 32)
    upper = [(float(x), y - thick / 2 + 13 * math.sin(x / 46 + turn)) for x in xs]
    lower = [(float(x), y + thick / 2 + 11 * math.sin(x / 46 + turn + 0.7)) for x in xs]
    edge = stroked(smooth(lower, closed=False), Role.MID, 6)
    return (filled(smooth([*upper, *reversed(lower)]), Role.PALE), edge)


def panes(horizon: float, side: int) -> str:
    """Two slanted panes of light on a floor, across from the side that the light comes from."""
    quads = []
    for left in (62, 172):
        corners = ((left, horizon + 26), (left + 88, horizon + 26), (left + 56, 496.0), (left - 52, 496.0))
        quads.append(polygon([(x if side > 0 else SIDE - x, y) for x, y in corners]))
    return "".join(quads)


def waving(y: float, side: int, turn: float) -> list[Point]:
    """The foot of a curtain of light, from edge to edge, hanging lower on the light's side."""
    return [
        (float(x), y + side * (x - 256) * 0.13 + 24 * math.sin(x / 62 + turn))
        for x in range(-22, SIDE + 45, 22)
    ]


def rays(foot: list[Point], tall: float, chance: random.Random) -> str:
    """Upright rays with soft tips on the foot of a curtain."""
    rays = []
    for x, y in foot:
        height, half = tall * chance.uniform(0.45, 1.2), chance.uniform(6, 9.5)
        rays.append(
            f"M{x - half:.1f} {y:.1f}L{x - half * 0.7:.1f} {y - height:.1f}Q{x:.1f} {y - height - 22:.1f} "
            f"{x + half * 0.7:.1f} {y - height:.1f}L{x + half:.1f} {y:.1f}z"
        )
    return "".join(rays)


def mass(y: float, bulge: float, chance: random.Random) -> str:
    """Clouds over the whole width that hang down to about `y`."""
    parts, x = [f"M-30 -30H{SIDE + 30}V{y:.1f}"], SIDE + 30.0
    while x > -30:
        width = chance.uniform(1.2, 2.2) * bulge
        x -= width
        radius = width * 0.56
        parts.append(f"A{radius:.1f} {radius:.1f} 0 0 1 {x:.1f} {y + chance.uniform(-9, 9):.1f}")
    return "".join(parts) + "z"


def bolt(top: Point, end: float) -> str:
    """A jagged bolt of lightning from `top` down to the height `end`."""
    x, y = top
    tall = max(120.0, end - y)
    corners = ((2, 0), (46, 0), (20, 0.36), (50, 0.36), (-18, 1), (6, 0.52), (-28, 0.52))
    return polygon([(x + dx, y - 14 + tall * share) for dx, share in corners])


def rain(chance: random.Random) -> str:
    """Slanted strokes all over the picture."""
    drops = []
    for column in range(9):
        for row in range(6):
            x, y = column * 64 + chance.uniform(-18, 18), row * 86 + 60 + chance.uniform(-20, 20)
            drops.append(polyline([(x, y), (x - 15, y + 42)]))
    return "".join(drops)
