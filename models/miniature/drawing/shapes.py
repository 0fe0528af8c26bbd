"""Shapes: path data with colour roles; a style decides how a role becomes ink, glass or thread.

Local coordinates are SVG's: x to the right, y down.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


class Role(StrEnum):
    """What a colour is for; palette, light and tint say which colour that is."""

    MAIN = "main"
    MAIN_SHADE = "main_shade"
    MAIN_LIGHT = "main_light"
    SECOND = "second"
    SECOND_SHADE = "second_shade"
    ACCENT = "accent"
    DARK = "dark"
    PALE = "pale"
    GLOW = "glow"
    SKY = "sky"
    HORIZON = "horizon"
    FAR = "far"
    MID = "mid"
    GROUND = "ground"
    GROUND_SHADE = "ground_shade"
    PLANT = "plant"
    WATER = "water"
    STAR = "star"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """One outline. `fill` paints its inside; `line` draws it as a stroke of `width` local units.

    `is_detail` marks what may be left out, or drawn without an outline, where there is no room for it.
    """

    d: str
    fill: Role | None = None
    line: Role | None = None
    width: float = 0.0
    is_detail: bool = False


Drawing = tuple[Shape, ...]


def filled(d: str, fill: Role, *, is_detail: bool = False) -> Shape:
    """A filled outline."""
    return Shape(d=d, fill=fill, is_detail=is_detail)


def stroked(d: str, line: Role, width: float, *, is_detail: bool = False) -> Shape:
    """A line with round ends."""
    return Shape(d=d, line=line, width=width, is_detail=is_detail)


def circle(x: float, y: float, radius: float) -> str:
    """Path data of a circle."""
    r, across = f"{radius:g}", f"{2 * radius:g}"
    return f"M{x - radius:g} {y:g}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0z"


def ellipse(x: float, y: float, rx: float, ry: float) -> str:
    """Path data of an ellipse."""
    return f"M{x - rx:g} {y:g}a{rx:g} {ry:g} 0 1 0 {2 * rx:g} 0a{rx:g} {ry:g} 0 1 0 {-2 * rx:g} 0z"


def rectangle(x: float, y: float, width: float, height: float, *, corner: float = 0.0) -> str:
    """Path data of a rectangle from its top left corner, with rounded corners."""
    if not corner:
        return f"M{x:g} {y:g}h{width:g}v{height:g}h{-width:g}z"
    r, w, h = corner, width - 2 * corner, height - 2 * corner
    return (
        f"M{x + r:g} {y:g}h{w:g}a{r:g} {r:g} 0 0 1 {r:g} {r:g}v{h:g}a{r:g} {r:g} 0 0 1 {-r:g} {r:g}"
        f"h{-w:g}a{r:g} {r:g} 0 0 1 {-r:g} {-r:g}v{-h:g}a{r:g} {r:g} 0 0 1 {r:g} {-r:g}z"
    )


def polygon(points: Sequence[Point]) -> str:
    """Path data of a closed polygon."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + "z"


def polyline(points: Sequence[Point]) -> str:
    """Path data of an open line."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)


def smooth(points: Sequence[Point], *, closed: bool = True) -> str:
    """Path data of a soft curve through all points (Catmull-Rom as cubic Bezier curves)."""
    count = len(points)

    def at(place: int) -> Point:
        return points[place % count if closed else min(max(place, 0), count - 1)]

    parts = [f"M{points[0][0]:.2f} {points[0][1]:.2f}"]
    for i in range(count if closed else count - 1):
        before, start, end, after = at(i - 1), at(i), at(i + 1), at(i + 2)
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append("C" + " ".join(f"{x:.2f} {y:.2f}" for x, y in (first, second, end)))
    return "".join(parts) + ("z" if closed else "")


def star(x: float, y: float, outer: float, inner: float, points: int, *, turn: float = 0.0) -> str:
    """Path data of a star; `turn` is in radians from upright."""
    corners = []
    for step in range(2 * points):
        radius = inner if step % 2 else outer
        angle = math.pi * step / points - math.pi / 2 + turn
        corners.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return polygon(corners)
