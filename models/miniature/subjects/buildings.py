"""Drawings of what people build to live and work in: house, castle, lighthouse, windmill."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from models.miniature.drawing.shapes import (
    Drawing,
    Role,
    Shape,
    circle,
    filled,
    polygon,
    polyline,
    rectangle,
    stroked,
)
from models.miniature.scene import Subject
from models.miniature.subjects.forms import arch, around, cloud, mark, points, trace, turned


def house(chance: random.Random) -> Drawing:
    """A cottage whose gable looks to the left, under a long roof."""
    return (
        *_chimney(chance),
        filled("M-84 -86L-42 -166L2 -86V0H-84z", Role.MAIN),
        filled("M0 -86H86V0H0z", Role.MAIN_SHADE),
        filled(
            "M-42 -172C-8 -164 30 -162 64 -168C70 -142 82 -106 99 -76H8C-12 -106 -28 -138 -42 -172z",
            Role.SECOND,
        ),
        *_tiles(),
        filled(
            "M-42 -178C-56 -146 -74 -108 -99 -76L-88 -68C-68 -94 -54 -122 -42 -154"
            "C-32 -122 -18 -94 0 -68L12 -76"
            "C-12 -108 -28 -146 -42 -178z",
            Role.SECOND_SHADE,
        ),
        *_cottage_door(chance),
        *_attic_window(),
        *_window(16, -62, 24, 32, is_lit=True),
        *_window(54, -62, 24, 32, is_lit=chance.random() < 0.7),
        *_flower_box(28, chance),
        *_flower_box(66, chance),
        *_bushes(chance),
    )


def _chimney(chance: random.Random) -> Drawing:
    puffs = chance.randint(2, 4)
    return (
        *(mark(circle(53 + 11 * i, -189 - i + (i == 3), 4 + 1.5 * i), Role.PALE) for i in range(puffs)),
        filled(rectangle(30, -180, 24, 40), Role.MAIN),
        mark(rectangle(43, -180, 11, 40), Role.MAIN_SHADE),
        filled(rectangle(26, -186, 32, 9, corner=3), Role.SECOND_SHADE),
    )


def _tiles() -> Drawing:
    rows = []
    for row, (left, right) in enumerate(((-27, 68), (-15, 76), (-1, 86))):
        count = 6
        step = (right - left) / count
        scallops = f"q{step / 2:.2f} 8 {step:.2f} 0" * count
        rows.append(trace(f"M{left} {-146 + 24 * row}{scallops}", Role.SECOND_SHADE, 2.5))
    return tuple(rows)


def _cottage_door(chance: random.Random) -> Drawing:
    knob = chance.choice((-51, -33))
    return (
        filled(arch(-42, 0, 44, 66), Role.PALE),
        filled(arch(-42, 0, 34, 61), Role.DARK),
        trace("M-42 -60V-4", Role.SECOND_SHADE, 2),
        mark(circle(-42, -40, 5.5), Role.GLOW),
        mark(circle(knob, -24, 2.6), Role.ACCENT),
        filled(rectangle(-70, -6, 56, 6, corner=2), Role.SECOND_SHADE),
    )


def _attic_window() -> Drawing:
    return (
        filled(circle(-42, -104, 16), Role.PALE),
        mark(circle(-42, -104, 12), Role.GLOW),
        trace("M-42 -116V-92M-54 -104H-30", Role.SECOND_SHADE, 2.4),
    )


def _window(x: float, y: float, width: float, height: float, *, is_lit: bool) -> Drawing:
    pane = Role.GLOW if is_lit else Role.DARK
    middle, half = x + width / 2, y + height / 2
    return (
        filled(rectangle(x - 3, y - 3, width + 6, height + 6, corner=2), Role.PALE),
        mark(rectangle(x, y, width, height), pane),
        trace(f"M{middle} {y}v{height}M{x} {half}h{width}", Role.SECOND_SHADE, 2.2),
    )


def _flower_box(x: float, chance: random.Random) -> Drawing:
    blossoms = tuple(
        mark(
            circle(x - 12 + 8 * i, -29 - chance.uniform(0, 3), 3.6),
            chance.choice((Role.ACCENT, Role.MAIN_LIGHT)),
        )
        for i in range(4)
    )
    return (*blossoms, mark(rectangle(x - 17, -28, 34, 9, corner=2), Role.SECOND_SHADE))


def _bushes(chance: random.Random) -> Drawing:
    lift = chance.uniform(0, 6)
    return (
        filled(cloud([(67, -8), (68, -18), (80, -24 - lift), (93, -18), (95, -8)]), Role.PLANT),
        filled(cloud([(-97, -6), (-95, -16), (-86, -20 - lift), (-77, -6)]), Role.PLANT),
        mark(circle(79, -18, 2.8), Role.ACCENT),
        mark(circle(87, -10, 2.4), Role.ACCENT),
        mark(circle(-88, -9, 2.4), Role.ACCENT),
    )


def castle(chance: random.Random) -> Drawing:
    """A keep between two towers, a wall with battlements, a gate."""
    side = chance.choice((-1, 1))
    return (
        *_tower(0, 56, -134, -196, side),
        *_tower(-74, 40, -114, -168, side),
        *_tower(74, 40, -114, -168, side),
        filled(_battlements(-58, 58, -74), Role.MAIN),
        mark("M17 0V-62H58V0z", Role.MAIN_SHADE),
        *_gate(),
        *_slits(chance),
        *_stones(chance),
    )


def _tower(x: float, width: float, top: float, peak: float, flag: int) -> Drawing:
    half, eaves, tip = width / 2, width / 2 + 9, peak - 4
    return (
        filled(f"M{x} {tip}L{x + 22 * flag} {tip + 9}L{x} {tip + 18}z", Role.ACCENT),
        trace(f"M{x} {tip}V{peak + 20}", Role.DARK, 2.6),
        filled(rectangle(x - half, top, width, -top), Role.MAIN),
        mark(rectangle(x + half * 0.3, top, half * 0.7, -top), Role.MAIN_SHADE),
        mark(rectangle(x - half, top, half * 0.35, -top), Role.MAIN_LIGHT),
        filled(rectangle(x - half - 5, top - 2, width + 10, 12, corner=2), Role.MAIN_SHADE),
        filled(
            f"M{x} {peak + 12}C{x + half * 0.3} {peak + 30} {x + half} {top - 16} {x + eaves} {top}"
            f"H{x - eaves}C{x - half} {top - 16} {x - half * 0.3} {peak + 30} {x} {peak + 12}z",
            Role.SECOND,
        ),
        mark(
            f"M{x} {peak + 12}C{x + half * 0.3} {peak + 30} {x + half} {top - 16} {x + eaves} {top}"
            f"H{x + half * 0.3}C{x + half * 0.3} {top - 16} {x + 2} {peak + 34} {x} {peak + 12}z",
            Role.SECOND_SHADE,
        ),
    )


def _battlements(left: float, right: float, top: float) -> str:
    step = (right - left) / 11
    teeth = "".join(f"h{step:.2f}v{9 if i % 2 == 0 else -9}" for i in range(10))
    return f"M{left} 0V{top}{teeth}h{step:.2f}V0z"


def _gate() -> Drawing:
    return (
        filled(arch(0, 0, 50, 58), Role.MAIN_LIGHT),
        filled(arch(0, 0, 38, 50), Role.DARK),
        trace("M-10 -46V-14M0 -49V-14M10 -46V-14M-18 -34H18M-18 -22H18", Role.SECOND, 2.4),
        mark("M-15 0C-12 -8 12 -8 15 0z", Role.GLOW),
    )


def _slits(chance: random.Random) -> Drawing:
    places = ((-74, -80), (74, -80), (-12, -102), (12, -102), (-74, -36), (74, -36))
    dark = chance.randrange(len(places) + 2)
    panes = tuple(
        mark(arch(x, y, 11, 22), Role.DARK if i == dark else Role.GLOW) for i, (x, y) in enumerate(places)
    )
    return (*panes, mark(circle(0, -84, 6.5), Role.GLOW), trace(circle(0, -84, 6.5), Role.SECOND_SHADE, 2))


def _stones(chance: random.Random) -> Drawing:
    places = points("-46,-50 -50,-22 -34,-58 36,-54 40,-18 -82,-60 66,-58 -24,-88 80,-14")
    return tuple(
        trace(f"M{x + chance.uniform(-2, 2):.1f} {y}h8M{x + 5} {y + 6}h6", Role.MAIN_SHADE, 2)
        for x, y in places
    )


def lighthouse(chance: random.Random) -> Drawing:
    """A striped tower on a rock, its lamp lit, a keeper's cabin beside it."""
    return (
        *_beams(),
        *_cabin(chance),
        *_striped_tower(chance.choice((5, 7))),
        *_rock(),
        mark(arch(0, -24, 20, 32), Role.DARK),
        mark(arch(-6, -70, 10, 18), Role.GLOW),
        mark(arch(-4, -108, 10, 16), Role.GLOW),
        *_lantern(),
    )


def _beams() -> Drawing:
    wedges = []
    for degrees in (-104, -86, -68, 68, 86, 104):
        length = 92 if abs(degrees) == 86 else 76
        spread = 4.5
        foot = around(0, -160, 28, degrees)
        ends = (around(0, -160, length, degrees - spread), around(0, -160, length, degrees + spread))
        wedges.append(mark(polygon((foot, *ends)), Role.GLOW))
    return tuple(wedges)


def _half_width(y: float) -> float:
    """Half the width of the lighthouse's tower at a height."""
    return 20 + (y + 142) / 122 * 16


def _band(top: float, bottom: float, left: float = -1.0) -> str:
    """A ring around the tower, from a share of its half width on the left to its right edge."""
    above, below = _half_width(top), _half_width(bottom)
    sag_above, sag_below = top + 6 * (1 - left) / 2, bottom + 6 * (1 - left) / 2
    return (
        f"M{left * above:.2f} {top + 3 * (left > 0):.2f}"
        f"Q{(left + 1) / 2 * above:.2f} {sag_above:.2f} {above:.2f} {top:.2f}"
        f"L{below:.2f} {bottom:.2f}"
        f"Q{(left + 1) / 2 * below:.2f} {sag_below:.2f} {left * below:.2f} {bottom + 3 * (left > 0):.2f}z"
    )


def _striped_tower(count: int) -> Drawing:
    shapes = [filled(_band(-142, -14), Role.MAIN)]
    step = 128 / count
    for i in range(count):
        top, bottom = -142 + step * i, -142 + step * (i + 1)
        if i % 2:
            shapes.append(filled(_band(top, bottom), Role.PALE))
        shapes.append(mark(_band(top, bottom, 0.35), Role.MAIN_LIGHT if i % 2 else Role.MAIN_SHADE))
    return tuple(shapes)


def _cabin(chance: random.Random) -> Drawing:
    return (
        filled(rectangle(34, -52, 46, 40), Role.PALE),
        mark(rectangle(62, -52, 18, 40), Role.MAIN_LIGHT),
        filled("M28 -50L42 -76H74L88 -50z", Role.SECOND),
        mark("M62 -76H74L88 -50H68z", Role.SECOND_SHADE),
        mark(rectangle(chance.choice((46, 52)), -42, 12, 13), Role.GLOW),
        filled(rectangle(68, -88, 8, 16), Role.SECOND_SHADE),
    )


def _rock() -> Drawing:
    return (
        filled(
            "M-92 0C-86 -14 -70 -12 -60 -22C-48 -34 -36 -28 -26 -26C-8 -24 20 -26 40 -22C60 -20 84 -18 94 0z",
            Role.SECOND_SHADE,
        ),
        mark(
            "M-84 -4C-76 -14 -66 -12 -57 -20C-48 -28 -38 -24 -28 -22L-36 -12C-52 -14 -66 -6 -84 -4z",
            Role.SECOND,
        ),
        mark("M8 -20C22 -22 40 -20 52 -16L40 -10C28 -12 14 -12 8 -20z", Role.SECOND),
        trace("M-20 -8L-6 -4M54 -6H70M-50 -5H-40", Role.DARK, 2),
    )


def _lantern() -> Drawing:
    return (
        filled(rectangle(-15, -172, 30, 28), Role.GLOW),
        mark(circle(0, -157, 7), Role.PALE),
        trace(
            "M-15 -172V-146M15 -172V-146M-5 -172V-166M5 -172V-166M-5 -150V-146M5 -150V-146", Role.DARK, 2.6
        ),
        filled("M-21 -170C-20 -184 -10 -190 0 -193C10 -190 20 -184 21 -170z", Role.SECOND),
        mark("M6 -191C14 -188 20 -182 21 -170H9C9 -180 8 -186 6 -191z", Role.SECOND_SHADE),
        filled(circle(0, -195, 4.5), Role.ACCENT),
        filled("M-31 -146H31L24 -136H-24z", Role.DARK),
        trace("M-30 -146V-155H-17M30 -146V-155H17M-23 -154V-147M23 -154V-147", Role.DARK, 2.2),
    )


def windmill(chance: random.Random) -> Drawing:
    """A tapering mill with four great sails."""
    return (
        filled("M-27 -118C-34 -70 -42 -30 -52 0H52C42 -30 34 -70 27 -118z", Role.MAIN),
        mark("M12 -118C16 -70 22 -30 26 0H52C42 -30 34 -70 27 -118z", Role.MAIN_SHADE),
        mark("M-27 -118C-34 -70 -42 -30 -52 0H-40C-32 -30 -24 -70 -18 -118z", Role.MAIN_LIGHT),
        *_mill_bricks(chance),
        filled("M-36 -114C-36 -138 -18 -150 0 -152C18 -150 36 -138 36 -114z", Role.SECOND),
        mark("M6 -152C22 -148 36 -138 36 -114H16C18 -130 14 -144 6 -152z", Role.SECOND_SHADE),
        filled(arch(0, 0, 32, 42), Role.PALE),
        filled(arch(0, 0, 24, 37), Role.DARK),
        mark(arch(0, -88, 13, 20), Role.GLOW),
        *_balcony(),
        *_sails(chance.uniform(28, 58)),
        filled(circle(0, -110, 9), Role.DARK),
        mark(circle(-1, -111, 4), Role.ACCENT),
    )


def _mill_bricks(chance: random.Random) -> Drawing:
    places = ((-22, -74), (12, -72), (-30, -34), (22, -30), (-36, -14), (-8, -68), (-18, -100), (28, -12))
    return tuple(trace(f"M{x + chance.uniform(-2, 2):.1f} {y}h8", Role.MAIN_SHADE, 2.4) for x, y in places)


def _balcony() -> Drawing:
    posts = "".join(f"M{x} -52v-13" for x in range(-50, 51, 12))
    return (
        filled(rectangle(-58, -54, 116, 7, corner=3), Role.SECOND_SHADE),
        trace(f"{posts}M-54 -66H54", Role.SECOND_SHADE, 2.6),
        trace("M-40 -47L-50 -34M40 -47L50 -34", Role.SECOND_SHADE, 3),
    )


def _sails(degrees: float) -> Drawing:
    shapes: list[Shape] = []
    for quarter in range(4):
        angle = degrees + 90 * quarter

        def at(*points: tuple[float, float], angle: float = angle) -> list[tuple[float, float]]:
            return turned([(x, y - 110) for x, y in points], angle, pivot=(0.0, -110.0))

        panel = polygon(at((1, -22), (25, -26), (25, -82), (1, -86)))
        shapes.append(filled(panel, Role.SECOND))
        rungs = [polyline(at((1, y), (25, y))) for y in (-38, -50, -62, -73)]
        shapes.append(trace("".join(rungs) + polyline(at((13, -25), (13, -83))), Role.PALE, 2))
        shapes.append(trace(panel, Role.DARK, 2.6))
        shapes.append(stroked(polyline(at((0, 0), (0, -87))), Role.DARK, 4.5))
    return tuple(shapes)


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.HOUSE: house,
    Subject.CASTLE: castle,
    Subject.LIGHTHOUSE: lighthouse,
    Subject.WINDMILL: windmill,
}
