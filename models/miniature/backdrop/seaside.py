"""The beach: surf on pale sand, a palm, a parasol."""

from __future__ import annotations

import random

from models.miniature.backdrop.growing import (
    palm,
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
)
from models.miniature.drawing.picture import Layer, Placed, Placement
from models.miniature.drawing.shapes import (
    Point,
    Role,
    Shape,
    circle,
    ellipse,
    filled,
    smooth,
    star,
    stroked,
)


def beach(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """Sea to the skyline, surf on pale sand, a palm, a parasol."""
    size = height_scale(horizon)
    skyline = horizon - 64 * size
    return (
        *_headland(chance, skyline, size),
        on(Layer.FAR, filled(f"M{LEFT} {skyline:.1f}H{RIGHT}V{horizon + 40}H{LEFT}z", Role.WATER)),
        on(Layer.FAR, _waves(chance, skyline, horizon, 2.4)),
        *_sail(chance, skyline, size),
        *_sand(horizon, chance),
        *palm().placed(Layer.GROUND, 40 + chance.uniform(-16, 16), down(horizon, 0.14), 2.15 * size),
        *_parasol().placed(Layer.GROUND, 446 + chance.uniform(-14, 10), down(horizon, 0.2), 1.3 * size),
        *_washed_up(chance, horizon),
        *_dune_grass(chance, 34),
        *_dune_grass(chance, 476),
    )


def _headland(chance: random.Random, skyline: float, size: float) -> tuple[Placed, ...]:
    far, near = chance.uniform(300, 350), chance.uniform(380, 410)
    return (
        on(
            Layer.FAR,
            filled(
                land(
                    [
                        (far, skyline),
                        (far + 70, skyline - 46 * size),
                        (far + 130, skyline - 28 * size),
                        (RIGHT, skyline - 60 * size),
                    ],
                    skyline + 4,
                ),
                Role.FAR,
            ),
            opacity=0.7,
        ),
        on(
            Layer.FAR,
            filled(
                land(
                    [(near, skyline), (near + 46, skyline - 20 * size), (RIGHT, skyline - 30 * size)],
                    skyline + 4,
                ),
                Role.MID,
            ),
        ),
    )


def _waves(chance: random.Random, top: float, bottom: float, width: float) -> Shape:
    parts = []
    for step in range(11):
        y = top + (bottom - top) * (0.12 + 0.08 * step)
        x, wide = chance.uniform(-10, 490), chance.uniform(10, 18) * (0.6 + step * 0.09)
        parts.append(f"M{x:.1f} {y:.1f}q{wide / 2:.1f} -5 {wide:.1f} 0t{wide:.1f} 0")
    return stroked("".join(parts), Role.PALE, width, is_detail=True)


def _sail(chance: random.Random, skyline: float, size: float) -> tuple[Placed, ...]:
    shapes = (
        filled("M0 -6V-44Q17 -24 20 -6z", Role.PALE),
        filled("M-3 -6V-36Q-14 -20 -15 -6z", Role.PALE),
        filled("M-20 -4H24Q20 6 12 6H-10Q-17 6 -20 -4z", Role.ACCENT),
    )
    return Figure(drawing=shapes).placed(Layer.FAR, chance.uniform(128, 160), skyline + 14, 0.85 * size)


def _parasol() -> Figure:
    hem = "Q52 -80 42 -74Q30 -81 20 -75Q8 -82 0 -76Q-10 -82 -20 -75Q-30 -81 -42 -74Q-52 -80 -62 -74z"
    top = f"M-62 -74Q-50 -122 0 -126Q50 -122 62 -74{hem}"
    stripes = (
        "M-42 -74Q-38 -114 0 -126Q-18 -112 -20 -75Q-30 -81 -42 -74z"
        "M0 -76Q10 -82 20 -75Q18 -112 0 -126zM42 -74Q52 -80 62 -74Q50 -122 0 -126Q38 -114 42 -74z"
    )
    shapes = (
        stroked("M0 -130V2", Role.PALE, 4),
        filled(top, Role.PALE),
        filled(stripes, Role.ACCENT),
        filled("M-78 10L-60 -4H-4L-14 10z", Role.ACCENT),
        filled("M-66 10L-48 -4H-38L-55 10zM-42 10L-26 -4H-16L-30 10z", Role.PALE, is_detail=True),
    )
    return Figure(drawing=shapes, shade="M0 -126Q50 -122 62 -74Q52 -80 42 -74Q30 -81 20 -75Q26 -110 0 -126z")


def _sand(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    sway = chance.uniform(-6, 6)
    edge = [(LEFT, 2), (70, -4 - sway), (170, 5), (270, -2 + sway), (380, 6), (460, -3), (RIGHT, 3)]
    shore = [(x, horizon + y) for x, y in edge]
    foam = [(x, horizon - 9 + 1.5 * y) for x, y in edge]
    wet = [(x, horizon + 16 + 1.3 * y) for x, y in edge]
    y = down(horizon, 0.5)
    hollow = land([(LEFT, y + 10), (160, y - 8), (330, y + 14), (RIGHT, y - 4)])
    return (
        on(Layer.GROUND, filled(land(foam), Role.PALE)),
        on(Layer.GROUND, filled(land(shore), Role.HORIZON)),
        on(Layer.GROUND, filled(_band(shore, wet), Role.WATER), opacity=0.35),
        on(Layer.GROUND, filled(hollow, Role.GROUND), opacity=0.25),
    )


def _band(upper: list[Point], lower: list[Point]) -> str:
    return smooth(upper, closed=False) + smooth(lower[::-1], closed=False).replace("M", "L", 1) + "z"


def _washed_up(chance: random.Random, horizon: float) -> tuple[Placed, ...]:
    ball = Figure(
        drawing=(
            filled(circle(0, -17, 18), Role.PALE),
            filled("M0 -35Q-22 -17 0 1Q-9 -17 0 -35zM0 -35A18 18 0 0 1 12 -4Q14 -20 0 -35z", Role.ACCENT),
        ),
        shade="M15 -27A18 18 0 0 1 -12 -3.5Q12 -2 15 -27z" + ellipse(2, 1, 19, 3.5),
    )
    placed = [*ball.placed(Layer.GROUND, chance.uniform(396, 440), down(horizon, 0.5), 0.85)]
    for x in at_the_sides(chance, 4, 120):
        y, turn = down(horizon, chance.uniform(0.25, 0.72)), chance.uniform(0, 1)
        if turn > 0.5:
            shape = filled(star(x, y, 11, 4.6, 5, turn=turn), Role.ACCENT)
        else:
            shape = filled(f"M{x} {y}q-11 -3 -10 -11q10 -8 20 0q1 8 -10 11z", Role.PALE)
        placed.append(on(Layer.GROUND, shape))
    return tuple(placed)


def _dune_grass(chance: random.Random, x: float) -> tuple[Placed, ...]:
    grass = Placement(x=x, y=506, scale=2.1)
    heap = smooth([(-72, 30), (-40, 0), (0, -12), (42, 0), (72, 30)])
    shell = "M-10 4Q-12 -12 0 -13Q12 -12 10 4Q0 9 -10 4z"
    return (
        Placed(layer=Layer.FRONT, drawing=(filled(tuft(chance, 7), Role.PLANT),), at=grass),
        Placed(layer=Layer.FRONT, drawing=(filled(heap, Role.GROUND),), at=Placement(x=x, y=508)),
        Placed(layer=Layer.FRONT, drawing=(filled(shell, Role.ACCENT),), at=Placement(x=x + 12, y=503)),
    )
