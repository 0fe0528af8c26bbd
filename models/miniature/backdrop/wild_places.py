"""Wild places: the forest and the mountains."""

from __future__ import annotations

import random

from models.miniature.backdrop.growing import (
    far_firs,
    fern,
    fir,
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
    rolling,
    scalloped,
)
from models.miniature.drawing.picture import SIDE, Layer, Placed, Placement
from models.miniature.drawing.shapes import (
    Point,
    Role,
    circle,
    filled,
    polygon,
)


def forest(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """Rows of firs in the haze, birches under a canopy, ferns and toadstools."""
    size = height_scale(horizon)
    return (
        _row_of_firs(chance, horizon - 30 * size, 150 * size, 34, 0.5),
        _row_of_firs(chance, horizon - 6, 112 * size, 30, 1.0),
        _glade(horizon, size, chance),
        *_side_firs(horizon, size, chance),
        on(Layer.GROUND, filled(land(rolling(chance, horizon, 5, sides=4)), Role.GROUND)),
        *_forest_floor(horizon, chance),
        *_birches(horizon, chance),
        *_canopy(chance),
        *fern(chance).placed(Layer.FRONT, 28, 516, 0.95),
        *fern(chance).placed(Layer.FRONT, 482, 518, 1.0),
        *_toadstools(chance, 84),
        *_toadstools(chance, 428),
    )


def mountains(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """Jagged peaks under snow, firs on the slopes, boulders."""
    size = height_scale(horizon)
    heights = [chance.uniform(0.9, 1.08) * size for _ in range(4)]
    return (
        *_range_of_peaks(horizon, size, chance),
        *_peak(chance, 300, horizon + 6, 112 * heights[3], 92 * size, Role.FAR),
        *_peak(chance, 196, horizon + 6, 104 * heights[2], 88 * size, Role.FAR),
        *_peak(chance, 444, horizon + 8, 206 * heights[0], 150 * size, Role.MID),
        *_peak(chance, 62, horizon + 8, 216 * heights[1], 156 * size, Role.MID),
        on(Layer.MID, filled(_slope(horizon, size, chance), Role.GROUND_SHADE)),
        *_stand_of_firs(horizon, size, chance),
        on(Layer.GROUND, filled(land(rolling(chance, horizon, 6, sides=4)), Role.GROUND)),
        *_alpine_floor(horizon, chance),
        *_boulder(chance, 40, 514, 46).placed(Layer.FRONT, 0, 0),
        *_boulder(chance, 474, 516, 52).placed(Layer.FRONT, 0, 0),
    )


def _row_of_firs(chance: random.Random, y: float, tall: float, gap: float, opacity: float) -> Placed:
    places: list[Point] = []
    x = LEFT
    while x < RIGHT:
        middle = 1 - abs(x - SIDE / 2) / 280
        places.append((x, y + 10 + 26 * middle))
        x += gap * chance.uniform(0.75, 1.25)
    d = far_firs(chance, places, tall) + land([(LEFT, y - 10), (256, y + 12), (RIGHT, y - 10)])
    return on(Layer.FAR, filled(d, Role.FAR), opacity=opacity)


def _glade(horizon: float, size: float, chance: random.Random) -> Placed:
    places = [(x, horizon - 2 + chance.uniform(-4, 2)) for x in (-6, 30, 74, 118, 396, 440, 478, 520)]
    d = far_firs(chance, places, 138 * size) + land(rolling(chance, horizon - 12, 4, sides=12))
    return on(Layer.MID, filled(d, Role.MID))


def _side_firs(horizon: float, size: float, chance: random.Random) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    for x, scale in ((96, 1.8), (424, 2.0), (470, 1.45), (56, 1.35)):
        figure = fir()
        tall = scale * size * chance.uniform(0.92, 1.08)
        placed += figure.placed(Layer.MID, x + chance.uniform(-12, 12), horizon + 8, tall)
    return tuple(placed)


def _birches(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """White trunks on both sides, the nearer the thicker."""
    placed: list[Placed] = []
    for x, share, wide in ((124, 0.05, 13), (44, 0.16, 19), (394, 0.05, 13), (464, 0.18, 20)):
        stands = down(horizon, share)
        placed += _birch(chance, stands + 30, wide).placed(Layer.GROUND, x + chance.uniform(-9, 9), stands)
    return tuple(placed)


def _birch(chance: random.Random, tall: float, wide: float) -> Figure:
    w, lean = wide / 2, chance.uniform(-7, 7)
    right = f"H{lean + w * 0.6:.1f}L{w * 0.9:.1f} -50Q{w:.1f} -12 {w * 1.7:.1f} 3z"
    trunk = f"M{-w * 1.7:.1f} 3Q{-w:.1f} -12 {-w * 0.9:.1f} -50L{lean - w * 0.6:.1f} {-tall:.1f}{right}"
    marks, y = "", -24.0
    while y > 20 - tall:
        at, side = lean * y / -tall, chance.choice((-1, 1))
        marks += (
            f"M{at + side * w * 0.8:.1f} {y:.1f}L{at - side * w * chance.uniform(0, 0.5):.1f} {y + 3:.1f}"
        )
        marks += f"L{at + side * w * 0.85:.1f} {y + 6:.1f}z"
        y -= chance.uniform(18, 30)
    shade = f"M{w * 0.2:.1f} 3L{lean + w * 0.1:.1f} {-tall:.1f}{right}"
    return Figure(drawing=(filled(trunk, Role.PALE), filled(marks, Role.DARK, is_detail=True)), shade=shade)


def _canopy(chance: random.Random) -> tuple[Placed, ...]:
    left = [(-30, -30), (150, -30), (130, 6), (96, 8), (66, 14), (42, 30), (26, 56), (4, 84), (-30, 92)]
    placed = []
    for side in (0, 1):
        points = [(x + chance.uniform(-7, 7) * (x > 0), y + chance.uniform(-6, 6) * (y > 0)) for x, y in left]
        back = [(x * 1.12 + 6, y * 1.2 + 8) for x, y in points]
        for shape, role in ((back, Role.MID), (points, Role.PLANT)):
            at = Placement(x=SIDE * side, flip=bool(side))
            placed.append(Placed(layer=Layer.GROUND, drawing=(filled(scalloped(shape), role),), at=at))
    return tuple(placed)


def _forest_floor(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    start, bend, near = (down(horizon, share) for share in (0.3, 0.57, 0.82))
    path = (
        f"M{236 + chance.uniform(-20, 20):.1f} {horizon + 2:.1f}Q290 {start:.1f} 216 {bend:.1f}"
        f"Q150 {near:.1f} 120 540H400Q396 {near:.1f} 336 {bend:.1f}Q300 {start:.1f} 276 {horizon + 2:.1f}z"
    )
    placed = [on(Layer.GROUND, filled(path, Role.GROUND_SHADE), opacity=0.55)]
    for x in at_the_sides(chance, 8, 150):
        share = chance.uniform(0.1, 0.62)
        at = Placement(x=x, y=down(horizon, share), scale=0.7 + 0.7 * share)
        placed.append(Placed(layer=Layer.GROUND, drawing=(filled(tuft(chance), Role.PLANT),), at=at))
    for x in (chance.uniform(60, 110), chance.uniform(400, 450)):
        placed += fern(chance).placed(Layer.GROUND, x, down(horizon, chance.uniform(0.25, 0.4)), 0.62)
    return tuple(placed)


def _toadstools(chance: random.Random, x: float) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    for dx, scale in ((-9, 0.8), (9, 0.56)):
        shapes = (
            filled("M-6 0Q-4 -16 -5 -26H5Q4 -16 6 0z", Role.PALE),
            filled("M-21 -22Q-18 -46 0 -47Q18 -46 21 -22Q0 -15 -21 -22z", Role.ACCENT),
            filled(
                circle(-8, -32, 3.6) + circle(4, -39, 3) + circle(10, -29, 3.2), Role.PALE, is_detail=True
            ),
        )
        grown = scale * chance.uniform(0.9, 1.15)
        placed += Figure(drawing=shapes).placed(Layer.FRONT, x + dx, 508 + dx / 3, grown)
    return tuple(placed)


def _range_of_peaks(horizon: float, size: float, chance: random.Random) -> tuple[Placed, ...]:
    crest: list[Point] = []
    x = LEFT
    while x < RIGHT:
        low = (abs(x - 256) / 256) * 46
        crest += [
            (x, horizon - (70 + low + chance.uniform(-10, 10)) * size),
            (x + chance.uniform(24, 34), horizon - (122 + low + chance.uniform(-12, 14)) * size),
        ]
        x += chance.uniform(54, 74)
    outline = polygon([(LEFT, horizon + 20), *crest, (RIGHT, horizon - 80 * size), (RIGHT, horizon + 20)])
    return (on(Layer.FAR, filled(outline, Role.FAR), opacity=0.5),)


def _peak(
    chance: random.Random, x: float, foot: float, tall: float, wide: float, role: Role
) -> tuple[Placed, ...]:
    """A peak with ragged snow on top and one flank in shade."""
    top = foot - tall
    ragged = [chance.uniform(-0.04, 0.04) for _ in range(8)]

    def flank(side: int, share: float, jut: float = 0.0) -> Point:
        return (x + side * wide * (share + jut), top + tall * share)

    left = [flank(-1, share, jut) for share, jut in zip((1.0, 0.72, 0.58, 0.44, 0.2), ragged, strict=False)]
    right = [
        flank(1, share, jut) for share, jut in zip((0.14, 0.3, 0.46, 0.7, 1.0), ragged[3:], strict=False)
    ]
    spine = [
        (x + wide * dx, top + tall * dy) for dx, dy in ((0.07, 0.2), (-0.04, 0.42), (0.1, 0.66), (0.02, 1.0))
    ]
    hem = [
        (x + wide * dx, top + tall * (dy + jut))
        for dx, dy, jut in zip(
            (0.26, 0.17, 0.05, -0.1, -0.2, -0.29), (0.42, 0.56, 0.4, 0.6, 0.46, 0.53), ragged, strict=False
        )
    ]
    snow = [(x, top), right[0], right[1], *hem, left[3], left[4]]
    layer = Layer.FAR if role is Role.FAR else Layer.MID
    shapes = (
        filled(polygon([*left, (x, top), *right]), role),
        filled(polygon(snow), Role.PALE),
    )
    shade = polygon([(x, top), *right, *reversed(spine)])
    if layer is Layer.FAR:
        return Figure(drawing=shapes[:1], shade=shade, light=polygon(snow)).placed(layer, 0, 0)
    return Figure(drawing=shapes, shade=shade).placed(layer, 0, 0)


def _slope(horizon: float, size: float, chance: random.Random) -> str:
    return land(rolling(chance, horizon - 10 * size, 5, 5, sides=34 * size))


def _stand_of_firs(horizon: float, size: float, chance: random.Random) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    for x, scale in (
        (120, 0.62),
        (92, 0.82),
        (20, 1.2),
        (56, 0.95),
        (396, 0.66),
        (428, 0.9),
        (494, 1.25),
        (462, 1.0),
    ):
        tall = scale * size * chance.uniform(0.85, 1.15)
        lift = 14 * size * abs(x / 256 - 1)
        placed += fir().placed(Layer.MID, x + chance.uniform(-9, 9), horizon + 6 - lift, tall)
    return tuple(placed)


def _alpine_floor(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    y, rise = down(horizon, 0.45), chance.uniform(10, 20)
    fold = land([(LEFT, y + rise), (170, y), (330, y + rise), (RIGHT, y - rise)])
    dots = "".join(
        circle(x, down(horizon, chance.uniform(0.1, 0.85)), 2.6) for x in at_the_sides(chance, 14, 170)
    )
    placed = [
        on(Layer.GROUND, filled(fold, Role.GROUND_SHADE), opacity=0.6),
        on(Layer.GROUND, filled(dots, Role.PALE, is_detail=True)),
    ]
    for x in at_the_sides(chance, 4, 130):
        wide, stands = chance.uniform(12, 24), down(horizon, chance.uniform(0.12, 0.5))
        placed += _boulder(chance, x, stands, wide).placed(Layer.GROUND, 0, 0)
    return tuple(placed)


def _boulder(chance: random.Random, x: float, y: float, wide: float) -> Figure:
    tall = wide * chance.uniform(0.8, 1.0)
    outline = [
        (x - wide, y + 4),
        (x - wide * 0.8, y - tall * 0.55),
        (x - wide * 0.2, y - tall),
        (x + wide * 0.45, y - tall * 0.8),
        (x + wide * 0.95, y - tall * 0.3),
        (x + wide, y + 4),
    ]
    edge = (x + wide * 0.05, y - tall * 0.4)
    shade = [outline[3], outline[4], outline[5], (x - wide * 0.15, y + 4), edge]
    light = [outline[1], outline[2], outline[3], edge]
    return Figure(drawing=(filled(polygon(outline), Role.MID),), shade=polygon(shade), light=polygon(light))
