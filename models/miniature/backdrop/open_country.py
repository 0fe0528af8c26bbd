"""Open country: the meadow and the desert."""

from __future__ import annotations

import random

from models.miniature.backdrop.growing import (
    daisy,
    leafy,
    prickly_pear,
    saguaro,
    tuft,
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
    Shape,
    ellipse,
    filled,
    polygon,
    rectangle,
    stroked,
)


def meadow(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """Rolling hills, a lone tree, a barn behind a fence, wild flowers."""
    size = height_scale(horizon)
    ground = filled(land(rolling(chance, horizon, 4)), Role.GROUND)
    return (
        on(Layer.FAR, filled(land(rolling(chance, horizon - 92 * size, 16, 5, 26)), Role.FAR), opacity=0.6),
        on(Layer.FAR, filled(land(rolling(chance, horizon - 56 * size, 14, 4, 12)), Role.FAR)),
        *_hedged_hill(horizon, size, chance),
        on(Layer.GROUND, ground),
        on(Layer.GROUND, filled(_swathe(horizon, 0.34, chance), Role.GROUND_SHADE), opacity=0.45),
        on(Layer.GROUND, filled(_swathe(horizon, 0.66, chance), Role.GROUND_SHADE), opacity=0.6),
        *_barn().placed(Layer.GROUND, 428 + chance.uniform(-14, 14), down(horizon, 0.02), 1.15 * size),
        *leafy(chance).placed(Layer.GROUND, 78 + chance.uniform(-16, 14), down(horizon, 0.1), 1.9 * size),
        _fence(horizon, chance),
        *_wild_flowers(horizon, chance),
        *_flower_corner(chance, 34),
        *_flower_corner(chance, 478),
    )


def desert(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """Table mountains, dunes with sharp crests, tall cactuses."""
    size = height_scale(horizon)
    left, right = 72 + chance.uniform(-18, 18), 444 + chance.uniform(-20, 18)
    return (
        *_mesa(chance.uniform(70, 110), horizon, 150 * size, 108 * size).placed(Layer.FAR, 0, 0),
        *_mesa(chance.uniform(420, 450), horizon, 118 * size, 150 * size).placed(Layer.FAR, 0, 0),
        *_dune(horizon, 30 * size, 360 + chance.uniform(-30, 50), Role.GROUND, Layer.MID),
        *_dune(horizon, 16 * size, 120 + chance.uniform(-40, 40), Role.HORIZON, Layer.MID),
        on(Layer.GROUND, filled(land(rolling(chance, horizon, 4)), Role.HORIZON)),
        on(Layer.GROUND, _ripples(horizon, chance), opacity=0.4),
        *_dune(down(horizon, 0.5), 26, 60 + chance.uniform(-30, 40), Role.GROUND, Layer.GROUND, 0.24),
        *_stones(chance, horizon),
        *saguaro(chance).placed(Layer.GROUND, left, down(horizon, 0.12), 1.95 * size),
        *saguaro(chance).placed(Layer.GROUND, right, down(horizon, 0.08), 1.45 * size, flip=True),
        *prickly_pear(chance).placed(Layer.FRONT, 46, 516, 0.88),
        *prickly_pear(chance).placed(Layer.FRONT, 474, 518, 0.78, flip=True),
    )


def _hedged_hill(horizon: float, size: float, chance: random.Random) -> tuple[Placed, ...]:
    crest = rolling(chance, horizon - 22 * size, 8, 4, 12)
    bushes = [(x, horizon - 24 * size - 12 * size * (x / 256 - 1) ** 2) for x in range(-10, 540, 44)]
    hedge = "".join(puff(chance, x, y, 15, 9 * size, count=7) for x, y in bushes)
    field = land([(LEFT, horizon - 12), (150, horizon - 24 * size), (300, horizon - 2), (RIGHT, horizon - 8)])
    return (
        on(Layer.MID, filled(hedge, Role.MID), filled(land(crest), Role.MID)),
        on(Layer.MID, filled(field, Role.GROUND), opacity=0.4),
    )


def _barn() -> Figure:
    roof = "M-50 -46L-30 -72L0 -84L30 -72L50 -46L44 -42L26 -66L0 -76L-26 -66L-44 -42z"
    planks = "M-30 -40V0M-15 -60V-34M15 -60V-34M30 -40V0"
    door = "M-16 0V-30H16V0M-16 -30L16 0M16 -30L-16 0"
    shapes = (
        filled("M-42 4V-44L-26 -66L0 -76L26 -66L42 -44V4z", Role.ACCENT),
        stroked(planks, Role.DARK, 1.2, is_detail=True),
        filled(rectangle(-16, -30, 32, 34), Role.DARK),
        stroked(door, Role.PALE, 2.6, is_detail=True),
        filled(rectangle(-8, -56, 16, 14), Role.PALE),
        filled(rectangle(-5, -53, 10, 8), Role.DARK, is_detail=True),
        filled(roof, Role.PALE),
    )
    return Figure(drawing=shapes, shade="M12 4V-70L26 -66L42 -44V4z")


def _swathe(horizon: float, share: float, chance: random.Random) -> str:
    y, rise = down(horizon, share), chance.uniform(12, 26)
    return land([(LEFT, y + rise), (140, y + rise * 0.2), (300, y + rise * 0.7), (RIGHT, y - rise)])


def _fence(horizon: float, chance: random.Random) -> Placed:
    y, start = down(horizon, 0.1), chance.uniform(340, 362)
    posts = "".join(
        rectangle(x, y - 24, 7, 30, corner=2) for x in (start, start + 46, start + 92, start + 138)
    )
    rails = (
        f"M{start - 4:.1f} {y - 15:.1f}L{RIGHT} {y - 17:.1f}M{start - 4:.1f} {y - 4:.1f}L{RIGHT} {y - 5:.1f}"
    )
    return on(Layer.GROUND, stroked(rails, Role.PALE, 4.5), filled(posts, Role.PALE))


def _wild_flowers(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    placed = [on(Layer.GROUND, filled(_dots(horizon, chance, 26), Role.PALE, is_detail=True))]
    placed.append(on(Layer.GROUND, filled(_dots(horizon, chance, 20), Role.ACCENT, is_detail=True)))
    for x in at_the_sides(chance, 8, 140):
        share = chance.uniform(0.25, 0.7)
        blades = (filled(tuft(chance), Role.PLANT),)
        at = Placement(x=x, y=down(horizon, share), scale=0.7 + share * 0.7)
        placed.append(Placed(layer=Layer.GROUND, drawing=blades, at=at))
    return tuple(placed)


def _dots(horizon: float, chance: random.Random, count: int) -> str:
    parts = []
    for x in at_the_sides(chance, count, 190):
        share = chance.uniform(0.06, 0.8)
        parts.append(ellipse(x, down(horizon, share), 1.8 + 2.4 * share, 1.4 + 2 * share))
    return "".join(parts)


def _flower_corner(chance: random.Random, x: float) -> tuple[Placed, ...]:
    placed = []
    for step, petals in enumerate(chance.sample((Role.PALE, Role.ACCENT, Role.GLOW, Role.ACCENT), 3)):
        at = Placement(x=x + 25 * (step - 1), y=516, scale=chance.uniform(0.95, 1.25))
        drawing = (filled(tuft(chance, 6), Role.PLANT), *daisy(chance, petals))
        placed.append(Placed(layer=Layer.FRONT, drawing=drawing, at=at))
    return tuple(placed)


def _mesa(x: float, horizon: float, width: float, tall: float) -> Figure:
    w, top, foot = width / 2, horizon - tall, horizon + 20
    outline = [
        (x - w - 46, foot),
        (x - w, horizon - tall * 0.42),
        (x - w * 0.86, horizon - tall * 0.5),
        (x - w * 0.8, top),
        (x + w * 0.3, top + 3),
        (x + w * 0.36, top + 11),
        (x + w * 0.82, top + 13),
        (x + w * 0.88, horizon - tall * 0.5),
        (x + w, horizon - tall * 0.4),
        (x + w + 50, foot),
    ]
    shade = [
        (x + w * 0.36, top + 11),
        *outline[6:],
        (x + w * 0.5, foot),
        (x + w * 0.28, horizon - tall * 0.5),
    ]
    bands = "".join(
        f"M{x - w * near:.1f} {y:.1f}H{x + w * (near + 0.02):.1f}"
        for near, y in ((0.82, top + 16), (0.84, top + 30), (0.9, horizon - tall * 0.46))
    )
    shapes = (filled(polygon(outline), Role.MID), stroked(bands, Role.FAR, 3.5, is_detail=True))
    return Figure(drawing=shapes, shade=polygon(shade))


def _dune(
    horizon: float, tall: float, crest: float, role: Role, layer: Layer, opacity: float = 1.0
) -> tuple[Placed, ...]:
    """A dune with its sharp crest at `crest`; its right flank lies in shade."""
    top, low, right = horizon - tall, horizon - tall * 0.1, horizon - tall * 0.3
    lee = f"Q{crest + 80:.1f} {low:.1f} {RIGHT} {right:.1f}V{horizon + 30:.1f}"
    luv = f"M{LEFT} {low:.1f}Q{crest - 90:.1f} {horizon - tall * 0.2:.1f} {crest:.1f} {top:.1f}"
    outline = f"{luv}{lee}H{LEFT}z"
    shade = (
        f"M{crest:.1f} {top:.1f}{lee}H{crest - 40:.1f}Q{crest + 34:.1f} {horizon:.1f} {crest:.1f} {top:.1f}z"
    )
    if layer is Layer.GROUND:
        return (on(layer, filled(shade, role), opacity=opacity),)
    return (
        on(layer, filled(outline, role), opacity=opacity),
        on(layer, filled(shade, Role.DARK, is_detail=True), opacity=0.16),
    )


def _ripples(horizon: float, chance: random.Random) -> Shape:
    parts = []
    for step in range(9):
        x, y = chance.uniform(-10, 440), down(horizon, 0.12 + step * 0.1)
        wide = chance.uniform(24, 40) * (0.7 + step * 0.09)
        parts.append(f"M{x:.1f} {y:.1f}q{wide / 2:.1f} -7 {wide:.1f} 0t{wide:.1f} 0")
    return stroked("".join(parts), Role.GROUND_SHADE, 2.6, is_detail=True)


def _stones(chance: random.Random, horizon: float) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    for x in at_the_sides(chance, 4, 120):
        wide, y = chance.uniform(11, 22), down(horizon, chance.uniform(0.16, 0.6))
        top = [
            (-wide, 2),
            (-wide * 0.7, -wide * 0.6),
            (0, -wide * 0.8),
            (wide * 0.8, -wide * 0.45),
            (wide, 2),
        ]
        stone = Figure(
            drawing=(filled(polygon(top), Role.MID),),
            shade=polygon([(0, -wide * 0.8), (wide * 0.8, -wide * 0.45), (wide, 2), (wide * 0.2, 2)]),
        )
        placed += stone.placed(Layer.GROUND, x, y)
    return tuple(placed)
