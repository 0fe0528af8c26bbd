"""Where things are in the picture that is being composed, and the marks that are set around them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from models.miniature.drawing.picture import SIDE, Layer, Placed, Placement, Veil
from models.miniature.drawing.shapes import Drawing, Point, Role
from models.miniature.scene import Setting

Colours = Mapping[Role, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """The middle of the subject, about half its size, where the ground begins, and where the light stands.

    `side` is -1 where the light comes from the left and 1 from the right. `rim` is how far from the edges
    of the picture a frame begins.
    """

    setting: Setting
    horizon: float
    focus: Point
    reach: float
    side: int = 1
    rim: float = 0.0

    def across(self, share: float) -> float:
        """The x that lies `share` of the way from the light's edge to the other, within the rim."""
        x = self.rim + share * (SIDE - 2 * self.rim)
        return x if self.side < 0 else SIDE - x

    def down(self, y: float) -> float:
        """The height `y`, moved within the rim."""
        return self.rim + y * (SIDE - 2 * self.rim) / SIDE

    def is_inside(self, x: float, y: float) -> bool:
        """Whether a point is within the frame, if there is one."""
        return not self.rim or math.hypot(x - SIDE / 2, y - SIDE / 2) < SIDE / 2 - self.rim - 10

    def is_clear(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point is off the subject."""
        return math.hypot(x - self.focus[0], y - self.focus[1]) > self.reach + margin


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """Drawings where they stand, and the veils that go with them."""

    placed: tuple[Placed, ...] = ()
    veils: tuple[Veil, ...] = ()


NOTHING = Marks()


def lay(layer: Layer, drawing: Drawing, *, opacity: float = 1.0) -> Placed:
    """A drawing that is already in the picture's own units."""
    return Placed(layer=layer, drawing=drawing, at=Placement(opacity=opacity))
