"""What moods hang, scatter and grow in a picture."""

from __future__ import annotations

import math
import random

from models.miniature.backdrop.stage import Stage
from models.miniature.drawing.picture import SIDE
from models.miniature.drawing.shapes import (
    Drawing,
    Point,
    Role,
    Shape,
    circle,
    ellipse,
    filled,
    polygon,
    polyline,
    smooth,
    stroked,
)

BUSH = ((-30, 20), (-30, -112), (8, -116), (30, -88), (62, -92), (80, -58), (112, -54), (124, -22), (150, 20))


FLAGS = (Role.ACCENT, Role.SECOND, Role.MAIN, Role.PALE)


FALLEN = (Role.ACCENT, Role.SECOND_SHADE, Role.MAIN_SHADE)


def around(middle: Point, radius: float, turn: float) -> Point:
    """The point at a distance from another in the direction `turn`."""
    return middle[0] + radius * math.cos(turn), middle[1] + radius * math.sin(turn)


def scattered(stage: Stage, chance: random.Random, count: int, *, margin: float) -> list[Point]:
    """Points all over the picture, one in each cell of a grid, but none on the subject."""
    cells = [(column, row) for column in range(6) for row in range(6)]
    chance.shuffle(cells)
    size = (SIDE - 2 * stage.rim) / 6
    points = []
    for column, row in cells:
        x = stage.rim + (column + chance.uniform(0.2, 0.8)) * size
        y = stage.rim + (row + chance.uniform(0.2, 0.8)) * size
        if stage.is_clear(x, y, margin) and stage.is_inside(x, y):
            points.append((round(x, 1), round(y, 1)))
    return points[:count]


def strip(middle: Point, half: float) -> str:
    """A long thin cloud with pointed ends."""
    x, y = middle
    return (
        f"M{x - half:.1f} {y:.1f}C{x - half / 2:.1f} {y - 11:.1f} {x + half / 2:.1f} {y - 11:.1f} "
        f"{x + half:.1f} {y:.1f}C{x + half / 2:.1f} {y + 11:.1f} {x - half / 2:.1f} {y + 11:.1f} "
        f"{x - half:.1f} {y:.1f}z"
    )


def bunting(stage: Stage, ink: Role, *, sag: float) -> Drawing:
    """A cord with pennants, in two swags from edge to edge."""
    left, right, top = stage.rim - 8, SIDE - stage.rim + 8, stage.down(10)
    half = (right - left) / 2
    cord = [on_cord(left, top, half, sag, step / 12) for step in range(25)]
    flags = []
    for index in range(8):
        start, end = ((index + shift) / 4 for shift in (0.1, 0.9))
        one, other = (on_cord(left, top, half, sag, at) for at in (start, end))
        tip = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2 + 62)
        flags.append(filled(polygon([one, other, tip]), FLAGS[index % len(FLAGS)]))
    return (*flags, stroked(polyline(cord), ink, 5))


def on_cord(left: float, top: float, half: float, sag: float, at: float) -> Point:
    """The point of the cord after `at` swags."""
    share = at % 1
    return left + half * at, top + sag * 4 * share * (1 - share)


def confetti(stage: Stage, chance: random.Random, count: int) -> Drawing:
    """Scraps and dots all over the picture, but not on the subject."""
    shapes = []
    for index in range(count):
        x, y = chance.uniform(12, SIDE - 12), chance.uniform(70, SIDE - 12)
        turn, half = chance.uniform(0, math.pi), chance.uniform(8, 11)
        if not (stage.is_clear(x, y, 14) and stage.is_inside(x, y)):
            continue
        corners = [around((x, y), half, turn + corner) for corner in (0, 0.9, math.pi, math.pi + 0.9)]
        piece = polygon(corners) if index % 3 else circle(round(x, 1), round(y, 1), half * 0.8)
        shapes.append(filled(piece, FLAGS[index % len(FLAGS)]))
    return tuple(shapes)


def leaf(x: float, y: float, length: float, turn: float, role: Role) -> Shape:
    """A pointed leaf around a point."""
    tip, end = around((x, y), length, turn), around((x, y), length, turn + math.pi)
    one, other = (around((x, y), length * 0.62, turn + side * math.pi / 2) for side in (1, -1))
    return filled(
        f"M{tip[0]:.1f} {tip[1]:.1f}Q{one[0]:.1f} {one[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
        f"Q{other[0]:.1f} {other[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}z",
        role,
    )


def willow(stage: Stage, side: int, ink: Role, chance: random.Random) -> list[Shape]:
    """A bough along the top from one corner, and twigs that droop from it, shorter towards the middle."""
    edge = SIDE - stage.rim if side > 0 else stage.rim
    top = stage.down(0)
    bough = [(edge + side * 20, top + 34), (edge - side * 70, top + 14), (edge - side * 190, top + 8)]
    shapes = [stroked(smooth(bough, closed=False), ink, 17)]
    for twig, tall in enumerate((285, 236, 184, 138, 98, 68)):
        x, long = edge - side * (6 + 36 * twig), tall * chance.uniform(0.92, 1.08)
        line = [(x, top + 8), (x - side * 7, top + long * 0.5), (x + side * 4, top + long)]
        shapes.append(stroked(smooth(line, closed=False), ink, 5))
        for step in range(int(long / 27)):
            way = 1 if step % 2 else -1
            y = top + 34 + step * 27
            shapes.append(leaf(x + way * 10, y, 17, math.pi / 2 - way * 0.55, Role.PLANT))
    return shapes


def bare_branches(side: int, stage: Stage, ink: Role, chance: random.Random) -> list[Shape]:
    """A twisted bare branch that reaches in from the top of one edge, and one from its foot."""
    edge = SIDE - stage.rim + 12 if side > 0 else stage.rim - 12
    shapes = []
    for y, way, long in ((stage.down(30), 1, 1.0), (stage.down(250), -1, 0.62)):
        if not stage.is_clear(edge - side * 150 * long, y, 12):
            continue
        points = [
            (edge - side * long * dx, y + way * long * dy + chance.uniform(-5, 5))
            for dx, dy in ((0, 60), (42, 28), (78, 40), (116, 8), (160, 12))
        ]
        shapes.append(stroked(smooth(points, closed=False), ink, 15 * long + 1))
        for at, dx, dy in ((1, 12, -46), (2, 30, 44), (3, 34, -34), (3, 22, 30)):
            x0, y0 = points[at]
            twig = [(x0, y0), (x0 - side * long * dx * 0.4, y0 + way * long * dy * 0.6)]
            twig.append((x0 - side * long * dx, y0 + way * long * dy))
            shapes.append(stroked(smooth(twig, closed=False), ink, 8 * long))
    return shapes


def thicket(side: int, stage: Stage) -> list[Shape]:
    """A dark bush in a lower corner, out of which two pairs of narrow eyes glow."""
    size = 0.62 if stage.rim else 1.0
    edge = SIDE - stage.rim * 1.3 if side > 0 else stage.rim * 1.3
    low = SIDE - stage.rim * 0.7
    bush = smooth([(edge - side * x * size, low + y * size) for x, y in BUSH])
    pairs = [
        shape
        for x, y, scale in ((30, -70, 1.0), (82, -30, 0.8))
        for shape in eyes(edge - side * x * size, low + y * size, scale * size)
    ]
    return [filled(bush, Role.DARK), *pairs]


def eyes(x: float, y: float, scale: float) -> Drawing:
    """A pair of narrow eyes that glow."""
    wide, high = 12 * scale, 14 * scale
    lids = "".join(
        f"M{at - wide:.1f} {y:.1f}Q{at:.1f} {y - high:.1f} {at + wide:.1f} {y:.1f}"
        f"Q{at:.1f} {y + high:.1f} {at - wide:.1f} {y:.1f}z"
        for at in (x - 15 * scale, x + 15 * scale)
    )
    slits = "".join(ellipse(at, y, 2.4 * scale, 5 * scale) for at in (x - 15 * scale, x + 15 * scale))
    return filled(lids, Role.GLOW), filled(slits, Role.DARK, is_detail=True)


def spiral(middle: Point, radius: float, way: int) -> str:
    """A curl that winds out to `radius`; `way` is 1 or -1."""
    turns = [(0.12 + 0.88 * step / 22, way * step * 0.5 + math.pi / 2) for step in range(23)]
    return smooth([around(middle, radius * share, turn) for share, turn in turns], closed=False)


def bubble(x: float, y: float, radius: float, role: Role) -> Drawing:
    """A ring with a shine at its upper left."""
    shine = f"M{x - radius * 0.55:.1f} {y - radius * 0.1:.1f}A{radius * 0.56:.1f} {radius * 0.56:.1f} 0 0 1 "
    shine += f"{x + radius * 0.05:.1f} {y - radius * 0.56:.1f}"
    return (
        stroked(circle(x, y, round(radius, 1)), role, 5.5),
        stroked(shine, role, 5, is_detail=True),
    )


def shards(stage: Stage, chance: random.Random) -> list[Shape]:
    """Dark wedges along the lower corners, highest at the edges."""
    shapes = []
    low = SIDE - stage.rim * 0.5 + 4
    for side in (-1, 1):
        edge = SIDE - stage.rim * 0.6 if side > 0 else stage.rim * 0.6
        for foot, x, tall in ((150, 34, 74), (104, 2, 132), (58, -14, 196)):
            tip = (edge - side * x, low - tall * chance.uniform(0.9, 1.1))
            shapes.append(
                filled(polygon([(edge + side * 20, low), (edge - side * foot, low), tip]), Role.DARK)
            )
    return shapes
