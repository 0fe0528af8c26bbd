"""A picture before a style has touched it: drawings in layers, colours by role, veils of weather."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from models.miniature.drawing.shapes import Drawing, Role

SIDE = 512
"""Width and height of every picture in its own units."""


class Layer(IntEnum):
    """What stands before what, farthest first."""

    SKY = 0
    LIGHTS = 1
    FAR = 2
    MID = 3
    GROUND = 4
    SUBJECT = 5
    FRONT = 6
    AIR = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """Where a drawing's origin stands in the picture, and how large; a flipped one looks the other way.

    `flop` stands it on its head, as a reflection does. `opacity` fades it as a whole.
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    flip: bool = False
    flop: bool = False
    opacity: float = 1.0

    @property
    def transform(self) -> str:
        """The same as an SVG attribute value."""
        across = -self.scale if self.flip else self.scale
        down = -self.scale if self.flop else self.scale
        return f"translate({self.x:.2f} {self.y:.2f}) scale({across:.4f} {down:.4f})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A drawing where it stands."""

    layer: Layer
    drawing: Drawing
    at: Placement = Placement()


@dataclass(frozen=True, kw_only=True, slots=True)
class Veil:
    """Colour laid over everything up to and including a layer.

    From `top` (with `top_opacity`) to `bottom` (with `bottom_opacity`) of the whole width; where `around` is
    given, from that point (with `top_opacity`) outwards to `radius` (with `bottom_opacity`), and on.
    """

    layer: Layer
    colour: str
    top: float = 0.0
    bottom: float = float(SIDE)
    top_opacity: float = 0.0
    bottom_opacity: float = 0.0
    around: tuple[float, float] | None = None
    radius: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """All that a style needs: every role has a colour; `horizon` is the height at which the ground begins.

    `focus` is the middle of the subject and `reach` about half its size. `frame` is the outline that the
    whole picture is cut to where it is framed; what lies outside shows the frame's own drawing, if any.
    """

    colours: Mapping[Role, str]
    placed: tuple[Placed, ...]
    veils: tuple[Veil, ...]
    horizon: float
    focus: tuple[float, float]
    reach: float
    seed: int
    is_dark: bool
    """Whether the light is so low that lamps and stars shine."""
    frame: str | None = None
