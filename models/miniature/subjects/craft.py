"""Drawings of what sails and flies: boat, rocket, hot air balloon."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from models.miniature.drawing.shapes import (
    Drawing,
    Role,
    circle,
    ellipse,
    filled,
    rectangle,
)
from models.miniature.scene import Subject
from models.miniature.subjects.forms import around, blossom, drop, mark, trace


def boat(chance: random.Random) -> Drawing:
    """A sailing boat before the wind."""
    tip = chance.choice((30, -26))
    return (
        filled(f"M4 -199C{tip / 2} -202 {tip / 2} -192 {4 + tip} -193L4 -185z", Role.ACCENT),
        filled(rectangle(1, -197, 6, 150, corner=2), Role.DARK),
        *_mainsail(chance),
        filled("M12 -180C34 -146 68 -100 94 -72C66 -62 36 -58 14 -60C22 -98 20 -142 12 -180z", Role.ACCENT),
        mark("M14 -60C18 -72 20 -88 20 -104C36 -88 58 -76 88 -76L94 -72C66 -62 36 -58 14 -60z", Role.PALE),
        *_hull(chance),
    )


def _mainsail(chance: random.Random) -> Drawing:
    shapes = [
        filled(
            "M-2 -188C-20 -150 -60 -104 -92 -66C-62 -54 -28 -52 -2 -58C-10 -100 -10 -146 -2 -188z",
            Role.SECOND,
        ),
        mark(
            "M-2 -188C-8 -170 -20 -152 -32 -136C-14 -128 -8 -92 -14 -55L-2 -58C-10 -100 -10 -146 -2 -188z",
            Role.SECOND_SHADE,
        ),
    ]
    if chance.random() < 0.5:
        shapes.append(mark(blossom(-36, -88, 13, 8), Role.PALE))
        shapes.append(mark(circle(-36, -88, 5), Role.ACCENT))
    else:
        shapes.append(mark("M-54 -110C-40 -98 -24 -94 -9 -94L-9 -82C-28 -82 -48 -86 -66 -96z", Role.PALE))
    return (*shapes, trace("M-94 -58L4 -54", Role.DARK, 4))


def _hull(chance: random.Random) -> Drawing:
    count = chance.randint(3, 4)
    return (
        filled("M-88 -50C-50 -42 40 -42 98 -62C92 -32 76 -8 54 0H-58C-74 -8 -86 -26 -88 -50z", Role.MAIN),
        mark("M98 -62C92 -32 76 -8 54 0H-10C30 -8 62 -24 74 -54C84 -56 92 -59 98 -62z", Role.MAIN_SHADE),
        mark("M-80 -21C-40 -16 40 -16 80 -23C74 -13 66 -5 54 0H-58C-68 -5 -75 -12 -80 -21z", Role.DARK),
        filled("M-90 -54C-50 -45 40 -45 100 -66L98 -54C50 -36 -44 -36 -88 -44z", Role.PALE),
        *(mark(circle(-48 + 27 * i, -31, 5.6), Role.GLOW) for i in range(count)),
        *(trace(circle(-48 + 27 * i, -31, 5.6), Role.DARK, 2.2) for i in range(count)),
        trace("M-76 -28C-72 -20 -66 -12 -60 -8", Role.MAIN_LIGHT, 3),
    )


def rocket(chance: random.Random) -> Drawing:
    """A round-bellied rocket on its flame."""
    return (
        *_flame(chance),
        filled("M-24 -90C-50 -82 -68 -60 -70 -22C-54 -40 -38 -46 -22 -46z", Role.SECOND),
        filled("M24 -90C50 -82 68 -60 70 -22C54 -40 38 -46 22 -46z", Role.SECOND_SHADE),
        mark("M-36 -82C-52 -72 -62 -56 -65 -36C-58 -56 -48 -70 -36 -82z", Role.PALE),
        filled("M-20 -48H20L14 -32H-14z", Role.DARK),
        filled(
            "M0 -200C34 -172 44 -136 40 -100C38 -78 32 -60 24 -46H-24C-32 -60 -38 -78 -40 -100"
            "C-44 -136 -34 -172 0 -200z",
            Role.MAIN,
        ),
        mark(
            "M0 -200C34 -172 44 -136 40 -100C38 -78 32 -60 24 -46H6C18 -64 24 -84 25 -106"
            "C27 -142 20 -174 0 -200z",
            Role.MAIN_SHADE,
        ),
        mark(
            "M-33 -100C-34 -128 -28 -152 -14 -172C-22 -148 -26 -124 -25 -98"
            "C-24 -84 -20 -70 -16 -58C-26 -70 -32 -84 -33 -100z",
            Role.MAIN_LIGHT,
        ),
        filled(
            "M0 -200C16 -187 26 -172 33 -156C12 -149 -12 -149 -33 -156C-26 -172 -16 -187 0 -200z", Role.SECOND
        ),
        mark(
            "M0 -200C16 -187 26 -172 33 -156C28 -154 22 -153 16 -152C14 -170 8 -186 0 -200z",
            Role.SECOND_SHADE,
        ),
        *_porthole(),
        *_rivets(chance),
        filled("M-4 -82C-6 -60 -6 -40 0 -26C6 -40 6 -60 4 -82C3 -88 -3 -88 -4 -82z", Role.SECOND),
    )


def _flame(chance: random.Random) -> Drawing:
    left, right = chance.uniform(-6, 2), chance.uniform(-2, 6)
    return (
        filled(
            f"M-16 -38C-30 -22 -22 -14 {-16 + left:.1f} -6C-10 -12 -8 -10 0 0"
            f"C8 -10 10 -12 {16 + right:.1f} -6C22 -14 30 -22 16 -38z",
            Role.ACCENT,
        ),
        mark("M-9 -36C-16 -24 -8 -16 0 -8C8 -16 16 -24 9 -36z", Role.GLOW),
        *(
            mark(circle(x, y, r), Role.PALE)
            for x, y, r in ((-40, -8, 7), (-52, -5, 5), (40, -8, 7), (53, -5, 5))
        ),
    )


def _porthole() -> Drawing:
    return (
        filled(circle(0, -120, 20), Role.PALE),
        filled(circle(0, -120, 14.5), Role.DARK),
        mark(circle(0, -120, 12), Role.GLOW),
        trace("M-6 -118C-6 -123 -3 -126 2 -127", Role.PALE, 2.6),
    )


def _rivets(chance: random.Random) -> Drawing:
    stripe = chance.choice((Role.ACCENT, Role.PALE))
    return (
        mark("M-37 -80C-14 -74 14 -74 37 -80L34 -69C14 -64 -14 -64 -34 -69z", stripe),
        mark("".join(circle(*around(0, -120, 25, a), 1.6) for a in range(0, 360, 45)), Role.DARK),
        mark("".join(circle(x, -148 + abs(x) * 0.06, 1.6) for x in (-24, -12, 0, 12, 24)), Role.DARK),
    )


def balloon(chance: random.Random) -> Drawing:
    """A hot air balloon in stripes, with a basket."""
    stripe = chance.choice((Role.SECOND, Role.PALE))
    shade = Role.SECOND_SHADE if stripe is Role.SECOND else Role.MAIN_LIGHT
    return (
        trace("M-24 -52L-15 -28M24 -52L15 -28M-8 -48L-6 -28M8 -48L6 -28", Role.DARK, 2.2),
        filled(
            "M-78 -128C-78 -172 -44 -200 0 -200C44 -200 78 -172 78 -128C78 -96 48 -72 27 -50H-27"
            "C-48 -72 -78 -96 -78 -128z",
            Role.MAIN,
        ),
        mark(
            "M0 -200C44 -200 78 -172 78 -128C78 -96 48 -72 27 -50H19C36 -74 56 -98 56 -128"
            "C56 -166 34 -190 0 -200z",
            Role.MAIN_SHADE,
        ),
        filled(
            "M0 -200C36 -190 52 -164 52 -128C52 -98 34 -74 17 -50H9C20 -78 24 -100 24 -130"
            "C24 -162 16 -186 0 -200z",
            shade,
        ),
        filled(
            "M0 -200C-36 -190 -52 -164 -52 -128C-52 -98 -34 -74 -17 -50H-9"
            "C-20 -78 -24 -100 -24 -130C-24 -162 -16 -186 0 -200z",
            stripe,
        ),
        mark(
            "M-70 -130C-70 -156 -58 -176 -40 -187C-54 -170 -60 -152 -60 -130"
            "C-60 -116 -54 -102 -46 -90C-60 -102 -70 -116 -70 -130z",
            Role.MAIN_LIGHT,
        ),
        *_pennants(chance),
        filled("M-28 -56C-10 -51 10 -51 28 -56L25 -46C10 -42 -10 -42 -25 -46z", Role.ACCENT),
        mark(drop(0, -32, 13, 8, 0), Role.GLOW),
        filled("M-19 -28H19L15 -4C14 -1 12 0 9 0H-9C-12 0 -14 -1 -15 -4z", Role.SECOND),
        trace("M-14 -20H14M-13 -12H13M-7 -24L-5 -4M7 -24L5 -4", Role.SECOND_SHADE, 2),
        filled(rectangle(-22, -32, 44, 7, corner=3.5), Role.SECOND_SHADE),
        *(mark(ellipse(x, -17, 4, 6), Role.ACCENT) for x in (-23, 23)),
    )


def _pennants(chance: random.Random) -> Drawing:
    flags = []
    for i in range(9):
        x = -66 + 16.5 * i
        sag = -114 + 16 * (1 - (x / 78) ** 2)
        role = chance.choice((Role.ACCENT, Role.PALE, Role.GLOW))
        flags.append(mark(f"M{x - 7:.2f} {sag:.2f}h14l-7 13z", role))
    return (trace("M-76 -116C-40 -94 40 -94 76 -116", Role.DARK, 2), *flags)


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.BOAT: boat,
    Subject.ROCKET: rocket,
    Subject.BALLOON: balloon,
}
