"""The snowfield: laden firs, a snowman, a cottage deep in snow."""

from __future__ import annotations

import random

from models.miniature.backdrop.growing import (
    far_firs,
    fir,
)
from models.miniature.backdrop.land import (
    LEFT,
    RIGHT,
    Figure,
    down,
    height_scale,
    land,
    on,
    puff,
    rolling,
)
from models.miniature.drawing.picture import Layer, Placed
from models.miniature.drawing.shapes import (
    Role,
    circle,
    ellipse,
    filled,
    rectangle,
    smooth,
    stroked,
)


def snow(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """Drifts, snow-laden firs, a snowman, a cottage deep in snow."""
    size = height_scale(horizon)
    firs = [(34, 2.0), (108, 1.4), (482, 1.85), (352, 0.9)]
    crest = land(rolling(chance, horizon, 5))
    row = [(x, horizon - 40 * size) for x in range(-10, 530, 26)]
    return (
        on(Layer.FAR, filled(land(rolling(chance, horizon - 84 * size, 16, 5, 22)), Role.FAR), opacity=0.6),
        on(Layer.FAR, filled(far_firs(chance, row, 46 * size), Role.FAR)),
        on(Layer.FAR, filled(land(rolling(chance, horizon - 42 * size, 8, 5, 8)), Role.FAR)),
        on(
            Layer.MID,
            filled(land(rolling(chance, horizon - 18 * size, 8, 4, 10)), Role.HORIZON),
            opacity=0.75,
        ),
        *_cottage().placed(Layer.MID, 418 + chance.uniform(-8, 8), horizon + 2, 1.1 * size),
        *(
            part
            for x, scale in firs
            for part in fir(is_snowy=True).placed(
                Layer.MID, x + chance.uniform(-12, 12), horizon + 6, scale * size * chance.uniform(0.9, 1.08)
            )
        ),
        on(Layer.GROUND, filled(crest, Role.HORIZON)),
        *_drifts(horizon, chance),
        _banks(horizon, chance),
        *_snowman().placed(Layer.GROUND, 92 + chance.uniform(-14, 10), down(horizon, 0.34), 0.84),
        *_berry_corner(chance, 30),
        *_berry_corner(chance, 486),
    )


def _drifts(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    placed = []
    for share, lean in ((0.16, 1), (0.46, -1), (0.72, 1)):
        y, rise = down(horizon, share), lean * chance.uniform(8, 16)
        hollow = smooth(
            [
                (LEFT, y + rise),
                (130, y - rise),
                (290, y + 6),
                (RIGHT, y - rise),
                (RIGHT, y + 12),
                (280, y + 24),
                (120, y + 8),
            ]
        )
        placed.append(on(Layer.GROUND, filled(hollow, Role.SKY), opacity=0.3))
    return tuple(placed)


def _banks(horizon: float, chance: random.Random) -> Placed:
    """Deep white snow that rises to both sides; the hollow is left for who stands there."""
    low, left, right = chance.uniform(0.9, 1.0), chance.uniform(0.2, 0.34), chance.uniform(0.2, 0.34)
    shares = ((LEFT, left), (90, left + 0.14), (250, low), (410, right + 0.14), (RIGHT, right))
    return on(Layer.GROUND, filled(land([(x, down(horizon, y)) for x, y in shares]), Role.PALE), opacity=0.45)


def _cottage() -> Figure:
    shapes = (
        filled(rectangle(14, -84, 13, 30), Role.GROUND_SHADE),
        filled(rectangle(11, -88, 19, 8, corner=4), Role.PALE),
        filled("M-40 4V-38L0 -70L40 -38V4z", Role.GROUND_SHADE),
        stroked("M-40 -26H40M-40 -13H40", Role.DARK, 1.2, is_detail=True),
        filled(
            "M-54 -30Q-30 -52 0 -78Q30 -52 54 -30Q48 -22 40 -30"
            "Q22 -44 0 -60Q-22 -44 -40 -30Q-48 -22 -54 -30z",
            Role.PALE,
        ),
        filled(rectangle(-27, -30, 17, 17), Role.GLOW),
        stroked("M-18.5 -30V-13M-27 -21.5H-10", Role.DARK, 1.8, is_detail=True),
        filled("M8 4V-22Q16 -30 24 -22V4z", Role.ACCENT),
    )
    return Figure(drawing=shapes)


def _snowman() -> Figure:
    shapes = (
        stroked("M-17 -58L-42 -74M-35 -70L-38 -80M17 -58L42 -70M34 -67L42 -60", Role.DARK, 3),
        filled(circle(0, -24, 27), Role.PALE),
        filled(circle(0, -62, 20), Role.PALE),
        filled(circle(0, -91, 15), Role.PALE),
        filled(rectangle(-18, -105, 36, 5, corner=2) + rectangle(-11, -124, 22, 22, corner=2), Role.DARK),
        filled(rectangle(-11, -110, 22, 5), Role.ACCENT, is_detail=True),
        filled("M-15 -80Q0 -70 15 -80L16 -73Q0 -64 -16 -73zM6 -74L18 -48L8 -46L-1 -70z", Role.ACCENT),
        filled("M0 -91L17 -87L0 -85z", Role.GLOW),
        filled(
            "".join(circle(x, y, 2) for x, y in ((-5, -95), (6, -95), (0, -64), (0, -54), (0, -28))),
            Role.DARK,
        ),
    )
    shade = "M8 -2Q30 -14 25 -36Q20 -12 -8 -1zM6 -43Q24 -52 18 -70Q14 -52 -4 -42z"
    return Figure(drawing=shapes, shade=ellipse(0, 2, 34, 6) + shade)


def _berry_corner(chance: random.Random, x: float) -> tuple[Placed, ...]:
    heap = puff(chance, 0, 14, 64, 34, count=6)
    twigs, berries = [], []
    for foot in (-24, 0, 22):
        tip, tall = foot + chance.uniform(-12, 12), chance.uniform(36, 46)
        twigs.append(f"M{foot} -8L{tip:.1f} {-tall:.1f}M{(foot + tip) / 2:.1f} {-tall / 2 - 4:.1f}l10 -9")
        berries += [(tip, -tall), ((foot + tip) / 2 + 10, -tall / 2 - 13), (tip - 6, -tall + 8)]
    twig = Figure(
        drawing=(
            stroked("".join(twigs), Role.DARK, 2.6),
            filled("".join(circle(bx, by, 4.4) for bx, by in berries), Role.ACCENT),
            filled(heap, Role.HORIZON),
        ),
        light=heap,
    )
    return twig.placed(Layer.FRONT, x, 508)
