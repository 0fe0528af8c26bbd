"""High above everything: space, and above the clouds."""

from __future__ import annotations

import random
from dataclasses import replace

from models.miniature.backdrop.growing import (
    leafy,
)
from models.miniature.backdrop.land import (
    LEFT,
    RIGHT,
    Figure,
    at_the_sides,
    billows,
    down,
    heaps,
    height_scale,
    land,
    on,
    puff,
    rolling,
)
from models.miniature.drawing.picture import SIDE, Layer, Placed, Placement
from models.miniature.drawing.shapes import (
    Role,
    circle,
    ellipse,
    filled,
    polygon,
    rectangle,
    star,
    stroked,
)


def space(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """A cratered moon under planets and stars."""
    size = height_scale(horizon)
    return (
        *_orbits(chance),
        *_ringed_planet().placed(Layer.FAR, 408 + chance.uniform(-14, 8), 0.5 * horizon, 0.95 * size),
        *_blue_planet().placed(Layer.FAR, 84 + chance.uniform(-14, 18), 0.58 * horizon, 0.84 * size),
        on(Layer.FAR, filled(circle(182 + chance.uniform(-10, 12), 0.29 * horizon, 11), Role.FAR)),
        *_crater_hills(horizon, size, chance),
        *_rock_needles(chance, horizon, size),
        on(Layer.GROUND, filled(land(rolling(chance, horizon, 6, 5)), Role.GROUND)),
        *_dome().placed(Layer.GROUND, 62 + chance.uniform(-12, 14), down(horizon, 0.05), 1.15 * size),
        *_craters(horizon, chance),
        *_crystals(chance).placed(Layer.FRONT, 44, 516, 0.9),
        *_crystals(chance).placed(Layer.FRONT, 470, 518, 0.95, flip=True),
    )


def clouds(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """Above the clouds: towers of cumulus, a floating island, an airship."""
    size = height_scale(horizon)
    return (
        on(Layer.FAR, filled(billows(heaps(chance, horizon - 64 * size, 14, 9, 46)), Role.FAR), opacity=0.6),
        *_cloud_tower(chance, 20, horizon, 150 * size),
        *_cloud_tower(chance, 492, horizon, 176 * size),
        *_island(chance).placed(Layer.MID, 96 + chance.uniform(-10, 14), 0.66 * horizon, 0.95 * size),
        *_airship().placed(Layer.MID, 420 + chance.uniform(-14, 14), 0.49 * horizon, 0.92 * size),
        on(Layer.MID, filled(billows(heaps(chance, horizon - 22, 8, 10, 14)), Role.FAR)),
        *_cloud_floor(horizon, chance),
        *_cloud_corner(chance, 26),
        *_cloud_corner(chance, 488),
    )


def _orbits(chance: random.Random) -> tuple[Placed, ...]:
    """Stars, the rings that planets travel on, and a comet."""
    rings = ellipse(256, -30, 300, 170) + ellipse(256, -30, 420, 268)
    sparks = "".join(
        circle(chance.uniform(0, SIDE), chance.uniform(8, 250), chance.uniform(1.4, 2.8)) for _ in range(50)
    )
    big = "".join(
        star(x, chance.uniform(20, 230), chance.uniform(11, 18), 3.4, 4)
        for x in at_the_sides(chance, 10, 190)
    )
    x, y = chance.uniform(216, 270), chance.uniform(40, 70)
    tail = polygon([(x - 2, y - 7), (x + 92, y - 52), (x + 4, y + 6)])
    return (
        on(Layer.FAR, stroked(rings, Role.STAR, 2, is_detail=True), opacity=0.45),
        on(Layer.FAR, filled(tail, Role.STAR), opacity=0.5),
        on(Layer.FAR, filled(circle(x, y, 8), Role.STAR)),
        on(Layer.FAR, filled(sparks, Role.STAR, is_detail=True), filled(big, Role.STAR)),
    )


def _ringed_planet() -> Figure:
    back = "M-92 26A96 24 -16 0 1 92 -26L78 -22A80 15 -16 0 0 -78 22z"
    front = "M-92 26A96 24 -16 0 0 92 -26L76 -20A78 15 -16 0 1 -76 20z"
    bands = "M-49 -10Q0 8 48 -16L44 -26Q0 -6 -47 -20zM-42 28Q4 34 47 14L49 4Q0 22 -47 18z"
    shapes = (
        filled(back, Role.GLOW),
        filled(circle(0, 0, 50), Role.ACCENT),
        filled(bands, Role.PALE, is_detail=True),
        filled(front, Role.GLOW),
    )
    shade = "M22 -45A50 50 0 0 1 -30 40Q36 30 22 -45z"
    return Figure(drawing=shapes, shade=shade)


def _blue_planet() -> Figure:
    lands = "M-30 -18Q-18 -34 -4 -30Q8 -22 -4 -12Q-8 2 -20 -2Q-34 -4 -30 -18z"
    lands += "M6 4Q22 -4 32 6Q30 24 14 30Q4 22 6 4z"
    shapes = (filled(circle(0, 0, 40), Role.WATER), filled(lands, Role.PLANT))
    return Figure(drawing=shapes, shade="M18 -36A40 40 0 0 1 -24 32Q30 24 18 -36z")


def _crater_hills(horizon: float, size: float, chance: random.Random) -> tuple[Placed, ...]:
    far = [(LEFT, horizon - 60 * size)]
    while far[-1][0] < RIGHT:
        x = far[-1][0] + chance.uniform(30, 60)
        far.append((x, horizon - (16 + chance.uniform(0, 26) + 44 * abs(x / 256 - 1)) * size))
    outline = polygon([*far, (RIGHT + 60, horizon + 20), (LEFT, horizon + 20)])
    return (
        on(Layer.FAR, filled(outline, Role.FAR)),
        on(Layer.MID, filled(land(rolling(chance, horizon - 12 * size, 8, 5, 18)), Role.MID)),
    )


def _dome() -> Figure:
    """A station under a dome, with lit windows and a dish."""
    windows = "".join(circle(x, -18, 6) for x in (-30, -10, 10, 30))
    shapes = (
        stroked("M34 -50L48 -84", Role.PALE, 3),
        filled("M30 -92Q48 -72 68 -82Q62 -100 44 -104Z", Role.PALE),
        filled("M-52 4V-26A52 46 0 0 1 52 -26V4z", Role.PALE),
        filled("M-30 -34A34 30 0 0 1 30 -34z", Role.WATER),
        filled(windows, Role.GLOW),
        filled(rectangle(-58, -4, 116, 10, corner=3), Role.DARK),
    )
    return Figure(drawing=shapes, shade="M14 -70A52 46 0 0 1 52 -26V4H22Q40 -40 14 -70z")


def _rock_needles(chance: random.Random, horizon: float, size: float) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    for x, tall, wide in ((486, 150, 40), (440, 96, 32), (404, 54, 24)):
        w, t = wide * size, tall * size * chance.uniform(0.88, 1.1)
        tip = chance.uniform(-8, 6)
        outline = [
            (-w, 10),
            (-w * 0.5, -t * 0.45),
            (tip - 5, -t),
            (tip + 7, -t * 0.96),
            (w * 0.42, -t * 0.5),
            (w, 10),
        ]
        shade = [(tip, -t), (tip + 7, -t * 0.96), (w * 0.42, -t * 0.5), (w, 10), (w * 0.1, 10)]
        figure = Figure(drawing=(filled(polygon(outline), Role.GROUND_SHADE),), shade=polygon(shade))
        placed += figure.placed(Layer.MID, x + chance.uniform(-8, 8), horizon)
    return tuple(placed)


def _craters(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    placed = []
    spots = [(x, chance.uniform(0.14, 0.8)) for x in at_the_sides(chance, 6, 150)]
    for x, share in [*spots, (256 + chance.uniform(-50, 50), 0.72)]:
        wide, y = 16 + 30 * share, down(horizon, share)
        rim = filled(ellipse(x, y, wide, wide * 0.36), Role.MID)
        pit = filled(ellipse(x + 1, y + wide * 0.05, wide * 0.84, wide * 0.27), Role.GROUND_SHADE)
        placed.append(on(Layer.GROUND, rim, pit))
    return tuple(placed)


def _crystals(chance: random.Random) -> Figure:
    shapes, shade = [], ""
    for x, tall, wide, lean in ((-22, 34, 9, -10), (24, 38, 10, 12), (0, 56, 13, 2)):
        t = tall * chance.uniform(0.88, 1.05)
        outline = [
            (x - wide, 0),
            (x - wide + lean, -t * 0.7),
            (x + lean, -t),
            (x + wide + lean, -t * 0.68),
            (x + wide, 0),
        ]
        shapes.append(filled(polygon(outline), Role.ACCENT))
        shade += polygon([(x + lean, -t), (x + wide + lean, -t * 0.68), (x + wide, 0), (x + 2, 0)])
    return Figure(drawing=tuple(shapes), shade=shade)


_LIT = ((0, Role.FAR, 1.0, 1.0), (7, Role.HORIZON, 0.95, 1.0), (15, Role.PALE, 0.66, 0.5))
"""How a heap of cloud is lit: lift, colour, size and opacity of what is laid over each other."""


def _cloud_tower(chance: random.Random, x: float, horizon: float, tall: float) -> tuple[Placed, ...]:
    """Heaps from the top down, each lit from above."""
    placed: list[Placed] = []
    heaped = ((0, 0.84, 54), (-44, 0.6, 56), (46, 0.55, 58), (4, 0.42, 66), (-80, 0.2, 64), (84, 0.16, 64))
    for dx, up, radius in heaped:
        heap = puff(chance, 0, 0, radius, radius * 0.82, count=8)
        for lift, role, scale, opacity in _LIT:
            at = Placement(x=x + dx - lift / 2, y=horizon - tall * up - lift, scale=scale, opacity=opacity)
            placed.append(Placed(layer=Layer.MID, drawing=(filled(heap, role),), at=at))
    return tuple(placed)


def _island(chance: random.Random) -> Figure:
    """A piece of land that floats, with a tree and a waterfall."""
    rock = "M-72 0Q-60 26 -40 34Q-30 58 -12 66Q-4 92 8 96Q14 74 26 62Q44 50 50 32Q66 22 74 0z"
    tree = tuple(leafy(chance).drawing)
    fall = "M40 -2H58Q60 40 56 96Q52 104 46 96Q42 40 40 -2z"
    shapes = (
        *tree,
        filled(rock, Role.GROUND_SHADE),
        filled(
            "M-78 0Q-70 -16 -36 -14Q0 -22 40 -13Q70 -14 78 0Q60 12 40 7Q20 14 0 8Q-24 15 -44 7Q-64 11 -78 0z",
            Role.GROUND,
        ),
        filled(fall, Role.WATER),
        filled("M46 4H50V80Q48 86 46 80z", Role.PALE, is_detail=True),
    )
    return Figure(drawing=shapes, shade="M10 8Q10 50 8 96Q14 74 26 62Q44 50 50 32Q66 22 74 2z")


def _airship() -> Figure:
    hull = "M-74 0Q-60 -34 0 -36Q56 -34 78 -4Q56 28 0 30Q-58 28 -74 0z"
    stripes = "M-58 -19Q0 -32 62 -19L70 -11Q0 -24 -66 -11zM-66 11Q0 24 70 5L64 14Q0 34 -56 19z"
    fins = "M-56 -12L-92 -34L-84 -2L-92 30L-56 12z"
    cabin = "M-24 38H30Q28 56 16 56H-12Q-22 54 -24 38z"
    shapes = (
        filled(fins, Role.PALE),
        stroked("M-16 28V40M20 28V40", Role.DARK, 2.4),
        filled(hull, Role.ACCENT),
        filled(stripes, Role.PALE, is_detail=True),
        filled(cabin, Role.DARK),
        filled("".join(circle(x, 45, 3.4) for x in (-12, 2, 16)), Role.GLOW, is_detail=True),
    )
    return Figure(drawing=shapes, shade="M-72 4Q0 34 78 -4Q56 28 0 30Q-58 28 -72 4z")


def _cloud_floor(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    placed = [on(Layer.GROUND, filled(billows(heaps(chance, horizon + 6, 3, 8)), Role.HORIZON))]
    for share, steps in ((0.34, 6), (0.7, 5)):
        crest = heaps(chance, down(horizon, share), 6, steps)
        lower = [(x, y + 9) for x, y in crest]
        placed.append(on(Layer.GROUND, filled(billows(crest), Role.SKY), opacity=0.24))
        placed.append(on(Layer.GROUND, filled(billows(lower), Role.HORIZON)))
    return tuple(placed)


def _cloud_corner(chance: random.Random, x: float) -> tuple[Placed, ...]:
    heap = "".join(
        puff(chance, dx, dy, rx, ry, count=7)
        for dx, dy, rx, ry in ((-28, 10, 46, 34), (28, 14, 44, 30), (0, 2, 42, 36))
    )
    front = Placement(x=x, y=512)
    return (
        Placed(layer=Layer.FRONT, drawing=(filled(heap, Role.HORIZON),), at=front),
        Placed(layer=Layer.FRONT, drawing=(filled(heap, Role.PALE),), at=replace(front, opacity=0.55)),
    )
