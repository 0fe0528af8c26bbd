"""Drawings of views: a landscape that is itself the subject, and an abstract composition."""

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
from models.miniature.subjects.forms import arc, mark, sector, trace


def landscape(chance: random.Random) -> Drawing:
    """A river that winds from under a great stone arch, the sun at its shoulder."""
    return (
        filled(circle(58, -146, 42), Role.ACCENT),
        mark(circle(58, -146, 31), Role.GLOW),
        *_distance(),
        *_stone_arch(),
        *_strata(chance),
        *_banks(),
        *_river(),
        *_conifers(chance),
        *_birds(chance),
    )


def _distance() -> Drawing:
    return (
        filled("M-36 -34L-18 -64L-8 -54L14 -88L36 -54L54 -34z", Role.MAIN_LIGHT),
        mark("M14 -88L36 -54L54 -34H22C24 -56 20 -74 14 -88z", Role.MAIN),
        mark("M14 -88L24 -72L17 -74L12 -68L8 -74L3 -71z", Role.PALE),
        filled("M68 -34L88 -66L100 -50V-34z", Role.SECOND_SHADE),
    )


def _stone_arch() -> Drawing:
    return (
        filled(
            "M-98 -34C-90 -62 -94 -92 -86 -122C-82 -150 -76 -180 -60 -194"
            "C-50 -202 -38 -198 -30 -186C-20 -168 -4 -160 20 -156"
            "C50 -150 66 -132 72 -108C76 -88 80 -58 88 -34H54C54 -56 54 -82 44 -98"
            "C34 -114 12 -120 -6 -115C-26 -110 -36 -92 -36 -70"
            "C-36 -56 -34 -44 -30 -34z",
            Role.MAIN,
        ),
        mark(
            "M34 -152C54 -144 67 -128 72 -108C76 -88 80 -58 88 -34H68C68 -60 68 -88 58 -108"
            "C46 -126 14 -134 -10 -128"
            "C-34 -122 -48 -100 -48 -72C-48 -58 -46 -44 -42 -34H-30C-34 -44 -36 -56 -36 -70"
            "C-36 -92 -26 -110 -6 -115"
            "C12 -120 34 -114 44 -98C38 -112 60 -126 34 -152z",
            Role.MAIN_SHADE,
        ),
    )


def _strata(chance: random.Random) -> Drawing:
    shift = chance.uniform(-3, 3)
    levels = f"M-76 {-150 + shift}H-54M-84 {-116 + shift}H-66M-86 {-84 + shift}H-58M-90 {-54 + shift}H-62"
    return (
        mark(
            "M-88 -60C-86 -84 -86 -104 -80 -124C-76 -150 -70 -176 -56 -190C-50 -196 -44 -194 -40 -190"
            "C-58 -176 -64 -150 -68 -122C-74 -98 -74 -78 -78 -58z",
            Role.MAIN_LIGHT,
        ),
        trace(f"{levels}M-42 {-160 + shift}H-24M-6 {-144 + shift}H22", Role.MAIN_SHADE, 2.6),
    )


def _banks() -> Drawing:
    return (
        filled(
            "M-86 0C-100 -8 -102 -24 -98 -38C-74 -54 -36 -48 0 -38C36 -48 74 -52 98 -38C102 -24 100 -8 86 0z",
            Role.SECOND,
        ),
        filled(
            "M-86 0C-94 -4 -98 -12 -100 -20C-70 -36 -40 -26 -20 -12C-12 -6 -8 -2 -6 0z", Role.SECOND_SHADE
        ),
        filled("M86 0C94 -4 98 -12 100 -22C76 -34 58 -28 50 -16C46 -8 46 -4 46 0z", Role.SECOND_SHADE),
    )


def _river() -> Drawing:
    return (
        filled(
            "M-3 -41H8C22 -36 38 -34 30 -28C18 -20 -14 -22 -18 -14C-20 -8 -6 -4 -2 0H48"
            "C46 -8 28 -12 32 -17C40 -24 62 -28 50 -35C40 -40 18 -38 8 -41z",
            Role.WATER,
        ),
        trace(
            "M14 -37C28 -34 42 -34 38 -29M-6 -15C-8 -10 2 -8 8 -3M18 -14C16 -10 24 -8 30 -4", Role.PALE, 2.4
        ),
    )


def _conifers(chance: random.Random) -> Drawing:
    shapes: list[Shape] = []
    for x, y, tall in (
        (-88, -26, 30),
        (-72, -30, 40),
        (-54, -26, 28),
        (72, -28, 36),
        (88, -26, 28),
        (-34, -12, 20),
    ):
        h = tall * chance.uniform(0.88, 1.12)
        w = tall * 0.3
        shapes.append(
            filled(
                f"M{x} {y - h:.2f}L{x + w * 0.7:.2f} {y - h * 0.5:.2f}H{x + w * 0.35:.2f}"
                f"L{x + w:.2f} {y}H{x - w:.2f}L{x - w * 0.35:.2f} {y - h * 0.5:.2f}H{x - w * 0.7:.2f}z",
                Role.DARK,
            )
        )
    return tuple(shapes)


def _birds(chance: random.Random) -> Drawing:
    x, y = chance.uniform(-2, 8), chance.uniform(-182, -174)
    return (
        trace(
            "".join(
                f"M{x + dx:.1f} {y + dy:.1f}q5 -6 8 0q4 -6 9 -1" for dx, dy in ((-14, 2), (4, -8), (18, 4))
            ),
            Role.DARK,
            2.2,
        ),
    )


def abstract(chance: random.Random) -> Drawing:
    """Discs, arcs, a triangle and bars that overlap and hold the balance."""
    s = chance.choice((-1, 1))
    turn = chance.uniform(-12, 12)
    return (
        *_rainbow(s),
        *_tile(s, chance),
        filled(circle(18 * s, -122, 66), Role.MAIN),
        mark(sector(18 * s, -122, 66, 45 * s + turn, 45 * s + 180 + turn), Role.MAIN_SHADE),
        filled(polygon([(s * x, y) for x, y in ((-94, -184), (24, -92), (-66, -64))]), Role.ACCENT),
        mark(
            polygon([(s * x, y) for x, y in ((-44, -145), (24, -92), (-30, -75.5), (-47, -110))]),
            Role.MAIN_LIGHT,
        ),
        *_echoes(s, chance),
        *_accents(s, chance),
    )


def _rainbow(s: int) -> Drawing:
    """Quarter discs, one within the other."""
    start = -90 if s > 0 else 0
    rings = ((98, Role.SECOND), (76, Role.PALE), (56, Role.SECOND_SHADE), (36, Role.ACCENT), (16, Role.DARK))
    return tuple(
        filled(sector(0, 0, radius, start, start + 90), role, is_detail=radius < 98) for radius, role in rings
    )


def _tile(s: int, chance: random.Random) -> Drawing:
    """A square with two half discs, and bars beside it."""
    x, turn = 65 * s, chance.choice((0, 90, 180, 270))
    bars = "".join(rectangle(s * (9 + 8 * i) - 2, -58, 4, 58) for i in range(chance.randint(2, 3)))
    return (
        filled(rectangle(x - 33, -66, 66, 66), Role.SECOND_SHADE),
        mark(sector(x, -33, 33, turn, turn + 180), Role.PALE),
        mark(sector(x, -33, 18, turn + 180, turn + 360), Role.ACCENT),
        filled(bars, Role.DARK),
    )


def _echoes(s: int, chance: random.Random) -> Drawing:
    count = chance.randint(3, 4)
    start = 20 if s > 0 else -110
    return tuple(trace(arc(18 * s, -122, 22 + 11 * i, start, start + 90), Role.PALE, 4) for i in range(count))


def _accents(s: int, chance: random.Random) -> Drawing:
    x, y = s * chance.choice((-60, -66)), chance.choice((-118, -126))
    squares = [(i, j) for i in range(3) for j in range(3) if (i + j) % 2 == 0]
    board = "".join(rectangle(s * 82 - 13.5 + 9 * i, -196 + 9 * j, 9, 9) for i, j in squares)
    return (
        stroked(polyline(((-97 * s, -40), (92 * s, -172))), Role.DARK, 5),
        filled(circle(x, y, 15), Role.DARK),
        mark(circle(x, y, 9.5), Role.GLOW),
        filled(board, Role.SECOND),
        filled(circle(18 * s, -122, 14), Role.GLOW),
        mark(circle(18 * s, -122, 6.5), Role.DARK),
        filled(
            "".join(circle(s * (-86 + 13 * i), -194, 4) for i in range(chance.randint(3, 5))), Role.SECOND
        ),
    )


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.LANDSCAPE: landscape,
    Subject.ABSTRACT: abstract,
}
