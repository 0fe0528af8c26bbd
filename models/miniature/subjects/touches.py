"""Small parts that many drawings share: eyes, cheeks, spots, fine lines, and shade along an edge."""

from __future__ import annotations

import random

from models.miniature.drawing.shapes import Drawing, Role, Shape, filled, stroked
from models.miniature.subjects.contour import curve, edge, oval


def open_eye(x: float, y: float, size: float) -> Drawing:
    """A dark eye with a glint where the light comes from."""
    return (
        filled(oval(x, y, size, size * 1.15), Role.DARK),
        filled(oval(x - size * 0.3, y - size * 0.4, size * 0.36, size * 0.4), Role.PALE, is_detail=True),
        filled(oval(x + size * 0.3, y + size * 0.5, size * 0.16, size * 0.16), Role.PALE, is_detail=True),
    )


def closed_eye(x: float, y: float, size: float) -> Drawing:
    """An eye shut with pleasure."""
    line = curve(f"{x - size * 1.1},{y + size * 0.3} {x},{y - size * 0.6} {x + size * 1.1},{y + size * 0.3}")
    return (stroked(line, Role.DARK, size * 0.5),)


def eyes(chance: random.Random, size: float, *at: tuple[float, float]) -> Drawing:
    """Eyes at some places, mostly open, all alike."""
    kind = closed_eye if chance.random() < 0.2 else open_eye
    return tuple(shape for x, y in at for shape in kind(x, y, size))


def cheek(x: float, y: float, size: float) -> Shape:
    """A blush."""
    return filled(oval(x, y, size, size * 0.62), Role.ACCENT, is_detail=True)


def mark(text: str, role: Role, width: float) -> Shape:
    """A fine line: a whisker, a mouth, a fold."""
    return stroked(curve(text), role, width, is_detail=True)


def spot(x: float, y: float, rx: float, ry: float, role: Role, *, tilt: float = 0.0) -> Shape:
    """A small oval of another colour."""
    return filled(oval(x, y, rx, ry, tilt=tilt), role, is_detail=True)


def shade(text: str, first: int, last: int, back: str, *, role: Role = Role.MAIN_SHADE) -> Shape:
    """Shade, or light, along a contour from its knot `first` to `last`, inwards as far as a curve `back`."""
    return filled(edge(text, first, last, back), role, is_detail=True)
