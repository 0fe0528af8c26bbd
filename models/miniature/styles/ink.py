"""A pen drawing on tinted paper: outlines with weight, hatching by tone, a loose wash of colour.

Under low light the paper is dark and the ink is light, and hatching is what catches the light.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.miniature.drawing.colours import luminance, mix
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Veil
from models.miniature.drawing.shapes import Role, Shape
from models.miniature.drawing.svg import Document
from models.miniature.styles.extent import extent
from models.miniature.styles.hatching import (
    LAMPS,
    group,
    is_outlined,
    is_tint,
    margin,
    recoloured,
    set_off,
    slanted,
    stack,
    tiled,
    toned,
    upright,
    veiled,
)
from models.miniature.styles.strokes import local, path, sheet

WASH = {
    Layer.SKY: 0.34,
    Layer.LIGHTS: 0.8,
    Layer.MID: 0.42,
    Layer.GROUND: 0.5,
    Layer.SUBJECT: 0.84,
    Layer.FRONT: 0.6,
    Layer.AIR: 0.7,
}
"""How much of a role's colour is washed over the paper; `LIGHT_WASH` where nothing is said."""

LIGHT_WASH = 0.32

PEN = {Layer.FAR: 1.9, Layer.MID: 2.3, Layer.SUBJECT: 3.2, Layer.FRONT: 3.0}
"""How wide the pen's line is; `FINE_PEN` where nothing is said."""

FINE_PEN = 2.5

SHADED = frozenset({Role.MAIN_SHADE, Role.SECOND_SHADE, Role.GROUND_SHADE})
SHADOWS = frozenset({Role.DARK, Role.GROUND_SHADE})

HATCHINGS = (
    "",
    slanted(48, 5, wobble=1.2),
    slanted(48, 7, wobble=1.0),
    slanted(48, 7, wobble=1.0) + slanted(48, 6, wobble=1.2, falling=True, seed=3),
)
"""Path data by density, lightest first."""

LEAST, LEAST_BEHIND = 20.0, 56.0
"""How large a part of the subject, or anything behind it, is in the picture, at least, to be hatched."""

BORDER = (
    "M15 17L128 14L260 16L390 13L498 16L496 140L499 270L496 400L497 497"
    "L370 495L250 498L120 495L16 497L18 380L14 250L17 120z"
)
"""The edge of the drawing where the picture has no frame of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Drawing:
    document: Document
    picture: Picture
    paper: str
    ink: str

    def placed(self, placed: Placed) -> str:
        draw = self._tint if is_tint(placed) else self._shape
        drawn = [draw(shape, placed) for shape in placed.drawing]
        return group(placed, [*set_off(placed, ground=self.paper, rim=self.ink, edge=2.0), *drawn])

    def veil(self, veil: Veil) -> None:
        """Darkness as an engraver's lines, everything else as a wash."""
        if not self.picture.is_dark and luminance(veil.colour) < 0.3:
            self.document.add(path(veiled(veil, 7.5), fill=self.ink, more=' fill-opacity="0.8"'))
        else:
            self.document.veil(recoloured(veil, mix(self.paper, veil.colour, 0.45)))

    def _wash(self, role: Role, layer: Layer) -> str:
        return mix(self.paper, self.picture.colours[role], WASH.get(layer, LIGHT_WASH))

    def _shape(self, shape: Shape, placed: Placed) -> str:
        if shape.fill is Role.SKY and placed.layer is Layer.SKY:
            return path(shape.d, fill=self._sky())
        mass = self._mass(shape, placed) if shape.fill else ""
        return mass + (self._line(shape, placed) if shape.line else "")

    def _sky(self) -> str:
        top, low = (self._wash(role, Layer.SKY) for role in (Role.SKY, Role.HORIZON))
        return self.document.fade(((0.0, top, 1.0), (self.picture.horizon / SIDE, low, 1.0)))

    def _tint(self, shape: Shape, placed: Placed) -> str:
        role = shape.fill or Role.PALE
        colour = self._wash(role, Layer.LIGHTS)
        if role in SHADOWS:
            hatch = self._hatched(HATCHINGS[2], self.paper if self.picture.is_dark else self.ink, 1.4, placed)
            return path(shape.d, fill=hatch, more=' fill-opacity="0.8"')
        washed = path(shape.d, fill=colour)
        if placed.layer is Layer.LIGHTS and self.picture.is_dark:
            return washed + path(shape.d, fill=self._hatched(upright(40, 5), colour, 2.0, placed))
        return washed

    def _hatched(self, lines: str, colour: str, width: float, placed: Placed) -> str:
        side = 40 if lines == upright(40, 5) else 48
        return tiled(self.document, side, path(lines, stroke=colour, width=width), placed.at)

    def _mass(self, shape: Shape, placed: Placed) -> str:
        assert shape.fill
        parts = [path(shape.d, fill=self._wash(shape.fill, placed.layer))]
        hatching = HATCHINGS[self._density(shape, placed)]
        if hatching:
            is_near = placed.layer >= Layer.SUBJECT
            ink = self.ink if is_near else mix(self.paper, self.ink, 0.7)
            parts.append(path(shape.d, fill=self._hatched(hatching, ink, 1.5 if is_near else 1.2, placed)))
        if is_outlined(shape):
            parts.append(self._outline(shape, placed))
        return "".join(parts)

    def _density(self, shape: Shape, placed: Placed) -> int:
        """None on lamps, far away and on what is too small, else by tone: on dark paper hatching is light."""
        assert shape.fill
        least = LEAST if placed.layer is Layer.SUBJECT else LEAST_BEHIND
        if shape.fill in LAMPS or placed.layer is Layer.FAR or min(extent(shape.d)) * placed.at.scale < least:
            return 0
        bright = luminance(self.picture.colours[shape.fill])
        dark = bright if self.picture.is_dark else 1 - bright
        return sum(dark + 0.16 * (shape.fill in SHADED) > limit for limit in (0.3, 0.5, 0.68))

    def _outline(self, shape: Shape, placed: Placed) -> str:
        width = local(PEN.get(placed.layer, FINE_PEN), placed.at)
        return path(shape.d, stroke=self.ink, width=width)

    def _line(self, shape: Shape, placed: Placed) -> str:
        """A thin line is ink; a broad one is washed between two inked edges."""
        assert shape.line
        width, rim = max(shape.width, local(1.8, placed.at)), local(3.0, placed.at)
        inked = path(shape.d, stroke=self.ink, width=width)
        if shape.width <= 2 * rim:
            return inked
        return inked + path(shape.d, stroke=self._wash(shape.line, placed.layer), width=width - 1.5 * rim)


def render(picture: Picture) -> str:
    """The picture as an SVG document."""
    document = Document()
    paper, ink = _paper_and_ink(picture)
    drawing = _Drawing(document=document, picture=picture, paper=paper, ink=ink)
    document.add(sheet(paper))
    stack(document, picture, drawing.placed, paper=paper, veil=drawing.veil)
    if picture.frame is None:
        document.add(margin(BORDER, paper))
        document.add(path(BORDER, stroke=ink, width=2.6))
    return document.text()


def _paper_and_ink(picture: Picture) -> tuple[str, str]:
    sky, land = picture.colours[Role.SKY], picture.colours[Role.MID]
    if picture.is_dark:
        return toned(sky, value=0.17, times=1.1), toned(land, value=0.97, times=0.4, most=0.22)
    return toned(sky, value=0.985, times=0.5, most=0.3), toned(land, value=0.2, times=1.6, most=0.85)
