"""What grows in settings: trees, cactuses, palms, ferns, grass and flowers, each standing on the origin."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from models.miniature.backdrop.land import Figure, puff
from models.miniature.drawing.shapes import (
    Drawing,
    Point,
    Role,
    Shape,
    circle,
    ellipse,
    filled,
    polygon,
    rectangle,
    smooth,
    stroked,
)

_TIERS = ((-10.0, 30.0, 42.0), (-31.0, 25.0, 36.0), (-52.0, 19.0, 30.0), (-72.0, 13.0, 28.0))
"""Hem, half width and height of a fir's tiers."""


def fir(*, is_snowy: bool = False) -> Figure:
    """A fir 100 tall."""
    trunk = filled(rectangle(-4, -14, 8, 15), Role.GROUND_SHADE)
    shapes = [trunk]
    for hem, half, tall in _TIERS:
        shapes.append(filled(_tier(hem, half, tall), Role.PLANT))
        if is_snowy:
            shapes.append(filled(_cap(hem, half, tall), Role.PALE, is_detail=True))
    shade = "".join(_tier_shade(*tier) for tier in _TIERS)
    return Figure(drawing=tuple(shapes), shade=shade)


def far_firs(chance: random.Random, places: Sequence[Point], size: float) -> str:
    """Path data of a row of firs seen from far away, with their feet at the places."""
    return "".join(_far_fir(x, y, size * chance.uniform(0.7, 1.15)) for x, y in places)


def leafy(chance: random.Random, *, fruit: bool = False) -> Figure:
    """A tree with a round crown, 100 tall."""
    trunk = "M-9 1Q-4 -6 -4.5 -30L-16 -48L-12 -50L-2 -40L-1 -56H3L4 -38L13 -48L16 -45L5 -28Q4 -6 10 1z"
    crown = [
        puff(chance, -19, -58, 23, 20, count=8),
        puff(chance, 20, -56, 22, 19, count=8),
        puff(chance, 0, -74, 29, 25, count=9),
    ]
    apples = "".join(circle(x, y, 3) for x, y in ((-24, -56), (-8, -72), (12, -80), (22, -56), (4, -58)))
    shapes = [filled(trunk, Role.GROUND_SHADE), *(filled(part, Role.PLANT) for part in crown)]
    if fruit:
        shapes.append(filled(apples, Role.ACCENT, is_detail=True))
    shade = "M-38 -52Q-20 -36 2 -44Q24 -34 41 -54Q36 -38 20 -38Q8 -34 0 -38Q-12 -33 -22 -38Q-36 -40 -38 -52z"
    light = puff(chance, -9, -82, 14, 10, count=6) + puff(chance, -25, -63, 10, 8, count=6)
    return Figure(drawing=tuple(shapes), shade=shade, light=light)


def bush(chance: random.Random, *, flowers: Role | None = None) -> Figure:
    """A round bush about 70 wide and 45 tall."""
    shapes = [
        filled(puff(chance, -17, -13, 21, 17, count=8), Role.PLANT),
        filled(puff(chance, 17, -14, 22, 18, count=8), Role.PLANT),
        filled(puff(chance, 0, -23, 23, 21, count=8), Role.PLANT),
    ]
    if flowers:
        places = ((-24, -14), (-12, -27), (4, -34), (14, -18), (27, -16), (-4, -12))
        shapes += [_bloom(chance, x, y, 5.5, flowers) for x, y in places]
    return Figure(drawing=tuple(shapes), light=puff(chance, -5, -31, 11, 7, count=6))


def palm() -> Figure:
    """A leaning palm about 100 tall; its crown stands to the right of its foot."""
    trunk = "M-5 1C-4 -30 4 -58 22 -80L28 -77C13 -54 5 -28 6 1z"
    rings = "M-3 -18L6 -16M-1 -34L8 -31M4 -49L12 -45M11 -63L19 -58"
    nuts = "".join(circle(x, y, 3.6) for x, y in ((22, -74), (29, -73), (26, -78)))
    leaves = [(196, 50), (-16, 52), (228, 46), (-48, 46), (160, 40), (24, 40)]
    fronds = [filled(frond((25, -80), angle, reach, 11), Role.PLANT) for angle, reach in leaves]
    shapes = (
        filled(trunk, Role.GROUND_SHADE),
        stroked(rings, Role.DARK, 1.2, is_detail=True),
        *fronds,
        filled(nuts, Role.DARK, is_detail=True),
    )
    shade = "M2 1C2 -28 10 -56 25 -79L28 -77C13 -54 5 -28 6 1z"
    leaves_lit = "".join(frond((25, -80), angle, reach, 6) for angle, reach in leaves[:4])
    return Figure(
        drawing=shapes,
        shade=shade + frond((25, -80), 160, 38, 8) + frond((25, -80), 24, 38, 8),
        light="M-4 1C-3 -30 5 -57 22 -79L24 -78C8 -56 0 -29 0 1z" + leaves_lit,
    )


def frond(foot: Point, angle: float, reach: float, width: float, *, droop: float = 0.35) -> str:
    """Path data of a feathered leaf; `angle` in degrees from the right, clockwise; it hangs by `droop`."""
    x0, y0 = foot
    turn = math.radians(angle)
    xm, ym = x0 + math.cos(turn) * reach * 0.55, y0 + math.sin(turn) * reach * 0.55 - reach * droop * 0.4
    x1, y1 = x0 + math.cos(turn) * reach, y0 + math.sin(turn) * reach + reach * droop
    spine = [_along((x0, y0), (xm, ym), (x1, y1), step / 7) for step in range(8)]
    edge = []
    for step in range(6, 0, -1):
        x, y = spine[step]
        hang = width * math.sin(math.pi * step / 7) ** 0.7
        edge += [(x + 0.4 * (x1 - x0) / 7, y + hang), (x, y + hang * 0.45)]
    return polygon([*spine, *edge])


def fern(chance: random.Random) -> Figure:
    """A fern about 45 tall."""
    angles = (-152, -130, -110, -90, -70, -50, -28)
    fronds = [
        frond((0, 0), a + chance.uniform(-7, 7), chance.uniform(46, 58), 11, droop=0.16) for a in angles
    ]
    return Figure(drawing=tuple(filled(d, Role.PLANT) for d in fronds), shade=fronds[1] + fronds[4])


def saguaro(chance: random.Random) -> Figure:
    """A tall cactus with two arms, 100 tall."""
    left, right = chance.uniform(-58, -44), chance.uniform(-48, -34)
    body = rectangle(-10, -100, 20, 102, corner=10)
    arms = [_arm(-1, left, 26, left - 32), _arm(1, right, 24, right - 28)]
    ribs = f"M-4 -92V0M3 -94V0M-28 {left - 22:.1f}V{left - 6:.1f}M25 {right - 20:.1f}V{right - 6:.1f}"
    blooms = circle(0, -101, 4.5) + circle(-26, left - 33, 3.6) + circle(24, right - 29, 3.6)
    shapes = (
        *(filled(arm, Role.PLANT) for arm in arms),
        filled(body, Role.PLANT),
        stroked(ribs, Role.PALE, 1.3, is_detail=True),
        filled(blooms, Role.ACCENT, is_detail=True),
    )
    return Figure(drawing=shapes, shade="M4 -98Q10 -96 10 -88V0H3z", light="M-8 -90Q-6 -96 -4 -96V0H-8z")


def prickly_pear(chance: random.Random) -> Figure:
    """A low cactus of flat pads with red fruit, about 60 tall."""
    pads = [(0, -16, 15, 18), (-17, -38, 12, 14), (15, -40, 13, 15), (-2, -58, 10, 12)]
    shapes = [filled(ellipse(*pad), Role.PLANT) for pad in pads]
    fruit = "".join(circle(x, y - ry, chance.uniform(2.6, 4)) for x, y, _, ry in pads[1:])
    spots = "".join(
        circle(x + dx, y + dy, 1.1) for x, y, _, _ in pads for dx, dy in ((-4, -4), (4, -1), (-1, 6))
    )
    shapes += [filled(fruit, Role.ACCENT), filled(spots, Role.PALE, is_detail=True)]
    return Figure(drawing=tuple(shapes))


def tuft(chance: random.Random, blades: int = 5) -> str:
    """Path data of a tuft of grass about 20 tall."""
    parts = []
    for blade in range(blades):
        foot = (blade - (blades - 1) / 2) * 3.4
        tip, tall = foot * 2.4 + chance.uniform(-2, 2), chance.uniform(13, 22)
        parts.append(
            f"M{foot - 1.8:.1f} 0Q{foot:.1f} {-tall * 0.6:.1f} {tip:.1f} {-tall:.1f}"
            f"Q{foot + 2.4:.1f} {-tall * 0.5:.1f} {foot + 1.8:.1f} 0z"
        )
    return "".join(parts)


def daisy(chance: random.Random, petals: Role = Role.PALE) -> Drawing:
    """A wild flower about 40 tall with round petals."""
    lean, tall = chance.uniform(-5, 5), chance.uniform(30, 40)
    ring = "".join(circle(lean + 6 * math.cos(a), -tall + 6 * math.sin(a), 4.4) for a in _round(7))
    leaf = f"M0 -6Q-11 -10 -13 -20Q-3 -17 0 -6zM{lean / 3:.1f} -10Q9 -13 12 -23Q3 -20 {lean / 3:.1f} -10z"
    return (
        stroked(f"M0 0Q{-lean:.1f} {-tall / 2:.1f} {lean:.1f} {-tall:.1f}", Role.PLANT, 2.6),
        filled(leaf, Role.PLANT, is_detail=True),
        filled(ring, petals),
        filled(circle(lean, -tall, 3.8), Role.GLOW if petals is not Role.GLOW else Role.DARK, is_detail=True),
    )


def tulip(chance: random.Random, petals: Role = Role.ACCENT) -> Drawing:
    """A tulip about 45 tall."""
    tall = chance.uniform(32, 40)
    cup = (
        f"M-8 {-tall - 11:.1f}Q-5 {-tall - 6:.1f} -3.5 {-tall - 5:.1f}Q-2 {-tall - 11:.1f} 0 {-tall - 14:.1f}"
    )
    cup += f"Q2 {-tall - 11:.1f} 3.5 {-tall - 5:.1f}Q5 {-tall - 6:.1f} 8 {-tall - 11:.1f}"
    cup += f"Q11 {-tall + 5:.1f} 0 {-tall + 6:.1f}Q-11 {-tall + 5:.1f} -8 {-tall - 11:.1f}z"
    return (
        stroked(f"M0 0V{-tall:.1f}", Role.PLANT, 3),
        filled("M0 0Q-14 -8 -13 -28Q-2 -18 0 0zM0 0Q13 -7 14 -22Q3 -16 0 0z", Role.PLANT),
        filled(cup, petals),
    )


def rose(chance: random.Random, x: float, y: float, radius: float, role: Role = Role.ACCENT) -> Drawing:
    """A rose bloom about a point."""
    swirl = (
        f"M{x - radius * 0.5:.1f} {y:.1f}Q{x:.1f} {y - radius * 0.8:.1f} {x + radius * 0.5:.1f} {y:.1f}"
        f"Q{x:.1f} {y + radius * 0.7:.1f} {x - radius * 0.15:.1f} {y:.1f}"
    )
    return (
        filled(puff(chance, x, y, radius, radius, count=6), role),
        stroked(swirl, Role.PALE, radius * 0.17, is_detail=True),
    )


def kelp(chance: random.Random, tall: float) -> str:
    """Path data of a waving ribbon of weed."""
    waves, turn = max(3, round(tall / 46)), chance.choice((-1, 1))
    sway = [turn * (-1) ** step * chance.uniform(4, 8) for step in range(waves + 1)]
    up = [(sway[i] - 7 * (1 - i / waves) ** 0.5, -tall * i / waves) for i in range(waves + 1)]
    back = [(sway[i] + 7 * (1 - i / waves) ** 0.5 + 1, -tall * i / waves) for i in range(waves, -1, -1)]
    return smooth([*up, *back])


def coral(chance: random.Random) -> str:
    """Path data for the thick lines of a branching coral about 60 tall."""
    tops = [chance.uniform(-64, -46) for _ in range(4)]
    return (
        f"M0 0V{tops[0]:.1f}M0 -16Q-20 -20 -20 -34V{tops[1] + 6:.1f}M0 -22Q18 -24 19 -38V{tops[2] + 4:.1f}"
        f"M-20 -32Q-32 -34 -33 {tops[3] + 16:.1f}M19 -34Q30 -36 31 {tops[1] + 12:.1f}"
    )


def _tier(hem: float, half: float, tall: float) -> str:
    w = half
    return (
        f"{_flank(hem, half, tall)}Q{w * 0.75:.1f} {hem + 5} {w / 2} {hem + 1}"
        f"Q{w / 4:.1f} {hem + 7} 0 {hem + 2}Q{-w / 4:.1f} {hem + 7} {-w / 2} {hem + 1}"
        f"Q{-w * 0.75:.1f} {hem + 5} {-w} {hem}{_back_up(hem, half, tall)}"
    )


def _tier_shade(hem: float, half: float, tall: float) -> str:
    w, top, middle = half, hem - tall, hem - tall * 0.45
    return (
        f"{_flank(hem, half, tall)}Q{w * 0.75:.1f} {hem + 5} {w / 2} {hem + 1}"
        f"Q{w / 4:.1f} {hem + 6} {w * 0.2:.1f} {hem + 4}Q{w * 0.25:.1f} {middle} 0 {top}z"
    )


def _cap(hem: float, half: float, tall: float) -> str:
    w = half
    return (
        f"{_flank(hem, half, tall)}"
        f"Q{w * 0.8:.1f} {hem - 9} {w * 0.55:.1f} {hem - 5}Q{w * 0.35:.1f} {hem} {w * 0.2:.1f} {hem - 9}"
        f"Q0 {hem - 15} {-w * 0.2:.1f} {hem - 8}Q{-w * 0.4:.1f} {hem} {-w * 0.6:.1f} {hem - 6}"
        f"Q{-w * 0.8:.1f} {hem - 9} {-w} {hem}{_back_up(hem, half, tall)}"
    )


def _flank(hem: float, half: float, tall: float) -> str:
    """From a tier's tip down its right side."""
    w, top, middle = half, hem - tall, hem - tall * 0.45
    return f"M0 {top}C{w * 0.2:.1f} {middle} {w * 0.6:.1f} {hem - 6} {w} {hem}"


def _back_up(hem: float, half: float, tall: float) -> str:
    w, top, middle = half, hem - tall, hem - tall * 0.45
    return f"C{-w * 0.6:.1f} {hem - 6} {-w * 0.2:.1f} {middle} 0 {top}z"


def _far_fir(x: float, y: float, tall: float) -> str:
    half = ((0.05, 0.0), (0.05, 0.1), (0.3, 0.12), (0.14, 0.38), (0.23, 0.4), (0.1, 0.65), (0.16, 0.67))
    right = [(x + w * tall, y - up * tall) for w, up in half]
    left = [(x - w * tall, y - up * tall) for w, up in reversed(half)]
    return polygon([*right, (x, y - tall), *left])


def _arm(side: int, y: float, reach: float, top: float) -> str:
    sweep, out, inner = (0 if side > 0 else 1), side * (reach + 7), side * (reach - 7)
    return (
        f"M0 {y + 7:.1f}H{side * (reach - 6):.1f}A13 13 0 0 {sweep} {out:.1f} {y - 6:.1f}V{top + 7:.1f}"
        f"A7 7 0 0 {sweep} {inner:.1f} {top + 7:.1f}V{y - 7:.1f}H0z"
    )


def _bloom(chance: random.Random, x: float, y: float, radius: float, role: Role) -> Shape:
    return filled(puff(chance, x, y, radius, radius, count=6), role, is_detail=True)


def _along(start: Point, middle: Point, end: Point, share: float) -> Point:
    rest = 1 - share
    a, b, c = rest * rest, 2 * rest * share, share * share
    return (a * start[0] + b * middle[0] + c * end[0], a * start[1] + b * middle[1] + c * end[1])


def _round(count: int) -> list[float]:
    return [math.tau * step / count for step in range(count)]
