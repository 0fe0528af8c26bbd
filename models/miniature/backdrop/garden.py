"""The garden: clipped hedges, an arch of roses, topiary in a tub, beds of tulips, a path of flagstones."""

from __future__ import annotations

import math
import random

from models.miniature.backdrop.growing import bush, rose, tulip
from models.miniature.backdrop.land import (
    BOTTOM,
    LEFT,
    RIGHT,
    Figure,
    billows,
    down,
    heaps,
    height_scale,
    land,
    on,
    puff,
    rolling,
)
from models.miniature.drawing.picture import Layer, Placed, Placement
from models.miniature.drawing.shapes import (
    Drawing,
    Role,
    Shape,
    ellipse,
    filled,
    polygon,
    polyline,
    rectangle,
    smooth,
    stroked,
)


def garden(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """A tended garden behind a house that is not seen."""
    size = height_scale(horizon)
    return (
        on(Layer.FAR, filled(billows(heaps(chance, horizon - 92 * size, 16, 9, 30)), Role.FAR), opacity=0.6),
        on(Layer.FAR, filled(_poplars(chance, horizon, size), Role.FAR)),
        *_hedge(horizon, size),
        _pickets(horizon, size),
        on(Layer.GROUND, filled(land(rolling(chance, horizon, 3)), Role.GROUND)),
        *_lawn(horizon, chance),
        *_rose_arch(chance).placed(
            Layer.GROUND, 92 + chance.uniform(-12, 10), down(horizon, 0.06), 1.0 * size
        ),
        *_topiary(chance).placed(
            Layer.GROUND, 436 + chance.uniform(-10, 10), down(horizon, 0.09), 1.1 * size
        ),
        *_bed(chance, horizon),
        *bush(chance, flowers=Role.ACCENT).placed(Layer.GROUND, 20, down(horizon, 0.2), 0.9 * size),
        *_front_corner(chance, 36, Role.ACCENT),
        *_front_corner(chance, 476, Role.PALE),
    )


def _poplars(chance: random.Random, horizon: float, size: float) -> str:
    parts = []
    for x in (150, 186, 334, 366, 396):
        tall = chance.uniform(84, 122) * size
        parts.append(ellipse(x + chance.uniform(-6, 6), horizon - tall * 0.62, 11 * size, tall * 0.6))
    return "".join(parts)


def _hedge(horizon: float, size: float) -> tuple[Placed, ...]:
    """A hedge clipped into a wall with balls on it, lower in the middle."""
    tall, low = 74 * size, 46 * size
    wall = (
        f"M{LEFT} {horizon + 10}V{horizon - tall:.1f}H150Q168 {horizon - tall:.1f} 176 {horizon - low:.1f}"
        f"H336Q344 {horizon - tall:.1f} 362 {horizon - tall:.1f}H{RIGHT}V{horizon + 10}z"
    )
    balls = "".join(ellipse(x, horizon - tall - 12 * size, 17 * size, 17 * size) for x in (148, 364, 500, 12))
    clipped = f"M{LEFT} {horizon - tall + 13 * size:.1f}H146M366 {horizon - tall + 13 * size:.1f}H{RIGHT}"
    return (
        on(Layer.MID, filled(balls, Role.MID), filled(wall, Role.MID)),
        on(Layer.MID, stroked(clipped, Role.DARK, 3, is_detail=True), opacity=0.14),
    )


def _pickets(horizon: float, size: float) -> Placed:
    parts = []
    for x in [*range(-8, 172, 21), *range(342, 524, 21)]:
        top = horizon - 40 * size
        parts.append(
            polygon([(x, horizon + 8), (x, top + 8), (x + 6, top), (x + 12, top + 8), (x + 12, horizon + 8)])
        )
    rails = "".join(
        rectangle(x, horizon - up * size, wide, 5) for x, wide in ((-20, 194), (340, 194)) for up in (27, 11)
    )
    return on(Layer.MID, filled(rails, Role.PALE), filled("".join(parts), Role.PALE))


def _rose_arch(chance: random.Random) -> Figure:
    """An arch 190 tall, overgrown with roses."""
    opening = "M-46 0V-112A46 46 0 0 1 46 -112V0H36V-112A36 36 0 0 0 -36 -112V0z"
    outer = "M-64 0V-112A64 64 0 0 1 64 -112V0H56V-112A56 56 0 0 0 -56 -112V0z"
    rungs = "".join(f"M{s * 60} {y}H{s * 41}" for s in (-1, 1) for y in range(-104, -8, 19))
    spokes = "".join(
        polyline([(r * math.cos(a), -112 - r * math.sin(a)) for r in (62, 40)])
        for a in (0.4, 0.8, 1.2, 1.57, 1.94, 2.34, 2.74)
    )
    shapes: list[Shape] = [
        stroked(rungs + spokes, Role.PALE, 4),
        filled(opening, Role.PALE),
        filled(outer, Role.PALE),
    ]
    greens: list[Shape] = []
    blooms: list[Shape] = []
    for step in range(13):
        x, y = _along_the_arch(step / 12)
        greens.append(filled(puff(chance, x, y, 19, 16, count=7), Role.PLANT))
        blooms += rose(chance, x + chance.uniform(-7, 7), y + chance.uniform(-6, 6), chance.uniform(6.5, 9))
    return Figure(drawing=(*shapes, *greens, *blooms))


def _along_the_arch(share: float) -> tuple[float, float]:
    """A point on the middle of the arch, from its left foot over the top to its right foot."""
    if share < 0.3:
        return -52, -20 - 92 * share / 0.3
    if share > 0.7:
        return 52, -20 - 92 * (1 - share) / 0.3
    angle = math.pi * (0.7 - share) / 0.4
    return 53 * math.cos(angle), -112 - 53 * math.sin(angle)


def _topiary(chance: random.Random) -> Figure:
    """A tree clipped into three balls, in a tub."""
    balls = ((-62, 33), (-112, 25), (-150, 17))
    shapes = [
        filled(rectangle(-4, -160, 8, 140), Role.GROUND_SHADE),
        *(filled(ellipse(0, y, radius, radius), Role.PLANT) for y, radius in balls),
        filled("M-26 -34H26L20 2H-20z", Role.ACCENT),
        filled(rectangle(-30, -40, 60, 10, corner=3), Role.PALE),
    ]
    shade = "".join(
        f"M{r * 0.3:.1f} {y - r * 0.95:.1f}A{r} {r} 0 0 1 {-r * 0.5:.1f} {y + r * 0.86:.1f}"
        f"Q{r * 0.8:.1f} {y + r * 0.5:.1f} {r * 0.3:.1f} {y - r * 0.95:.1f}z"
        for y, r in balls
    )
    lights = "".join(ellipse(-r * 0.35, y - r * 0.42, r * 0.3, r * 0.22) for y, r in balls)
    return Figure(drawing=tuple(shapes), shade=shade, light=lights)


def _lawn(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    stripes = "".join(
        polygon(
            [
                (256 + x * 0.5, horizon + 4),
                (256 + (x + 60) * 0.5, horizon + 4),
                (256 + (x + 60) * 1.7, BOTTOM),
                (256 + x * 1.7, BOTTOM),
            ]
        )
        for x in range(-660, 660, 120)
    )
    stones = []
    for step in range(6):
        share = 0.08 + step * 0.17
        x = 104 + 150 * math.sin(share * 1.5) + chance.uniform(-5, 5)
        wide = 15 + 34 * share
        points = [
            (
                x + wide * math.cos(a) * chance.uniform(0.9, 1.08),
                down(horizon, share) + wide * 0.3 * math.sin(a),
            )
            for a in (0.2, 1.2, 2.1, 3.1, 4.0, 5.2)
        ]
        stones.append(smooth(points))
    return (
        on(Layer.GROUND, filled(stripes, Role.GROUND_SHADE, is_detail=True), opacity=0.35),
        on(Layer.GROUND, filled("".join(stones), Role.PALE), opacity=0.6),
    )


def _bed(chance: random.Random, horizon: float) -> tuple[Placed, ...]:
    """A bed of tulips along the right edge."""
    y = down(horizon, 0.36)
    soil = smooth([(400, y), (440, y - 14), (RIGHT, y - 20), (RIGHT, y + 24), (450, y + 18)])
    placed: list[Placed] = [on(Layer.GROUND, filled(soil, Role.GROUND_SHADE))]
    for step in range(9):
        drawing = tulip(chance, chance.choice((Role.ACCENT, Role.ACCENT, Role.PALE, Role.GLOW)))
        at = Placement(x=414 + 22 * (step % 5) + 11 * (step // 5), y=y - 4 + 16 * (step // 5), scale=0.8)
        placed.append(Placed(layer=Layer.GROUND, drawing=drawing, at=at))
    return tuple(placed)


def _front_corner(chance: random.Random, x: float, role: Role) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    leaves: Drawing = (filled(puff(chance, 0, 12, 66, 34, count=11), Role.PLANT),)
    placed.append(Placed(layer=Layer.FRONT, drawing=leaves, at=Placement(x=x, y=508)))
    for dx, dy, radius in ((-26, -12, 13), (4, -22, 15), (32, -8, 12)):
        drawing = rose(chance, dx, dy, radius * chance.uniform(0.9, 1.1), role)
        placed.append(Placed(layer=Layer.FRONT, drawing=drawing, at=Placement(x=x, y=508)))
    return tuple(placed)
