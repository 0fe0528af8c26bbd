"""Drawings of things: guitar, robot, heart."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from models.miniature.drawing.shapes import (
    Drawing,
    Point,
    Role,
    Shape,
    circle,
    filled,
    polygon,
    polyline,
    rectangle,
    smooth,
    stroked,
)
from models.miniature.scene import Subject
from models.miniature.subjects.forms import (
    around,
    drop,
    leaf,
    mark,
    points,
    sector,
    symmetric,
    trace,
    turned,
)

_LEAN = 34
_BRIDGE = (-36.0, -56.0)
_LENGTH = 0.92


def _on_guitar(points: Sequence[Point]) -> list[Point]:
    """Points given along an upright guitar whose bridge is the origin, as they lie."""
    return turned(
        [(x * _LENGTH + _BRIDGE[0], y * _LENGTH + _BRIDGE[1]) for x, y in points], _LEAN, pivot=_BRIDGE
    )


def guitar(chance: random.Random) -> Drawing:
    """An acoustic guitar that leans to the right."""
    (x, y) = _on_guitar([(0, -42)])[0]
    body = [(0, -86), (26, -84), (42, -68), (38, -44), (36, -28), (52, -8), (58, 18), (48, 43), (26, 57)]
    outline = symmetric([*body, (0, 61)])
    return (
        filled(smooth(_on_guitar(outline)), Role.MAIN_SHADE),
        filled(smooth(_on_guitar([(px * 0.92, py * 0.95 - 1) for px, py in outline])), Role.MAIN),
        mark(
            smooth(
                _on_guitar(points("-30,-74 -36,-60 -30,-36 -44,-10 -50,14 -42,34 -40,10 -28,-20 -26,-50"))
            ),
            Role.MAIN_LIGHT,
        ),
        *_neck(),
        *_sound_hole(x, y, chance),
        filled(polygon(_on_guitar([(-24, 6), (24, 6), (26, 16), (-26, 16)])), Role.DARK),
        mark(smooth(_on_guitar([(16, -34), (26, -22), (30, 2), (20, 6), (17, -16)])), Role.SECOND_SHADE),
        *_strings(),
        *_notes(chance),
    )


def _neck() -> Drawing:
    head = points("-9,-146 -14,-152 -12,-170 -15,-180 0,-176 15,-180 12,-170 14,-152 9,-146")
    frets = "".join(polyline(_on_guitar([(-7.5, y), (7.5, y)])) for y in range(-138, -60, 11))
    pegs = "".join(
        circle(*_on_guitar([(side * 18, y)])[0], 3.4) for side in (-1, 1) for y in (-155, -163, -171)
    )
    return (
        filled(polygon(_on_guitar([(-8, -60), (8, -60), (7.5, -148), (-7.5, -148)])), Role.SECOND),
        trace(frets, Role.PALE, 1.8),
        filled(pegs, Role.ACCENT),
        filled(polygon(_on_guitar(head)), Role.SECOND_SHADE),
    )


def _sound_hole(x: float, y: float, chance: random.Random) -> Drawing:
    ring = chance.choice((Role.ACCENT, Role.PALE))
    dots = "".join(circle(*around(x, y, 20, a), 1.6) for a in range(0, 360, 30))
    return (
        mark(circle(x, y, 24), Role.MAIN_SHADE),
        trace(circle(x, y, 19.5), ring, 4),
        mark(dots, Role.DARK),
        filled(circle(x, y, 16), Role.DARK),
    )


def _strings() -> Drawing:
    lines = "".join(polyline(_on_guitar([(x, 10), (x * 0.8, -148)])) for x in (-6, -2, 2, 6))
    pins = "".join(circle(*_on_guitar([(x, 11)])[0], 1.8) for x in (-9, -3, 3, 9))
    return (trace(lines, Role.PALE, 1.2), mark(pins, Role.PALE))


def _notes(chance: random.Random) -> Drawing:
    places = ((-66, -140), (60, -48), (-30, -162))
    shapes: list[Shape] = []
    for x, y in places[: chance.randint(1, 3)]:
        shapes.append(
            filled(
                f"M{x - 7} {y}a6.5 5 -20 1 0 11 -3v-27c5 5 11 5 12 13c4 -12 -6 -15 -9 -24h-6v28z", Role.ACCENT
            )
        )
    return tuple(shapes)


def robot(chance: random.Random) -> Drawing:
    """A friendly robot that waves with one arm."""
    return (
        *_robot_legs(),
        *_robot_arms(1 if chance.random() < 0.5 else -1),
        filled(rectangle(-14, -118, 28, 18), Role.DARK),
        filled(
            "M-42 -108H42C52 -108 56 -102 55 -92L50 -46C49 -38 44 -34 36 -34H-36"
            "C-44 -34 -49 -38 -50 -46L-55 -92C-56 -102 -52 -108 -42 -108z",
            Role.MAIN,
        ),
        mark(
            "M26 -108H42C52 -108 56 -102 55 -92L50 -46C49 -38 44 -34 36 -34H20C28 -58 30 -82 26 -108z",
            Role.MAIN_SHADE,
        ),
        *_robot_chest(chance),
        *_robot_head(chance),
    )


def _robot_legs() -> Drawing:
    shapes: list[Shape] = []
    for side in (-1, 1):
        x = 24 * side
        shapes += [
            stroked(f"M{x} -36V-14", Role.SECOND_SHADE, 15),
            trace(f"M{x - 6} -28h12M{x - 6} -21h12", Role.DARK, 2),
            filled(
                f"M{x - 21} 0C{x - 21} -14 {x - 10} -17 {x} -17C{x + 10} -17 {x + 21} -14 {x + 21} 0z",
                Role.MAIN,
            ),
            mark(
                f"M{x - 21} 0C{x - 21} -3 {x - 20} -5 {x - 20} -6H{x + 20}"
                f"C{x + 20} -5 {x + 21} -3 {x + 21} 0z",
                Role.DARK,
            ),
        ]
    return tuple(shapes)


def _robot_arms(side: int) -> Drawing:
    """The arm on `side` waves, the other rests on the hip."""
    s = side
    return (
        stroked(f"M{50 * s} -92C{74 * s} -88 {84 * s} -104 {80 * s} -130", Role.SECOND, 12),
        trace(
            f"M{62 * s} -85V-94M{72 * s} -87L{70 * s} -96M{76 * s} -110L{86 * s} -106M{75 * s} -120H{87 * s}",
            Role.SECOND_SHADE,
            2.4,
        ),
        filled(sector(80 * s, -144, 16, 36 - 10 * s, 324 - 10 * s), Role.MAIN),
        mark(circle(80 * s, -142, 5), Role.DARK),
        stroked(f"M{-50 * s} -92C{-76 * s} -92 {-88 * s} -74 {-76 * s} -56", Role.SECOND, 12),
        trace(
            f"M{-66 * s} -96L{-64 * s} -85M{-76 * s} -90L{-70 * s} -81M{-85 * s} -78L{-75 * s} -74",
            Role.SECOND_SHADE,
            2.4,
        ),
        filled(sector(-72 * s, -44, 16, 216, 504), Role.MAIN),
        mark(circle(-72 * s, -46, 5), Role.DARK),
    )


def _robot_chest(chance: random.Random) -> Drawing:
    needle = around(-14, -70, 10, chance.uniform(-60, 60))
    lamps = [Role.ACCENT, Role.GLOW, Role.SECOND]
    chance.shuffle(lamps)
    return (
        filled(rectangle(-36, -94, 72, 46, corner=8), Role.PALE),
        mark(circle(-14, -71, 16), Role.SECOND),
        mark(circle(-14, -71, 12.5), Role.DARK),
        trace(polyline(((-14, -70), needle)), Role.GLOW, 3),
        *(mark(circle(15 + 9 * (i % 2), -82 + 12 * i, 5), lamp) for i, lamp in enumerate(lamps)),
        mark("".join(circle(x, y, 2) for x in (-45, 45) for y in (-98, -44)), Role.DARK),
    )


def _robot_head(chance: random.Random) -> Drawing:
    lamp = chance.choice((-4, 0, 4))
    return (
        stroked(f"M0 -172L{lamp} -186", Role.DARK, 4),
        filled(circle(lamp, -191, 8), Role.GLOW),
        trace(circle(lamp, -191, 8), Role.ACCENT, 2.6),
        filled(rectangle(-62, -158, 14, 30, corner=6), Role.SECOND),
        filled(rectangle(48, -158, 14, 30, corner=6), Role.SECOND_SHADE),
        filled(rectangle(-52, -176, 104, 64, corner=24), Role.MAIN),
        mark(
            "M24 -176H28A24 24 0 0 1 52 -152V-136A24 24 0 0 1 28 -112H14C34 -124 40 -156 24 -176z",
            Role.MAIN_SHADE,
        ),
        mark("M-42 -152C-42 -162 -36 -168 -26 -168H-8V-172H-28C-40 -172 -48 -164 -48 -152z", Role.MAIN_LIGHT),
        filled(rectangle(-40, -164, 80, 42, corner=18), Role.DARK),
        *_robot_face(chance),
    )


def _robot_face(chance: random.Random) -> Drawing:
    x = chance.choice((-2, 0, 2))
    eyes = (
        [filled(circle(x + side * 18, -146, 9), Role.GLOW) for side in (-1, 1)]
        if chance.random() < 0.6
        else [stroked(f"M{x + side * 18 - 8} -142a8 8 0 0 1 16 0", Role.GLOW, 5) for side in (-1, 1)]
    )
    return (
        *eyes,
        trace(f"M{x - 8} -134Q{x} -126 {x + 8} -134", Role.GLOW, 3.4),
        mark(circle(-31, -134, 4), Role.ACCENT),
        mark(circle(31, -134, 4), Role.ACCENT),
    )


def heart(chance: random.Random) -> Drawing:
    """A heart in the manner of folk art, with a tulip and tendrils inside."""
    return (
        filled(
            "M0 -2C-30 -24 -98 -72 -98 -132C-98 -172 -72 -190 -48 -190C-24 -190 -8 -178 0 -156"
            "C8 -178 24 -190 48 -190C72 -190 98 -172 98 -132C98 -72 30 -24 0 -2z",
            Role.MAIN,
        ),
        mark(
            "M48 -190C72 -190 98 -172 98 -132C98 -72 30 -24 0 -2C24 -28 78 -76 80 -130"
            "C80 -160 68 -182 48 -190z",
            Role.MAIN_SHADE,
        ),
        mark(
            "M-84 -130C-86 -158 -70 -176 -50 -178C-64 -168 -72 -152 -72 -134C-72 -122 -83 -118 -84 -130z",
            Role.MAIN_LIGHT,
        ),
        *_stitches(),
        *_tulip(chance),
        *_tendrils(chance),
    )


def _stitches() -> Drawing:
    right = points("0,-134 10,-154 26,-170 46,-176 66,-170 80,-154 85,-132 80,-108 68,-84")
    right += [(50, -62), (28, -40), (0, -18)]
    return (mark("".join(circle(x, y, 2.4) for x, y in symmetric(right)), Role.PALE),)


def _tulip(chance: random.Random) -> Drawing:
    inner = chance.choice((Role.GLOW, Role.PALE))
    return (
        trace("M0 -100V-32", Role.PALE, 4.5),
        mark(leaf(0, -40, 34, 16, -46), Role.SECOND),
        mark(leaf(0, -40, 34, 16, 46), Role.SECOND),
        mark(
            "M0 -82C-22 -82 -30 -100 -28 -128C-20 -124 -14 -118 -12 -112C-8 -122 -4 -128 0 -134"
            "C4 -128 8 -122 12 -112C14 -118 20 -124 28 -128C30 -100 22 -82 0 -82z",
            Role.ACCENT,
        ),
        mark(drop(0, -88, 28, 15, 0), inner),
    )


def _tendrils(chance: random.Random) -> Drawing:
    shapes: list[Shape] = []
    dots = chance.randint(3, 5)
    for s in (-1, 1):
        shapes += [
            trace(
                f"M0 -60C{24 * s} -66 {58 * s} -84 {58 * s} -112"
                f"C{58 * s} -128 {40 * s} -130 {40 * s} -118C{40 * s} -112 {47 * s} -111 {48 * s} -116",
                Role.PALE,
                4,
            ),
            mark(leaf(34 * s, -76, 24, 13, 108 * s), Role.SECOND),
            mark(leaf(50 * s, -92, 24, 12, -20 * s), Role.SECOND),
            mark(
                "".join(circle(*around(48 * s, -116, 24, s * (-50 + 28 * i)), 3.4) for i in range(dots)),
                Role.ACCENT,
            ),
        ]
    return tuple(shapes)


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.GUITAR: guitar,
    Subject.ROBOT: robot,
    Subject.HEART: heart,
}
