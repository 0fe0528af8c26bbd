"""Path data from knots written as text, and what turns or mirrors a drawing made of it.

A contour is written as `x,y x,y ^x,y`: a soft curve through all knots, with a corner where `^` stands. A limb
is written as `x,y,w x,y,w`: the line along its middle, and half its thickness at every knot. All path data
from here is absolute (M, C, z), so that whole drawings can be turned about a joint.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from models.miniature.drawing.shapes import Drawing, Point

_SOFTNESS = 0.37
_STEPS = 5
_PAIR = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


class _Knot(NamedTuple):
    """A point that a curve goes through, softly or with a corner."""

    x: float
    y: float
    is_corner: bool = False


class _Joint(NamedTuple):
    """A point on the middle line of a limb, and half the limb's thickness there."""

    x: float
    y: float
    half: float


def blob(text: str) -> str:
    """Path data of a closed contour."""
    return _path(_knots(text), closed=True) + "z"


def curve(text: str) -> str:
    """Path data of an open line."""
    return _path(_knots(text), closed=False)


def edge(text: str, first: int, last: int, back: str) -> str:
    """Path data of what lies between a contour, from its knot `first` to `last`, and a curve `back` again."""
    knots = _knots(text)
    count = len(knots)
    outer = _segments(knots, closed=True)
    run = [outer[i % count] for i in range(first, last if last > first else last + count)]
    start, end = knots[first], knots[last % count]
    inner = _segments((end, *_knots(back), start), closed=False)
    return f"M{_at(start)}" + "".join(_cubic(*segment) for segment in (*run, *inner)) + "z"


def even(text: str) -> str:
    """The whole contour of which `text` is the right half, from top to bottom."""
    parts = text.split()
    left = [_mirrored_knot(part) for part in reversed(parts) if not part.lstrip("^").startswith("0,")]
    return " ".join((*parts, *left))


def oval(x: float, y: float, rx: float, ry: float, *, tilt: float = 0.0) -> str:
    """Path data of an ellipse, turned clockwise by `tilt` degrees."""
    turn = math.radians(tilt)
    knots = []
    for step in range(8):
        across, down = rx * math.cos(step * math.pi / 4), ry * math.sin(step * math.pi / 4)
        knots.append(
            _Knot(
                x + across * math.cos(turn) - down * math.sin(turn),
                y + across * math.sin(turn) + down * math.cos(turn),
            )
        )
    return _path(knots, closed=True) + "z"


def limb(text: str, *, start: float = 0.0, stop: float = 1.0, low: float = -1.0, high: float = 1.0) -> str:
    """Path data of a limb, or of the part from `start` to `stop` of its length.

    Seen along its length, `low` is its left side at -1 and `high` its right side at 1. Whole ends are round.
    """
    joints = _between(_joints(text), start, stop)
    sides = _sides(joints)
    left = [_Knot(x + nx * low, y + ny * low) for x, y, nx, ny in sides]
    right = [_Knot(x + nx * high, y + ny * high) for x, y, nx, ny in sides]
    whole = (low, high) == (-1.0, 1.0)
    tip = _cap(sides[-1], 1.0) if whole and stop >= 1 else ()
    root = _cap(sides[0], -1.0) if whole and start <= 0 else ()
    return (
        _path((*_cornered(left, tip, root), *tip, *_cornered(right[::-1], root, tip), *root), closed=True)
        + "z"
    )


def fluffy(text: str, size: float, *, puff: float = 0.36) -> str:
    """Path data of a closed contour whose edge is a row of round tufts, each about `size` long."""
    line = _even_steps(_sampled(_knots(text), closed=True), size)
    parts = [f"M{_at(line[0])}"]
    for one, other in pairwise(line):
        x, y = (other[1] - one[1]) * puff, (one[0] - other[0]) * puff
        parts.append(_cubic((one[0] + x, one[1] + y), (other[0] + x, other[1] + y), other))
    return "".join(parts) + "z"


def turned(drawing: Drawing, degrees: float, x: float, y: float) -> Drawing:
    """The drawing turned clockwise about a point."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return _moved(
        drawing,
        lambda at: (x + (at[0] - x) * cos - (at[1] - y) * sin, y + (at[0] - x) * sin + (at[1] - y) * cos),
    )


def mirrored(drawing: Drawing) -> Drawing:
    """The drawing as a mirror on the line x = 0 shows it."""
    return _moved(drawing, lambda at: (-at[0], at[1]))


def _moved(drawing: Drawing, to: Callable[[Point], Point]) -> Drawing:
    def pair(found: re.Match[str]) -> str:
        return _at(to((float(found[1]), float(found[2]))))

    return tuple(replace(shape, d=_PAIR.sub(pair, shape.d)) for shape in drawing)


def _knots(text: str) -> tuple[_Knot, ...]:
    knots = []
    for part in text.split():
        x, y = part.lstrip("^").split(",")
        knots.append(_Knot(float(x), float(y), part.startswith("^")))
    return tuple(knots)


def _joints(text: str) -> tuple[_Joint, ...]:
    return tuple(_Joint(*(float(number) for number in part.split(","))) for part in text.split())


def _mirrored_knot(part: str) -> str:
    x, y = part.lstrip("^").split(",")
    return f"{'^' if part.startswith('^') else ''}{-float(x):g},{y}"


_Segment = tuple[Point, Point, Point]
"""Two handles and the end of a cubic Bezier curve."""


def _segments(knots: Sequence[_Knot], *, closed: bool) -> list[_Segment]:
    bound = [(knot, _heading(knots, i, closed=closed)) for i, knot in enumerate(knots)]
    return [_segment(*start, *end) for start, end in pairwise([*bound, *bound[:1]] if closed else bound)]


def _segment(start: _Knot, out: Point | None, end: _Knot, back: Point | None) -> _Segment:
    reach = math.dist(start[:2], end[:2]) * _SOFTNESS
    leave = (start.x + out[0] * reach, start.y + out[1] * reach) if out else None
    arrive = (end.x - back[0] * reach, end.y - back[1] * reach) if back else None
    first = leave or _midway(start, arrive or (end.x, end.y))
    second = arrive or _midway(end, leave or (start.x, start.y))
    return first, second, (end.x, end.y)


def _heading(knots: Sequence[_Knot], i: int, *, closed: bool) -> Point | None:
    """Where a curve is bound for at a knot; nothing at a corner or an end."""
    if knots[i].is_corner or (not closed and i in (0, len(knots) - 1)):
        return None
    before, at, after = knots[i - 1], knots[i], knots[(i + 1) % len(knots)]
    came, goes = math.dist(before[:2], at[:2]) or 1e-6, math.dist(at[:2], after[:2]) or 1e-6
    x = (at.x - before.x) / came * goes + (after.x - at.x) / goes * came
    y = (at.y - before.y) / came * goes + (after.y - at.y) / goes * came
    length = math.hypot(x, y) or 1e-6
    return x / length, y / length


def _midway(one: _Knot, other: Point) -> Point:
    return (one.x + other[0]) / 2, (one.y + other[1]) / 2


def _at(point: Sequence[float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _cubic(first: Point, second: Point, end: Sequence[float]) -> str:
    return f"C{_at(first)} {_at(second)} {_at(end)}"


def _path(knots: Sequence[_Knot], *, closed: bool) -> str:
    return f"M{_at(knots[0])}" + "".join(_cubic(*segment) for segment in _segments(knots, closed=closed))


def _sampled(knots: Sequence[_Knot], *, closed: bool) -> list[Point]:
    """Points along a curve, `_STEPS` to a segment, both ends included."""
    line: list[Point] = [(knots[0].x, knots[0].y)]
    for first, second, end in _segments(knots, closed=closed):
        start = line[-1]
        line.extend(_along((start, first, second, end), step / _STEPS) for step in range(1, _STEPS + 1))
    return line


def _along(curve_points: tuple[Point, Point, Point, Point], t: float) -> Point:
    shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(share * point[0] for share, point in zip(shares, curve_points, strict=True))
    y = sum(share * point[1] for share, point in zip(shares, curve_points, strict=True))
    return x, y


def _even_steps(line: Sequence[Point], size: float) -> list[Point]:
    """Points at equal distances of about `size` along a line, both ends included."""
    lengths = [math.dist(one, other) for one, other in pairwise(line)]
    count = max(3, round(sum(lengths) / size))
    steps, walked, i = [line[0]], 0.0, 0
    for step in range(1, count):
        goal = sum(lengths) * step / count
        while walked + lengths[i] < goal:
            walked += lengths[i]
            i += 1
        share = (goal - walked) / lengths[i]
        steps.append(tuple(a + (b - a) * share for a, b in zip(line[i], line[i + 1], strict=True)))  # type: ignore[arg-type]
    return [*steps, line[-1]]


def _between(joints: Sequence[_Joint], start: float, stop: float) -> list[_Joint]:
    """The joints of a limb made dense, from `start` to `stop` of its knots' count."""
    line = _sampled([_Knot(joint.x, joint.y) for joint in joints], closed=False)
    dense = [_Joint(x, y, _half(joints, i / _STEPS)) for i, (x, y) in enumerate(line)]
    last = len(dense) - 1
    return dense[round(start * last) : round(stop * last) + 1]


def _half(joints: Sequence[_Joint], where: float) -> float:
    """Half the thickness of a limb, softly changing from knot to knot (Catmull-Rom)."""
    i, last = min(int(where), len(joints) - 2), len(joints) - 1
    t = where - i
    before, start, end, after = (joints[min(max(k, 0), last)].half for k in (i - 1, i, i + 1, i + 2))
    bend = (end - before) * (t - 2 * t**2 + t**3) + (after - start) * (t**3 - t**2)
    return max(0.3, start + (end - start) * (3 * t**2 - 2 * t**3) + bend / 2)


_Side = tuple[float, float, float, float]
"""A point on a middle line, and the way from there to the limb's right edge."""


def _sides(joints: Sequence[_Joint]) -> list[_Side]:
    sides = []
    for i, joint in enumerate(joints):
        before, after = joints[max(i - 1, 0)], joints[min(i + 1, len(joints) - 1)]
        length = math.dist(before[:2], after[:2]) or 1e-6
        across, down = (before.y - after.y) / length, (after.x - before.x) / length
        sides.append((joint.x, joint.y, across * joint.half, down * joint.half))
    return sides


def _cap(side: _Side, way: float) -> tuple[_Knot, ...]:
    """What rounds off a limb's end: beyond its last point (`way` 1) or before its first (`way` -1)."""
    x, y, nx, ny = side
    ahead = (ny * way, -nx * way)
    turns = (-0.7, 0.0, 0.7) if way > 0 else (0.7, 0.0, -0.7)
    return tuple(
        _Knot(
            x + ahead[0] * math.sqrt(1 - turn * turn) + nx * turn,
            y + ahead[1] * math.sqrt(1 - turn * turn) + ny * turn,
        )
        for turn in turns
    )


def _cornered(knots: list[_Knot], end: Sequence[_Knot], begin: Sequence[_Knot]) -> list[_Knot]:
    """The same knots, with a corner at an end that has no cap."""
    first = knots[0]._replace(is_corner=not begin)
    last = knots[-1]._replace(is_corner=not end)
    return [first, *knots[1:-1], last]
