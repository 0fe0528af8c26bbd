"""The bottom of the sea: shafts of light, kelp, coral, fish and bubbles."""

from __future__ import annotations

import random

from models.miniature.backdrop.growing import (
    coral,
    kelp,
)
from models.miniature.backdrop.land import (
    LEFT,
    RIGHT,
    Figure,
    at_the_sides,
    down,
    height_scale,
    land,
    on,
    puff,
    rolling,
)
from models.miniature.drawing.picture import Layer, Placed, Placement
from models.miniature.drawing.shapes import (
    Role,
    circle,
    filled,
    polygon,
    rectangle,
    star,
    stroked,
)


def underwater(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """The bottom of the sea: shafts of light, kelp, coral, bubbles."""
    size = height_scale(horizon)
    return (
        on(Layer.FAR, filled(rectangle(LEFT, LEFT, RIGHT - LEFT, horizon + 60), Role.WATER), opacity=0.45),
        *_light_shafts(horizon, chance),
        *_far_reef(horizon, size, chance),
        *_shoal(chance, 400, 150 * size, size),
        *_kelp_forest(horizon, size, chance),
        *_rock_arch(horizon, size),
        on(Layer.GROUND, filled(land(rolling(chance, horizon, 6, 5)), Role.GROUND)),
        *_sea_floor(horizon, chance),
        *_corals(chance, horizon, size),
        _bubbles(chance, horizon),
        *_reef_corner(chance, 34),
        *_reef_corner(chance, 478),
    )


def _light_shafts(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    shafts = ""
    for x, wide in ((40, 34), (150, 48), (270, 40), (380, 54)):
        start = x + chance.uniform(-14, 14)
        shafts += polygon(
            [
                (start, -10),
                (start + wide, -10),
                (start + wide * 2.2 - 90, horizon + 10),
                (start - 110, horizon + 10),
            ]
        )
    surface = (
        f"M{LEFT} {LEFT}H{RIGHT}V20" + "".join("q-14 14 -28 0t-28 0" for _ in range(10)) + f"L{LEFT} 20z"
    )
    return (
        on(Layer.FAR, filled(shafts, Role.PALE, is_detail=True), opacity=0.13),
        on(Layer.FAR, filled(surface, Role.PALE), opacity=0.4),
    )


def _far_reef(horizon: float, size: float, chance: random.Random) -> tuple[Placed, ...]:
    return (
        on(Layer.FAR, filled(land(rolling(chance, horizon - 62 * size, 16, 6, 50)), Role.FAR), opacity=0.55),
        on(Layer.FAR, filled(land(rolling(chance, horizon - 26 * size, 12, 6, 40)), Role.MID), opacity=0.7),
    )


def _shoal(chance: random.Random, x: float, y: float, size: float) -> tuple[Placed, ...]:
    fish = "".join(
        _small_fish(x + dx, y + dy) for dx, dy in ((-40, 4), (-6, -16), (-2, 14), (34, -4), (30, 26), (66, 8))
    )
    lone = "".join(_small_fish(96 + dx, y + 60 + dy) for dx, dy in ((0, 0), (30, -18)))
    return (on(Layer.FAR, filled(fish + lone, Role.ACCENT)),)


def _small_fish(x: float, y: float) -> str:
    return f"M{x:.1f} {y:.1f}q10 -11 22 -2l9 -7v17l-9 -6q-12 9 -22 -2z"


def _kelp_forest(horizon: float, size: float, chance: random.Random) -> tuple[Placed, ...]:
    placed = []
    for x, tall in (
        (10, 270),
        (44, 220),
        (74, 160),
        (108, 100),
        (414, 110),
        (446, 190),
        (476, 290),
        (504, 236),
    ):
        drawing = (filled(kelp(chance, tall * size * chance.uniform(0.88, 1.1)), Role.PLANT),)
        at = Placement(x=x + chance.uniform(-5, 5), y=horizon + 8, scale=1.3)
        placed.append(Placed(layer=Layer.MID, drawing=drawing, at=at))
    return tuple(placed)


def _rock_arch(horizon: float, size: float) -> tuple[Placed, ...]:
    arch = Figure(
        drawing=(
            filled(
                "M-70 6Q-66 -40 -52 -74Q-40 -104 0 -106Q44 -104 58 -68Q68 -34 74 6"
                "H40Q42 -34 28 -52Q8 -70 -14 -52Q-30 -34 -30 6z",
                Role.GROUND_SHADE,
            ),
        ),
        shade="M0 -106Q44 -104 58 -68Q68 -34 74 6H40Q42 -34 28 -52Q40 -80 0 -106z",
    )
    return arch.placed(Layer.MID, 76, horizon + 4, 1.0 * size)


def _sea_floor(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    parts = []
    for step in range(8):
        x, y = chance.uniform(-20, 400), down(horizon, 0.1 + step * 0.11)
        wide = chance.uniform(26, 40) * (0.8 + step * 0.08)
        parts.append(f"M{x:.1f} {y:.1f}q{wide / 2:.1f} -8 {wide:.1f} 0t{wide:.1f} 0t{wide:.1f} 0")
    stars = "".join(
        star(x, down(horizon, chance.uniform(0.3, 0.7)), 12, 5, 5, turn=chance.random())
        for x in at_the_sides(chance, 2, 120)
    )
    return (
        on(Layer.GROUND, stroked("".join(parts), Role.GROUND_SHADE, 3, is_detail=True)),
        on(Layer.GROUND, filled(stars, Role.ACCENT)),
    )


def _corals(chance: random.Random, horizon: float, size: float) -> tuple[Placed, ...]:
    placed = []
    for x, share, scale, role in (
        (30, 0.16, 1.3, Role.ACCENT),
        (112, 0.1, 0.8, Role.GLOW),
        (428, 0.1, 1.0, Role.GLOW),
        (482, 0.2, 1.4, Role.ACCENT),
    ):
        drawing = (stroked(coral(chance), role, 8.5),)
        at = Placement(x=x + chance.uniform(-8, 8), y=down(horizon, share), scale=scale * size)
        placed.append(Placed(layer=Layer.GROUND, drawing=drawing, at=at))
    return tuple(placed)


def _bubbles(chance: random.Random, horizon: float) -> Placed:
    rings = "".join(
        circle(x, chance.uniform(70, horizon - 20), chance.uniform(4, 11))
        for x in at_the_sides(chance, 12, 140)
    )
    return on(Layer.MID, stroked(rings, Role.PALE, 2.4), opacity=0.85)


def _reef_corner(chance: random.Random, x: float) -> tuple[Placed, ...]:
    rock = puff(chance, 0, 14, 66, 36, count=7)
    shapes = (
        stroked(coral(chance), Role.ACCENT, 9),
        filled(rock, Role.GROUND_SHADE),
    )
    dots = "".join(circle(dx, dy, r) for dx, dy, r in ((-30, 0, 5), (-12, -8, 4), (24, -4, 6), (38, 4, 4)))
    return (
        Placed(layer=Layer.FRONT, drawing=shapes, at=Placement(x=x, y=508, scale=0.82)),
        Placed(layer=Layer.FRONT, drawing=(filled(dots, Role.GLOW),), at=Placement(x=x, y=508, scale=0.82)),
    )
