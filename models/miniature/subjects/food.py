"""Drawings of what is set on the table: teapot, cake, bowl of fruit."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from models.miniature.drawing.shapes import (
    Drawing,
    Role,
    Shape,
    circle,
    ellipse,
    filled,
    polyline,
    rectangle,
    stroked,
)
from models.miniature.scene import Subject
from models.miniature.subjects.forms import (
    around,
    blossom,
    drop,
    leaf,
    mark,
    petal,
    trace,
)


def teapot(chance: random.Random) -> Drawing:
    """A round-bellied teapot that pours to the right, steaming."""
    return (
        *_vapour(chance),
        stroked("M-56 -112C-104 -124 -108 -40 -54 -36", Role.SECOND, 13),
        trace("M-58 -114C-92 -120 -98 -84 -90 -64", Role.MAIN_LIGHT, 2.6),
        filled(
            "M50 -52C70 -54 70 -96 82 -120C86 -128 94 -130 98 -126C100 -122 92 -112 90 -98"
            "C86 -66 80 -34 46 -24z",
            Role.MAIN,
        ),
        mark(
            "M46 -24C80 -34 86 -66 90 -98C92 -112 100 -122 98 -126C86 -118 84 -100 80 -84"
            "C74 -58 66 -42 48 -36z",
            Role.MAIN_SHADE,
        ),
        filled(rectangle(-36, -10, 72, 10, corner=4), Role.SECOND_SHADE),
        filled(
            "M-38 -132C-68 -120 -78 -94 -76 -70C-74 -40 -56 -16 -36 -6H36C56 -16 74 -40 76 -70"
            "C78 -94 68 -120 38 -132z",
            Role.MAIN,
        ),
        mark(
            "M38 -132C68 -120 78 -94 76 -70C74 -40 56 -16 36 -6H0C34 -20 50 -44 52 -74"
            "C54 -100 48 -120 26 -132z",
            Role.MAIN_SHADE,
        ),
        mark(
            "M-66 -74C-68 -98 -58 -114 -42 -121C-50 -108 -54 -92 -53 -76C-53 -66 -65 -64 -66 -74z",
            Role.MAIN_LIGHT,
        ),
        *_teapot_pattern(chance),
        filled("M-42 -130C-42 -150 -22 -160 0 -160C22 -160 42 -150 42 -130z", Role.SECOND),
        mark("M10 -159C28 -156 42 -148 42 -130H22C24 -144 20 -154 10 -159z", Role.SECOND_SHADE),
        filled(rectangle(-48, -136, 96, 9, corner=4.5), Role.PALE),
        filled(circle(0, -167, 10), Role.ACCENT),
        mark(circle(-3, -170, 3), Role.PALE),
    )


def _vapour(chance: random.Random) -> Drawing:
    sway = chance.choice((-6, 6))
    lines = (
        f"M90 -140C{90 + sway} -150 {86 - sway} -158 88 -168C90 -174 {92 + sway} -180 88 -186",
        f"M72 -152C{70 + sway} -160 {68 - sway} -166 70 -174",
    )
    return tuple(trace(d, Role.PALE, 5) for d in lines)


def _teapot_pattern(chance: random.Random) -> Drawing:
    if chance.random() < 0.5:
        petals = [mark(petal(0, -66, 26, 18, a), Role.PALE) for a in range(0, 360, 60)]
        leaves = [
            mark(leaf(side * 24, -54, 30, 15, side * a), Role.ACCENT) for side in (-1, 1) for a in (62, 108)
        ]
        return (*leaves, *petals, mark(circle(0, -66, 9), Role.GLOW))
    band = "M-76 -82C-40 -70 40 -70 76 -82L74 -50C40 -38 -40 -38 -74 -50z"
    dots = [mark(circle(x, -59 + (x / 76) ** 2 * -9, 5.5), Role.ACCENT) for x in (-60, -36, -12, 12, 36, 60)]
    edges = trace("M-70 -75C-40 -66 40 -66 70 -75M-69 -46C-40 -37 40 -37 69 -46", Role.SECOND, 2.4)
    return (mark(band, Role.PALE), edges, *dots)


def cake(chance: random.Random) -> Drawing:
    """A cake of two tiers on a stand, with candles."""
    count = chance.choice((3, 4))
    return (
        *_stand(),
        *_tier(78, -92, -30),
        *_icing(78, -92, (22, 12, 26, 14, 24, 10, 20, 15)),
        *(mark(circle(x, -94 - chance.uniform(0, 2), 7.5), Role.ACCENT) for x in (-66, 66, -54, 54)),
        *(mark(circle(x - 2, -97, 2), Role.PALE) for x in (-66, 66, -54, 54)),
        *_tier(46, -142, -92),
        *_icing(46, -142, (16, 24, 12, 20, 14)),
        *_sprinkles(chance),
        *_candles(count),
    )


def _stand() -> Drawing:
    return (
        filled("M-16 -24H16C14 -12 22 -6 42 0H-42C-22 -6 -14 -12 -16 -24z", Role.SECOND_SHADE),
        filled("M-98 -32H98C98 -24 88 -18 70 -18H-70C-88 -18 -98 -24 -98 -32z", Role.SECOND),
        mark("M20 -18H70C88 -18 98 -24 98 -32H40C40 -26 34 -20 20 -18z", Role.SECOND_SHADE),
    )


def _tier(half: float, top: float, bottom: float) -> Drawing:
    middle, q = (top + bottom) / 2 + 8, half / 4
    wave = f"q{q} 5 {2 * q} 0" + f"t{2 * q} 0" * 3 + f"v8q{-q} -5 {-2 * q} 0" + f"t{-2 * q} 0" * 3
    return (
        filled(f"M{-half} {top}H{half}V{bottom}H{-half}z", Role.MAIN),
        mark(f"M{half * 0.5} {top}H{half}V{bottom}H{half * 0.5}z", Role.MAIN_SHADE),
        mark(f"M{-half} {middle}{wave}z", Role.ACCENT),
        mark(rectangle(-half + 4, top + 20, 5, bottom - top - 26, corner=2.5), Role.MAIN_LIGHT),
    )


def _icing(half: float, top: float, drips: Sequence[float]) -> Drawing:
    """A pale cover whose edge runs down in drips, from right to left."""
    edge = half + 3
    step = 2 * edge / len(drips)
    drop_end = f"a{step * 0.3:.2f} {step * 0.3:.2f} 0 0 1 {-step * 0.6:.2f} 0"
    gap = f"a{step * 0.2:.2f} {step * 0.2:.2f} 0 0 0 {-step * 0.4:.2f} 0"
    runs = "".join(
        f"v{depth - step * 0.3:.2f}{drop_end}v{step * 0.3 - depth:.2f}{gap}" for depth in drips[:-1]
    )
    last = f"v{drips[-1] - step / 2:.2f}a{step / 2:.2f} {step / 2:.2f} 0 0 1 {-step:.2f} 0"
    top_edge = f"C{-edge} {top - 6} {-edge + 8} {top - 8} {-edge + 14} {top - 8}H{edge - 14}"
    return (
        filled(
            f"M{-edge} {top + 4}{top_edge}"
            f"C{edge - 8} {top - 8} {edge} {top - 6} {edge} {top + 4}{runs}{last}",
            Role.PALE,
        ),
    )


def _sprinkles(chance: random.Random) -> Drawing:
    marks = []
    for i in range(11):
        x, y = -40 + 8 * i, -142 + 3 * (i % 2)
        tip = around(x, y, 4.5, chance.uniform(0, 180))
        marks.append(
            trace(polyline(((x, y), tip)), chance.choice((Role.ACCENT, Role.SECOND, Role.MAIN)), 2.6)
        )
    return tuple(marks)


def _candles(count: int) -> Drawing:
    shapes: list[Shape] = []
    for i in range(count):
        x = (i - (count - 1) / 2) * 19
        shapes += [
            filled(rectangle(x - 4.5, -174, 9, 26, corner=1.5), Role.SECOND),
            trace(f"M{x - 3.5} -157l7 -6M{x - 3.5} -166l7 -6", Role.PALE, 2),
            filled(drop(x, -176, 23, 13, 0), Role.ACCENT),
            mark(drop(x, -176, 13, 8, 0), Role.GLOW),
        ]
    return tuple(shapes)


def fruit(chance: random.Random) -> Drawing:
    """A bowl with an apple, a pear, a banana, an orange and grapes."""
    return (
        *_pear(chance),
        *_banana(),
        *_orange(),
        *_apple(chance),
        *_grapes(chance),
        *_bowl(chance),
    )


def _pear(chance: random.Random) -> Drawing:
    tip = chance.choice((4, 14))
    return (
        trace(f"M9 -176C9 -184 {tip} -190 {tip + 4} -194", Role.DARK, 4),
        filled(leaf(10, -180, 30, 16, 76), Role.PLANT),
        filled(
            "M8 -178C24 -178 26 -160 30 -144C36 -124 50 -114 50 -92C50 -64 34 -52 8 -52"
            "C-20 -52 -34 -66 -34 -92C-34 -114 -20 -124 -14 -144C-10 -160 -8 -178 8 -178z",
            Role.SECOND,
        ),
        mark(
            "M8 -178C24 -178 26 -160 30 -144C36 -124 50 -114 50 -92C50 -64 34 -52 8 -52"
            "C26 -66 32 -84 26 -106C20 -128 22 -158 8 -178z",
            Role.SECOND_SHADE,
        ),
        mark(ellipse(-4, -142, 4, 13), Role.PALE),
    )


def _banana() -> Drawing:
    return (
        filled("M80 -156L92 -160L96 -148C104 -112 88 -70 44 -52L20 -66C56 -78 76 -108 80 -148z", Role.ACCENT),
        trace("M90 -146C92 -112 76 -84 52 -68", Role.SECOND_SHADE, 2.6),
        mark("M79 -158L92 -163L95 -151L81 -147z", Role.DARK),
        trace("M83 -134C79 -116 72 -104 64 -95", Role.PALE, 2.6),
    )


def _orange() -> Drawing:
    pores = ((30, -86), (36, -76), (44, -84), (40, -66), (52, -74), (28, -72))
    return (
        filled(circle(46, -76, 32), Role.MAIN_LIGHT),
        mark("M54 -107A32 32 0 0 1 46 -44C64 -58 70 -86 54 -107z", Role.MAIN),
        mark(blossom(48, -98, 6, 5), Role.PLANT),
        mark("".join(circle(x, y, 1.4) for x, y in pores), Role.MAIN),
        mark(ellipse(28, -92, 5, 7), Role.PALE),
    )


def _apple(chance: random.Random) -> Drawing:
    lean = chance.uniform(-4, 4)
    return (
        trace(f"M-36 -118C-36 -128 {-34 + lean:.1f} -136 {-30 + lean:.1f} -142", Role.DARK, 4.5),
        filled(leaf(-35, -124, 32, 18, -62 if lean < 0 else 58), Role.PLANT),
        filled(
            "M-36 -118C-22 -130 10 -126 10 -88C10 -58 -10 -40 -24 -40C-30 -40 -32 -42 -36 -42"
            "C-40 -42 -44 -40 -50 -40C-66 -40 -84 -58 -84 -88C-84 -126 -50 -130 -36 -118z",
            Role.MAIN,
        ),
        mark("M-8 -122C4 -116 10 -106 10 -88C10 -58 -10 -40 -24 -40C-8 -56 0 -92 -8 -122z", Role.MAIN_SHADE),
        mark(
            "M-74 -90C-74 -106 -66 -116 -54 -117C-62 -108 -65 -98 -65 -88C-65 -80 -74 -80 -74 -90z",
            Role.MAIN_LIGHT,
        ),
        trace("M-44 -117C-40 -112 -32 -112 -28 -117", Role.MAIN_SHADE, 3),
    )


def _grapes(chance: random.Random) -> Drawing:
    places = [
        (-92 + 1, -56),
        (-80, -62),
        (-68, -56),
        (-84, -46),
        (-72, -44),
        (-90, -38),
        (-78, -32),
        (-86, -24),
    ]
    count = chance.randint(7, 8)
    berries = [filled(circle(x, y, 8.6), Role.SECOND_SHADE) for x, y in places[:count]]
    return (
        *berries,
        mark("".join(circle(x - 2.5, y - 3, 2) for x, y in places[:count]), Role.PALE),
    )


def _bowl(chance: random.Random) -> Drawing:
    shapes = [
        filled("M-30 -10H30L38 0H-38z", Role.DARK),
        filled("M-72 -58H88C86 -30 64 -8 36 -6H-32C-54 -10 -70 -30 -72 -58z", Role.PALE),
        mark("M40 -58H88C86 -30 64 -8 36 -6H8C36 -14 44 -34 40 -58z", Role.MAIN_LIGHT),
        filled(rectangle(-80, -64, 176, 10, corner=5), Role.MAIN_SHADE),
    ]
    if chance.random() < 0.5:
        shapes.append(mark("M-62 -36" + "l11 9l11 -9" * 6 + "l4 4L64 -24L-54 -24z", Role.MAIN))
    else:
        shapes += [mark(blossom(x, -34, 10, 6), Role.MAIN) for x in (-44, -14, 16, 46)]
        shapes += [mark(circle(x, -34, 3), Role.ACCENT) for x in (-44, -14, 16, 46)]
    return tuple(shapes)


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.TEAPOT: teapot,
    Subject.CAKE: cake,
    Subject.FRUIT: fruit,
}
