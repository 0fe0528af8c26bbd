"""Forms that several subjects share: leaves, arches, arcs, clouds, and points that are turned or mirrored.

Angles are in degrees from upright, clockwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from models.miniature.drawing.shapes import Point, Role, Shape, filled, stroked


def mark(d: str, fill: Role) -> Shape:
    """A filled detail."""
    return filled(d, fill, is_detail=True)


def trace(d: str, line: Role, width: float) -> Shape:
    """A detail drawn as a line."""
    return stroked(d, line, width, is_detail=True)


def points(text: str) -> list[Point]:
    """The points written as `x,y x,y`."""
    pairs = (pair.split(",") for pair in text.split())
    return [(float(x), float(y)) for x, y in pairs]


def around(x: float, y: float, radius: float, degrees: float) -> Point:
    """The point at that distance and angle."""
    angle = math.radians(degrees)
    return x + radius * math.sin(angle), y - radius * math.cos(angle)


def turned(points: Sequence[Point], degrees: float, *, pivot: Point = (0.0, 0.0)) -> list[Point]:
    """All points turned around the pivot."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    px, py = pivot
    return [(px + (x - px) * cos - (y - py) * sin, py + (x - px) * sin + (y - py) * cos) for x, y in points]


def symmetric(points: Sequence[Point]) -> list[Point]:
    """A closed outline from its right half, given from top to bottom."""
    return [*points, *((-x, y) for x, y in reversed(points) if x)]


def leaf(x: float, y: float, length: float, width: float, degrees: float) -> str:
    """Path data of a leaf that grows from a point and ends in a tip."""
    return _blade(x, y, length, degrees, ((0.25, width * 0.6), (0.7, width * 0.55)))


def petal(x: float, y: float, length: float, width: float, degrees: float) -> str:
    """Path data of a petal that grows from a point and ends round."""
    return _blade(x, y, length, degrees, ((0.35, width * 0.45), (1.03, width * 0.75)))


def drop(x: float, y: float, length: float, width: float, degrees: float) -> str:
    """Path data of a flame or a drop: round at its foot, pointed at its end."""
    return _blade(x, y, length, degrees, ((0.0, width * 0.75), (0.45, width * 0.5)))


def arch(x: float, y: float, width: float, height: float) -> str:
    """Path data of a door with a round top, given by the middle of its threshold."""
    half = width / 2
    rise = height - half
    return f"M{x - half:g} {y:g}v{-rise:g}a{half:g} {half:g} 0 0 1 {width:g} 0v{rise:g}z"


def arc(x: float, y: float, radius: float, start: float, end: float) -> str:
    """Path data of an open arc, clockwise from `start` to `end`."""
    (x1, y1), (x2, y2) = around(x, y, radius, start), around(x, y, radius, end)
    is_long = int((end - start) % 360 > 180)
    return f"M{x1:.2f} {y1:.2f}A{radius:g} {radius:g} 0 {is_long} 1 {x2:.2f} {y2:.2f}"


def sector(x: float, y: float, radius: float, start: float, end: float) -> str:
    """Path data of a piece of a disc, clockwise from `start` to `end`."""
    return f"{arc(x, y, radius, start, end)}L{x:.2f} {y:.2f}z"


def blossom(x: float, y: float, radius: float, petals: int) -> str:
    """Path data of a small flower seen from above."""
    return cloud([around(x, y, radius * 0.6, 360 * i / petals) for i in range(petals)], bulge=0.56)


def cloud(points: Sequence[Point], *, bulge: float = 0.58) -> str:
    """Path data of an outline whose sides, clockwise, are round lobes."""
    parts = [f"M{points[0][0]:.2f} {points[0][1]:.2f}"]
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        radius = math.dist(start, end) * bulge
        parts.append(f"A{radius:.2f} {radius:.2f} 0 0 1 {end[0]:.2f} {end[1]:.2f}")
    return "".join(parts) + "z"


def _blade(x: float, y: float, length: float, degrees: float, pulls: Sequence[Point]) -> str:
    """Two equal curves from a point to the end; `pulls` are (share of the length, distance aside)."""
    (near, near_aside), (far, far_aside) = pulls
    local = [
        (near_aside, -near * length),
        (far_aside, -far * length),
        (0.0, -length),
        (-far_aside, -far * length),
        (-near_aside, -near * length),
    ]
    a, b, tip, c, d = (f"{x + px:.2f} {y + py:.2f}" for px, py in turned(local, degrees))
    return f"M{x:.2f} {y:.2f}C{a} {b} {tip}C{c} {d} {x:.2f} {y:.2f}z"
