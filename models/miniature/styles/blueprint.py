"""A technical drawing: pale lines on deep paper with a grid, and the subject measured."""

from __future__ import annotations

from dataclasses import dataclass

from models.miniature.drawing.colours import luminance, mix
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Veil
from models.miniature.drawing.shapes import Role, Shape, circle, rectangle
from models.miniature.drawing.svg import Document
from models.miniature.styles.extent import extent
from models.miniature.styles.hatching import (
    group,
    is_outlined,
    is_tint,
    recoloured,
    set_off,
    slanted,
    stack,
    tiled,
    toned,
)
from models.miniature.styles.strokes import local, path, sheet

MINOR, MAJOR = 16, 64
"""How far the grid's lines lie apart."""

EDGE = 12.0
"""Where the sheet's frame lies."""

PRINT = {Layer.SKY: 0.0, Layer.LIGHTS: 0.5, Layer.SUBJECT: 0.6, Layer.FRONT: 0.3, Layer.AIR: 0.4}
"""How much of a role's own colour shows in its mass; `FAINT` where nothing is said."""

FAINT = 0.24

SECTIONS = frozenset({Role.MAIN_SHADE, Role.SECOND_SHADE, Role.GROUND_SHADE})
"""Roles that are hatched, as parts are that are cut through."""

SECTION = slanted(40, 5)
"""Path data of their hatching."""

LEAST = 16.0
"""How large a part is in the picture, at least, to be hatched."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Board:
    document: Document
    picture: Picture
    paper: str
    pen: str

    def placed(self, placed: Placed) -> str:
        draw = self._tint if is_tint(placed) else self._shape
        drawn = [draw(shape, placed) for shape in placed.drawing]
        return group(placed, [*set_off(placed, ground=self.paper, rim=self.pen, edge=2.2), *drawn])

    def veil(self, veil: Veil) -> None:
        """As the sheet fading or darkening there."""
        self.document.veil(recoloured(veil, mix(self.paper, veil.colour, 0.4), times=0.8))

    def _shape(self, shape: Shape, placed: Placed) -> str:
        if shape.fill is Role.SKY and placed.layer is Layer.SKY:
            return path(shape.d, fill=self._sky())
        mass = self._mass(shape, placed) if shape.fill else ""
        if shape.line is None:
            return mass
        width = max(shape.width * 0.7, local(2.0, placed.at))
        return mass + path(shape.d, stroke=self._line(shape.line, placed.layer), width=width)

    def _mass(self, shape: Shape, placed: Placed) -> str:
        assert shape.fill
        mass = path(shape.d, fill=self._tone(shape.fill, placed.layer))
        if shape.fill in SECTIONS and min(extent(shape.d)) * placed.at.scale > LEAST:
            mass += path(shape.d, fill=self._section(placed))
        if not is_outlined(shape):
            return mass
        width = 4.8 if placed.layer is Layer.SUBJECT else 2.2
        return mass + path(
            shape.d, stroke=self._line(shape.fill, placed.layer), width=local(width, placed.at)
        )

    def _tint(self, shape: Shape, placed: Placed) -> str:
        assert shape.fill
        if shape.fill in (Role.DARK, Role.GROUND_SHADE):
            return path(shape.d, fill=self._section(placed))
        return path(shape.d, fill=mix(self.paper, self.picture.colours[shape.fill], 0.5))

    def _sky(self) -> str:
        low = mix(self.paper, self.picture.colours[Role.HORIZON], 0.16)
        return self.document.fade(((0.0, self.paper, 1.0), (self.picture.horizon / SIDE, low, 1.0)))

    def _tone(self, role: Role, layer: Layer) -> str:
        share = PRINT.get(layer, FAINT)
        return mix(self.paper, self.picture.colours[role], share)

    def _line(self, role: Role | None, layer: Layer) -> str:
        own = toned(self.picture.colours[role or Role.PALE], value=1.0, most=0.4)
        line = mix(self.pen, own, 0.4)
        return line if layer >= Layer.GROUND else mix(self.paper, line, 0.7)

    def _section(self, placed: Placed) -> str:
        lines = path(SECTION, stroke=self.pen, width=1.3, more=' stroke-opacity="0.55"')
        return tiled(self.document, 40, lines, placed.at)

    def grid(self) -> str:
        parts = []
        for step, share, width in ((MINOR, 0.1, 1.0), (MAJOR, 0.24, 1.5)):
            d = "".join(f"M{at} 0V{SIDE}M0 {at}H{SIDE}" for at in range(step, SIDE, step))
            parts.append(path(d, stroke=self.pen, width=width, more=f' stroke-opacity="{share}"'))
        return "".join(parts)

    def measured(self) -> str:
        """Centre lines, a construction circle and two dimensions around the subject."""
        (x, y), reach = self.picture.focus, self.picture.reach
        far = reach * 1.18
        dash = ' stroke-dasharray="16 4 3 4"'
        lines = path(
            f"M{x - far:.1f} {y:.1f}H{x + far:.1f}M{x:.1f} {y - far:.1f}V{y + far:.1f}",
            stroke=self.pen,
            width=1.3,
            more=dash,
        )
        ring = path(circle(x, y, reach * 1.08), stroke=self.pen, width=1.3, more=' stroke-dasharray="7 5"')
        return lines + ring + self._dimensions(x, y, reach)

    def _dimensions(self, x: float, y: float, reach: float) -> str:
        left, right = x - reach, x + reach
        side = min(SIDE - 24.0, x + reach * 1.26)
        low = min(SIDE - 24.0, y + reach * 1.2)
        high, foot = y - reach, min(SIDE - 30.0, y + reach)
        marks = (
            f"M{left:.1f} {low:.1f}H{right:.1f}M{left:.1f} {low - 12:.1f}v20M{right:.1f} {low - 12:.1f}v20"
            f"M{side:.1f} {high:.1f}V{foot:.1f}M{side - 12:.1f} {high:.1f}h20M{side - 12:.1f} {foot:.1f}h20"
        )
        heads = (
            f"M{left:.1f} {low:.1f}l11 -4v8zM{right:.1f} {low:.1f}l-11 -4v8z"
            f"M{side:.1f} {high:.1f}l-4 11h8zM{side:.1f} {foot:.1f}l-4 -11h8z"
        )
        return path(marks, stroke=self.pen, width=1.6) + path(heads, fill=self.pen)

    def margin(self) -> str:
        """The sheet's frame with its ticks, and the title block."""
        edge, far = EDGE, SIDE - EDGE
        ticks = "".join(
            f"M{at} {edge}v-7M{at} {far}v7M{edge} {at}h-7M{far} {at}h7" for at in range(MAJOR, SIDE, MAJOR)
        )
        frame = path(rectangle(edge, edge, far - edge, far - edge) + ticks, stroke=self.pen, width=2.2)
        wide, high = 112, 42
        x, y = (edge if self.picture.focus[0] > SIDE / 2 + 20 else far - wide), far - high
        box = path(rectangle(x, y, wide, high), fill=self.paper, stroke=self.pen, width=2.0)
        rules = path(
            f"M{x} {y + 15}h{wide}M{x} {y + 29}h{wide}M{x + 72} {y + 15}v27", stroke=self.pen, width=1.3
        )
        bars = (
            f"M{x + 8} {y + 8}h58M{x + 8} {y + 22}h38M{x + 8} {y + 35.5}h50"
            f"M{x + 80} {y + 22}h22M{x + 80} {y + 35.5}h14"
        )
        return frame + box + rules + path(bars, stroke=self.pen, width=4.0, more=' stroke-opacity="0.8"')


def render(picture: Picture) -> str:
    """The picture as an SVG document."""
    document = Document()
    sky = picture.colours[Role.SKY]
    paper = toned(sky, value=0.2 + 0.24 * luminance(sky), times=2.4, most=0.85)
    pen = toned(sky, value=0.98, times=0.3, most=0.14)
    board = _Board(document=document, picture=picture, paper=paper, pen=pen)
    document.add(sheet(paper))
    last = {placed.layer: placed for placed in picture.placed}.get(Layer.SUBJECT)

    def draw(placed: Placed) -> str:
        return board.placed(placed) + board.measured() if placed is last else board.placed(placed)

    stack(document, picture, draw, paper=paper, veil=board.veil, over_sky=board.grid())
    document.add(board.margin())
    return document.text()
