"""What belongs to an arrangement: shadows, a path with a fence, a frame's border, still water, a badge."""

from __future__ import annotations

import math
import random

from models.miniature.backdrop.stage import Marks, lay
from models.miniature.drawing.picture import SIDE, Layer, Placed, Placement
from models.miniature.drawing.shapes import (
    Drawing,
    Role,
    Shape,
    circle,
    ellipse,
    filled,
    polygon,
    polyline,
    rectangle,
    smooth,
    stroked,
)


def shadow(at: Placement) -> tuple[Placed, ...]:
    """A soft shadow on the ground where something stands."""
    x, y, scale = round(at.x, 1), round(at.y, 1), at.scale
    spots = ((ellipse(x, y, 92 * scale, 15 * scale), 0.5), (ellipse(x, y, 66 * scale, 10 * scale), 0.8))
    return tuple(lay(Layer.GROUND, (filled(d, Role.GROUND_SHADE),), opacity=share) for d, share in spots)


def path_with_fence(side: int, horizon: float, chance: random.Random, *, bare: bool) -> Marks:
    """A winding path on the free side, and a fence along it unless something else stands there."""

    def at(x: float) -> float:
        return SIDE / 2 + side * x

    sway = chance.uniform(-8, 8)
    deep = SIDE - horizon
    left = [(at(20), SIDE + 20), (at(78 + sway), horizon + deep * 0.5), (at(150), horizon + deep * 0.2)]
    right = [(at(176), horizon + deep * 0.2), (at(150 + sway), horizon + deep * 0.5), (at(160), SIDE + 20)]
    top = (at(128 + sway), horizon + 1)
    path = smooth([*left, top, *right])
    placed = [lay(Layer.GROUND, (filled(path, Role.HORIZON),))]
    if not bare:
        placed.append(lay(Layer.GROUND, tuple(_fence(side, horizon, deep))))
    return Marks(placed=tuple(placed))


def _fence(side: int, horizon: float, deep: float) -> list[Shape]:
    """Posts that grow towards the viewer, with two rails."""
    feet = [
        (SIDE / 2 + side * x, horizon + deep * share, tall)
        for x, share, tall in ((166, 0.10, 42), (180, 0.26, 56), (200, 0.46, 74), (228, 0.74, 98))
    ]
    posts = "".join(_post(x, y, tall) for x, y, tall in feet)
    rails = "".join(polyline([(x, y - tall * share) for x, y, tall in feet]) for share in (0.4, 0.75))
    return [stroked(rails, Role.SECOND_SHADE, 8), filled(posts, Role.SECOND)]


def _post(x: float, y: float, tall: float) -> str:
    half = tall * 0.09
    return polygon(
        [(x - half, y), (x - half, y - tall), (x, y - tall * 1.14), (x + half, y - tall), (x + half, y)]
    )


def round_frame() -> str:
    """The outline of a round frame."""
    return circle(SIDE / 2, SIDE / 2, 216)


def arched_frame() -> str:
    """The outline of a frame with an arch above; written against the clock, as circles are."""
    return "M52 256V466H460V256A204 204 0 0 0 52 256z"


def border(outline: str) -> Marks:
    """A mat around the outline, rings along it, and an ornament in each corner."""
    mat = filled(rectangle(-4, -4, SIDE + 8, SIDE + 8) + outline, Role.DARK)
    rings = (stroked(outline, Role.GLOW, 13), stroked(outline, Role.MAIN, 5, is_detail=True))
    edge = stroked(rectangle(11, 11, SIDE - 22, SIDE - 22, corner=6), Role.GLOW, 4)
    corners = [shape for x in (-1, 1) for y in (-1, 1) for shape in _corner(x, y)]
    return Marks(placed=(lay(Layer.AIR, (mat, edge, *corners, *rings)),))


def _corner(across: int, down: int) -> tuple[Shape, ...]:
    """A fan of petals in one corner of the mat."""
    x, y = SIDE / 2 + across * 212, SIDE / 2 + down * 212
    petals = []
    for step in range(5):
        turn = math.atan2(-down, -across) + (step - 2) * 0.52
        tip = (x + 46 * math.cos(turn), y + 46 * math.sin(turn))
        sides = [(x + 28 * math.cos(turn + bend), y + 28 * math.sin(turn + bend)) for bend in (-0.24, 0.24)]
        petals.append(
            f"M{x:.1f} {y:.1f}Q{sides[0][0]:.1f} {sides[0][1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
            f"Q{sides[1][0]:.1f} {sides[1][1]:.1f} {x:.1f} {y:.1f}z"
        )
    heart = filled(circle(x, y, 11), Role.MAIN)
    return (filled("".join(petals), Role.GLOW), heart)


def still_water(line: float) -> tuple[Placed, ...]:
    """Water from the line down to the lower edge, with a darker bank."""
    bank = polyline([(-10, line), (SIDE + 10, line)])
    return (
        lay(Layer.GROUND, (filled(rectangle(-4, line, SIDE + 8, SIDE - line + 4), Role.WATER),)),
        lay(Layer.GROUND, (stroked(bank, Role.GROUND_SHADE, 6),)),
    )


def ripples(line: float, x: float, chance: random.Random) -> tuple[Placed, ...]:
    """Short level lines over the reflection, longer and farther apart towards the viewer."""
    lines = []
    for step in range(7):
        y = line + 16 + step * 23 + chance.uniform(-3, 3)
        for side in (-1, 1):
            start = x + side * chance.uniform(10, 150)
            half = 22 + 6 * step
            lines.append(polyline([(start - half, y + side * 4), (start + half, y + side * 4)]))
    return (lay(Layer.GROUND, (stroked("".join(lines), Role.PALE, 4.5),), opacity=0.75),)


def mirrored(at: Placement, line: float) -> Placement:
    """Where the reflection of something stands in still water that begins at the line."""
    return Placement(
        x=at.x, y=2 * line - at.y, scale=at.scale, flip=at.flip, flop=not at.flop, opacity=at.opacity * 0.5
    )


def badge(emblem: Drawing, at: Placement, layer: Layer) -> tuple[Placed, ...]:
    """The emblem of unknown words on a disc that floats on a string."""
    x, y = round(at.x, 1), round(at.y, 1)
    tail = smooth([(x, y + 54), (x - 7, y + 76), (x + 6, y + 96), (x - 3, y + 118)], closed=False)
    disc = (
        stroked(tail, Role.DARK, 3.5),
        filled(circle(x, y, 58), Role.ACCENT),
        filled(circle(x, y, 51), Role.PALE),
    )
    middle = Placement(x=x, y=y + 100 * at.scale, scale=at.scale)
    return (lay(layer, disc), Placed(layer=layer, drawing=emblem, at=middle))
