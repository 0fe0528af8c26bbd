"""Drawings of what grows: tree, flower, mushroom, cactus."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from models.miniature.drawing.shapes import Drawing, Role, Shape, circle, ellipse, filled, smooth, stroked
from models.miniature.scene import Subject
from models.miniature.subjects.forms import around, blossom, cloud, leaf, mark, petal, points, trace


def tree(chance: random.Random) -> Drawing:
    """A broad old tree with a forked trunk, in fruit or in blossom."""
    return (
        filled(
            cloud(
                points(
                    "-58,-84 -86,-104 -84,-140 -58,-170 -18,-186 24,-184 62,-166 86,-134 84,-100 56,-82 "
                    "18,-72 -22,-74"
                )
            ),
            Role.MAIN_SHADE,
        ),
        *_trunk(),
        filled(
            cloud(
                points("-64,-100 -86,-122 -76,-152 -46,-174 -8,-186 28,-176 44,-148 36,-118 8,-104 -28,-96")
            ),
            Role.MAIN,
        ),
        filled(cloud([(36, -96), (40, -122), (62, -132), (80, -116), (74, -94)]), Role.MAIN),
        mark(
            cloud(
                [(-62, -128), (-68, -146), (-48, -166), (-18, -176), (-10, -158), (-34, -150), (-44, -132)]
            ),
            Role.MAIN_LIGHT,
        ),
        mark(cloud([(46, -112), (50, -124), (64, -126), (66, -114)]), Role.MAIN_LIGHT),
        *_foliage(),
        *_tree_fruit(chance),
        *_grass(-44, 44),
    )


def _trunk() -> Drawing:
    return (
        filled(
            "M-44 0C-24 -6 -17 -22 -16 -46C-17 -62 -30 -76 -46 -92L-38 -98C-24 -88 -12 -82 -6 -74"
            "C-4 -92 -4 -104 -6 -122"
            "H5C4 -104 6 -90 10 -78C18 -88 34 -96 46 -108L54 -100C38 -86 22 -70 19 -50"
            "C18 -24 26 -6 48 0C30 2 14 -2 4 -2"
            "C-10 -2 -28 2 -44 0z",
            Role.SECOND,
        ),
        mark(
            "M48 0C26 -6 18 -24 19 -50C22 -70 38 -86 54 -100L50 -104C34 -88 14 -74 8 -54"
            "C5 -36 8 -14 14 -2C26 0 38 1 48 0z",
            Role.SECOND_SHADE,
        ),
        mark(ellipse(-4, -42, 5, 8), Role.DARK),
        trace(ellipse(-4, -42, 8, 11.5), Role.SECOND_SHADE, 2),
        trace("M-10 -24C-11 -16 -15 -10 -20 -6M-12 -64C-14 -60 -12 -56 -12 -54", Role.SECOND_SHADE, 2.2),
    )


def _foliage() -> Drawing:
    places = ((-54, -116), (-8, -140), (12, -164), (18, -128), (-22, -112), (-28, -138), (66, -104))
    return tuple(trace(f"M{x} {y}q4 6 9 0q4 6 9 0", Role.MAIN_SHADE, 2.4) for x, y in places)


def _tree_fruit(chance: random.Random) -> Drawing:
    places = points("-70,-112 -40,-118 -14,-122 -30,-158 4,-154 30,-164 24,-140 56,-146")
    places += [(70, -140), (62, -112), (48, -104), (-2, -86), (-56, -92)]
    chosen = chance.sample(places, chance.randint(8, 11))
    if chance.random() < 0.6:
        fruit = [mark(circle(x, y, 6.2), Role.ACCENT) for x, y in chosen]
        return (*fruit, *(mark(circle(x - 2, y - 2, 1.8), Role.PALE) for x, y in chosen))
    flowers = [mark(blossom(x, y, 7.5, 5), Role.PALE) for x, y in chosen]
    return (*flowers, *(mark(circle(x, y, 2.2), Role.ACCENT) for x, y in chosen))


def _grass(left: float, right: float) -> Drawing:
    return tuple(
        mark(
            f"M{x - 9} 0C{x - 8} -6 {x - 9} -9 {x - 12} -12C{x - 6} -11 {x - 3} -8 {x - 2} -5"
            f"C{x} -10 {x + 1} -14 {x} -18"
            f"C{x + 5} -13 {x + 5} -8 {x + 4} -5C{x + 6} -9 {x + 9} -11 {x + 13} -11"
            f"C{x + 9} -8 {x + 9} -4 {x + 9} 0z",
            Role.PLANT,
        )
        for x in (left, right)
    )


def flower(chance: random.Random) -> Drawing:
    """One great flower on a bent stem with two leaves."""
    count = chance.choice((8, 9, 10, 11))
    step = 360 / count
    turn = chance.uniform(0, step)
    turns = [turn + step * i for i in range(count)]
    wide = 250 / count
    back = [
        filled(petal(*around(0, -132, 20, t + step / 2), 29, wide * 0.75, t + step / 2), Role.MAIN_SHADE)
        for t in turns
    ]
    front = [filled(petal(*around(0, -132, 18, t), 49, wide * 0.95, t), Role.MAIN) for t in turns]
    shine = "".join(_ray(0, -132, 34, 54, t - 3) for t in turns)
    return (*_stem(), *back, *front, trace(shine, Role.MAIN_LIGHT, 3.4), *_flower_heart(chance))


def _ray(x: float, y: float, start: float, end: float, degrees: float) -> str:
    (x1, y1), (x2, y2) = around(x, y, start, degrees), around(x, y, end, degrees)
    return f"M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}"


def _stem() -> Drawing:
    return (
        stroked("M0 -126C6 -92 -8 -60 0 -3", Role.MAIN_SHADE, 8),
        filled("M-2 -12C-16 -44 -44 -62 -82 -58C-74 -26 -42 -4 -2 -8z", Role.SECOND),
        filled("M0 -22C12 -56 44 -76 84 -74C78 -40 44 -14 0 -18z", Role.SECOND),
        mark("M-2 -8C-42 -4 -74 -26 -82 -58C-56 -44 -24 -26 -2 -10z", Role.MAIN_SHADE),
        mark("M0 -18C44 -14 78 -40 84 -74C58 -62 26 -42 0 -20z", Role.MAIN_SHADE),
    )


def _flower_heart(chance: random.Random) -> Drawing:
    seeds = [around(0, -132, 3.9 * i**0.5, 137.5 * i) for i in range(1, 27)]
    return (
        filled(circle(0, -132, 27), Role.ACCENT),
        mark(circle(-3, -135, 20), Role.GLOW),
        mark("".join(circle(x, y, 2.1) for x, y in seeds), Role.DARK),
        *_ladybird(chance),
    )


def _ladybird(chance: random.Random) -> Drawing:
    x, y = chance.choice(((-52, -48), (52, -60)))
    return (
        mark(circle(x + 6, y, 4), Role.DARK),
        mark(ellipse(x, y, 7.5, 6), Role.ACCENT),
        trace(f"M{x - 7} {y}H{x + 6}", Role.DARK, 1.4),
        mark(circle(x - 2, y - 3, 1.3), Role.DARK),
        mark(circle(x + 1, y + 3, 1.3), Role.DARK),
    )


def mushroom(chance: random.Random) -> Drawing:
    """A toadstool with a great spotted cap, a small one at its foot."""
    return (
        filled("M-24 -84C-20 -54 -28 -24 -38 -6C-20 2 20 2 38 -6C28 -24 22 -54 26 -84z", Role.PALE),
        mark("M8 -84C10 -50 12 -20 16 -1C26 -2 34 -4 38 -6C28 -24 22 -54 26 -84z", Role.MAIN_LIGHT),
        trace("M-18 -38C-20 -28 -24 -20 -27 -14M-8 -30C-9 -22 -10 -16 -12 -10", Role.MAIN_LIGHT, 2.4),
        filled("M-34 -62C-20 -54 20 -54 36 -62L26 -80H-24z", Role.PALE),
        mark("M-34 -62C-20 -54 20 -54 36 -62L34 -66C16 -60 -14 -60 -31 -66z", Role.MAIN_LIGHT),
        *_cap(),
        *_spots(chance),
        *_small_mushroom(chance.choice((1, -1)), chance.uniform(0.85, 1.1)),
        *_grass(-18, 30),
    )


def _cap() -> Drawing:
    return (
        filled(ellipse(0, -84, 88, 14), Role.SECOND),
        trace(
            "M-60 -80L-16 -76M-34 -75L-10 -75M-76 -84L-24 -79M60 -80L16 -76M34 -75L10 -75M76 -84L24 -79",
            Role.SECOND_SHADE,
            2,
        ),
        filled(
            "M-97 -82C-102 -134 -56 -174 0 -174C56 -174 102 -134 97 -82C95 -72 72 -84 0 -84"
            "C-72 -84 -95 -72 -97 -82z",
            Role.MAIN,
        ),
        mark("M97 -82C102 -134 56 -174 0 -174C48 -162 70 -126 64 -82C84 -79 96 -75 97 -82z", Role.MAIN_SHADE),
        mark(
            "M-85 -104C-84 -134 -58 -158 -28 -165C-48 -150 -66 -130 -70 -104C-72 -95 -85 -95 -85 -104z",
            Role.MAIN_LIGHT,
        ),
    )


def _spots(chance: random.Random) -> Drawing:
    large = ((-8, -142, 18, 13), (40, -148, 12, 9), (-50, -122, 13, 12), (32, -112, 16, 12))
    small = ((-18, -102, 11, 8), (72, -112, 8, 10), (-36, -158, 7, 5), (-82, -92, 6, 7))
    least = ((74, -92, 5, 4), (10, -165, 8, 4))
    grown = chance.uniform(0.85, 1.1)
    return tuple(
        mark(ellipse(x, y, rx * grown, ry * grown), Role.PALE)
        for x, y, rx, ry in (*large, *small, *least)[: chance.randint(8, 10)]
    )


def _small_mushroom(side: int, size: float) -> Drawing:
    x, tall = 64 * side, 34 * size
    w = 26 * size
    return (
        filled(
            f"M{x - 7} {-tall}C{x - 6} {-tall / 2} {x - 8} -8 {x - 10} 0H{x + 10}"
            f"C{x + 8} -8 {x + 6} {-tall / 2} {x + 7} {-tall}z",
            Role.PALE,
        ),
        filled(
            f"M{x - w} {-tall}C{x - w} {-tall - 26} {x - 14} {-tall - 34} {x} {-tall - 34}"
            f"C{x + 14} {-tall - 34} {x + w} {-tall - 26} {x + w} {-tall}"
            f"C{x + 14} {-tall + 4} {x - 14} {-tall + 4} {x - w} {-tall}z",
            Role.MAIN,
        ),
        mark(circle(x - 8, -tall - 16, 5), Role.PALE),
        mark(circle(x + 9, -tall - 20, 3.6), Role.PALE),
        mark(circle(x + 4, -tall - 8, 3), Role.PALE),
    )


def cactus(chance: random.Random) -> Drawing:
    """A saguaro with two raised arms, in flower."""
    return (
        filled(
            "M-22 -112V-78H-50C-56 -78 -58 -82 -58 -88V-118A13 13 0 0 0 -86 -118V-84"
            "C-86 -62 -74 -50 -52 -50H-22z",
            Role.MAIN,
        ),
        filled(
            "M22 -132V-98H46C52 -98 54 -102 54 -108V-142A13 13 0 0 1 82 -142V-104C82 -82 70 -70 48 -70H22z",
            Role.MAIN,
        ),
        mark(
            "M82 -142V-104C82 -82 70 -70 48 -70H22V-78H44C64 -78 70 -92 70 -106V-153"
            "C77 -152 82 -148 82 -142z",
            Role.MAIN_SHADE,
        ),
        mark("M-22 -60H-50C-64 -60 -74 -70 -76 -82C-80 -60 -66 -50 -52 -50H-22z", Role.MAIN_SHADE),
        filled("M-26 -4V-166C-26 -184 -14 -192 0 -192C14 -192 26 -184 26 -166V-4z", Role.MAIN),
        mark("M10 -4V-190C20 -187 26 -179 26 -166V-4z", Role.MAIN_SHADE),
        mark("M-26 -4V-166C-26 -178 -21 -186 -13 -189C-17 -182 -18 -176 -18 -166V-4z", Role.MAIN_LIGHT),
        mark(
            "M-86 -118C-86 -126 -80 -131 -73 -131C-79 -126 -79 -120 -79 -114V-84C-85 -88 -86 -100 -86 -118z",
            Role.MAIN_LIGHT,
        ),
        trace("M-8 -180V-10M3 -182V-10M18 -172V-10M-67 -118V-86M69 -144V-108", Role.MAIN_SHADE, 2.2),
        *_spines(),
        *_cactus_flowers(chance),
        *_desert_stones(),
    )


def _spines() -> Drawing:
    places = (
        [(-13, y) for y in range(-166, -20, 26)]
        + [(-2, y) for y in range(-154, -20, 26)]
        + [(13, y) for y in range(-166, -20, 26)]
    )
    places += [(-74, -112), (-74, -92), (-62, -66), (-40, -62), (62, -138), (62, -118), (60, -92), (40, -84)]
    ticks = "".join(f"M{x - 3} {y - 3}l3 4l3 -4" for x, y in places)
    return (trace(ticks, Role.PALE, 1.8),)


def _cactus_flowers(chance: random.Random) -> Drawing:
    shapes: list[Shape] = []
    for x, y in ((0, -188), (-72, -130), (68, -154))[: chance.randint(2, 3)]:
        turn = chance.uniform(-8, 8)
        shapes += [mark(petal(x, y + 2, 12, 8, angle + turn), Role.ACCENT) for angle in (-68, 68, -34, 34, 0)]
        shapes.append(mark(circle(x, y, 3.4), Role.GLOW))
    return tuple(shapes)


def _desert_stones() -> Drawing:
    return (
        filled(smooth([(-66, 0), (-60, -14), (-40, -16), (-28, -8), (-24, 0)]), Role.SECOND),
        mark("M-44 -16C-32 -15 -28 -8 -25 -2L-40 -2z", Role.SECOND_SHADE),
        filled(smooth([(16, 0), (24, -18), (46, -22), (62, -12), (68, 0)]), Role.SECOND),
        mark("M46 -22C58 -18 62 -10 67 -2L48 -2z", Role.SECOND_SHADE),
        filled("M-26 0C-14 -8 14 -8 28 0z", Role.SECOND_SHADE),
        *(
            mark(leaf(x, 0, 16, 6, angle), Role.PLANT)
            for x, angle in ((-80, -22), (-80, 4), (-80, 28), (82, -26), (82, 2), (82, 24))
        ),
    )


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.TREE: tree,
    Subject.FLOWER: flower,
    Subject.MUSHROOM: mushroom,
    Subject.CACTUS: cactus,
}
