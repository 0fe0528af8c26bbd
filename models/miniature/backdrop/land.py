"""What settings are built from: crests of land, scalloped outlines, figures with shade and light, layers."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.miniature.drawing.picture import SIDE, Layer, Placed, Placement
from models.miniature.drawing.shapes import Drawing, Point, Role, Shape, filled, smooth

LEFT, RIGHT, BOTTOM = -24.0, SIDE + 24.0, SIDE + 24.0
"""Land goes on a little beyond the picture, so that no outline shows at the edges."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A drawing, and the parts of it that lie in thin shade or thin light."""

    drawing: Drawing
    shade: str = ""
    light: str = ""

    def placed(
        self, layer: Layer, x: float, y: float, scale: float = 1.0, *, flip: bool = False
    ) -> tuple[Placed, ...]:
        """The figure with its foot at a point of the picture."""
        parts = ((self.drawing, 1.0), (thin(self.shade, Role.DARK), 0.2), (thin(self.light, Role.PALE), 0.26))
        return tuple(
            Placed(
                layer=layer,
                drawing=drawing,
                at=Placement(x=x, y=y, scale=scale, flip=flip, opacity=opacity),
            )
            for drawing, opacity in parts
            if drawing
        )


def thin(d: str, role: Role) -> Drawing:
    """A shape for shade or light, or nothing where there is none."""
    return (filled(d, role, is_detail=True),) if d else ()


def on(layer: Layer, *shapes: Shape, opacity: float = 1.0) -> Placed:
    """Shapes in the picture's own units."""
    return Placed(layer=layer, drawing=shapes, at=Placement(opacity=opacity))


def land(crest: Sequence[Point], bottom: float = BOTTOM) -> str:
    """Path data of everything below a soft crest."""
    return _closed(smooth(crest, closed=False), crest, bottom)


def billows(crest: Sequence[Point], bottom: float = BOTTOM) -> str:
    """Path data of everything below a crest of round heaps."""
    return _closed(f"M{crest[0][0]:.1f} {crest[0][1]:.1f}{_arcs(crest)}", crest, bottom)


def scalloped(points: Sequence[Point]) -> str:
    """Path data of a closed outline of outward arcs, through points that go round clockwise."""
    return f"M{points[0][0]:.1f} {points[0][1]:.1f}{_arcs((*points, points[0]))}z"


def puff(
    chance: random.Random, x: float, y: float, rx: float, ry: float, *, count: int = 9, swing: float = 0.1
) -> str:
    """Path data of a round heap, such as a tree's crown or a small cloud."""
    turn = chance.uniform(0, math.tau)
    points = []
    for step in range(count):
        angle, far = turn + math.tau * step / count, chance.uniform(1 - swing, 1 + swing) * 0.86
        points.append((x + rx * far * math.cos(angle), y + ry * far * math.sin(angle)))
    return scalloped(points)


def rolling(chance: random.Random, y: float, swing: float, steps: int = 6, sides: float = 0.0) -> list[Point]:
    """A crest across the picture about the height `y`; it is `sides` higher at both edges."""
    width = RIGHT - LEFT
    crest = []
    for step in range(steps + 1):
        across = step / steps
        lift = sides * (2 * across - 1) ** 2
        crest.append((LEFT + width * across, y - lift + chance.uniform(-swing, swing)))
    return crest


def heaps(chance: random.Random, y: float, swing: float, steps: int, sides: float = 0.0) -> list[Point]:
    """A crest for billows: as `rolling`, with heaps of uneven width."""
    step = (RIGHT - LEFT) / steps
    crest = rolling(chance, y, swing, steps, sides)
    return [
        (x + (chance.uniform(-0.3, 0.3) * step if 0 < i < steps else 0.0), top)
        for i, (x, top) in enumerate(crest)
    ]


def height_scale(horizon: float) -> float:
    """How large things that stand on the horizon are: smaller where there is little room above it."""
    return min(1.15, max(0.72, horizon / 345))


def down(horizon: float, share: float) -> float:
    """The height that lies `share` of the way from the horizon to the bottom edge."""
    return horizon + (SIDE - horizon) * share


def at_the_sides(chance: random.Random, count: int, reach: float = 150.0) -> list[float]:
    """Places across the picture, at the left and the right in turn and never in the middle."""
    places = []
    for turn in range(count):
        inward = chance.uniform(4, reach)
        places.append(inward if turn % 2 else SIDE - inward)
    return places


def _closed(crest_data: str, crest: Sequence[Point], bottom: float) -> str:
    return f"{crest_data}L{crest[-1][0]:.1f} {bottom:.1f}L{crest[0][0]:.1f} {bottom:.1f}z"


def _arcs(points: Sequence[Point]) -> str:
    parts = []
    for (x0, y0), (x1, y1) in pairwise(points):
        radius = math.hypot(x1 - x0, y1 - y0) * 0.58
        parts.append(f"A{radius:.1f} {radius:.1f} 0 0 1 {x1:.1f} {y1:.1f}")
    return "".join(parts)
