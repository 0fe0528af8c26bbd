"""Pixel art on a coarse grid: hard bands and dithering, no gradients, a thick outline, few small parts.

What is written here is meant for `CELLS` by `CELLS` pixels, each of which is then shown as a square.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from models.miniature.drawing.colours import adjusted, mix
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Veil
from models.miniature.drawing.shapes import Role, Shape
from models.miniature.drawing.svg import Document
from models.miniature.styles.extent import extent
from models.miniature.styles.hatching import LAMPS, group, opacity_at, stack, toned
from models.miniature.styles.strokes import local, path, silhouette

CELLS = 48
CELL = SIDE / CELLS

BANDS = 7
"""Into how many colours the sky is divided."""

LEAST = 1.3
"""How many cells a detail covers, at least, to be drawn."""

BAYER = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))
"""The order in which the cells of a square of four by four are filled as a tone grows."""

LEVELS = 6
"""In how many steps of opacity a veil is laid."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Screen:
    document: Document
    picture: Picture

    def colour(self, role: Role) -> str:
        return adjusted(self.picture.colours[role], saturation=1.2)

    def placed(self, placed: Placed) -> str:
        shapes = [shape for shape in placed.drawing if self._has_room(shape, placed)]
        drawn = [self._shape(shape, placed) for shape in shapes]
        if placed.layer is Layer.SUBJECT:
            solid = tuple(shape for shape in shapes if shape.fill not in LAMPS)
            drawn.insert(0, silhouette(solid, self._rim(), wider=local(CELL * 0.95, placed.at)))
        return group(placed, drawn)

    def _rim(self) -> str:
        return toned(self.picture.colours[Role.DARK], value=0.1)

    def _has_room(self, shape: Shape, placed: Placed) -> bool:
        if not shape.is_detail:
            return True
        least = shape.width if shape.line else _largest_part(shape.d)
        return least * placed.at.scale >= LEAST * CELL

    def _shape(self, shape: Shape, placed: Placed) -> str:
        """A line is at least a cell wide, and so is what is small but matters, such as an eye."""
        if shape.fill is Role.SKY and placed.layer is Layer.SKY:
            return self._sky(shape)
        cell = local(CELL, placed.at)
        if shape.line:
            return path(shape.d, stroke=self.colour(shape.line), width=max(shape.width, cell))
        assert shape.fill
        colour, missing = self.colour(shape.fill), 1.25 * cell - min(extent(shape.d))
        if placed.layer is not Layer.SUBJECT or missing <= 0:
            return path(shape.d, fill=colour)
        return path(shape.d, fill=colour, stroke=colour, width=missing)

    def _sky(self, shape: Shape) -> str:
        top, low = self.colour(Role.SKY), self.colour(Role.HORIZON)
        rows = max(BANDS, round(self.picture.horizon / CELL))
        parts = [path(shape.d, fill=low)]
        for band in range(BANDS):
            first, last = rows * band // BANDS, rows * (band + 1) // BANDS
            colour = mix(top, low, band / (BANDS - 1))
            parts.append(path(_row(first, last - first), fill=colour))
            if band:
                before = mix(top, low, (band - 1) / (BANDS - 1))
                parts.append(path(_chequer(first), fill=before))
        return "".join(parts)

    def veil(self, veil: Veil) -> None:
        """Dithered: each cell is covered at the one or the other of two steps of opacity."""
        levels = [[_level(veil, across, down) for across in range(CELLS)] for down in range(CELLS)]
        for level in range(1, LEVELS + 1):
            covered = _runs(levels, level)
            if covered:
                self.document.add(path(covered, fill=veil.colour, more=f' fill-opacity="{level / LEVELS:g}"'))


def render(picture: Picture) -> str:
    """The picture as an SVG document."""
    document = Document()
    screen = _Screen(document=document, picture=picture)
    ground = toned(picture.colours[Role.MID], value=0.13, times=1.5)
    document.add(f'<g shape-rendering="crispEdges">{path(f"M0 0H{SIDE}V{SIDE}H0z", fill=ground)}')
    stack(document, picture, screen.placed, paper=ground, veil=screen.veil)
    document.add("</g>")
    return document.text()


def _largest_part(d: str) -> float:
    """How thick the thickest of the path's parts is: dots do not become larger by being many."""
    return max(min(extent(f"M{part}")) for part in d.split("M")[1:])


def _row(first: int, count: int) -> str:
    return f"M0 {first * CELL:.2f}h{SIDE}v{count * CELL:.2f}h-{SIDE}z"


def _chequer(row: int) -> str:
    starts = range(0, CELLS, 2)
    return "".join(f"M{x * CELL:.2f} {row * CELL:.2f}h{CELL:.2f}v{CELL:.2f}h-{CELL:.2f}z" for x in starts)


def _level(veil: Veil, across: int, down: int) -> int:
    threshold = (BAYER[down % 4][across % 4] + 0.5) / 16
    return int(opacity_at(veil, (across + 0.5) * CELL, (down + 0.5) * CELL) * LEVELS + threshold)


def _runs(levels: list[list[int]], level: int) -> str:
    """Path data of all cells of one level, neighbours in a row as one box."""
    parts = []
    for down, row in enumerate(levels):
        start = 0
        for value, run in groupby(row):
            count = len(list(run))
            if value == level:
                wide = count * CELL
                parts.append(f"M{start * CELL:.2f} {down * CELL:.2f}h{wide:.2f}v{CELL:.2f}h-{wide:.2f}z")
            start += count
    return "".join(parts)
