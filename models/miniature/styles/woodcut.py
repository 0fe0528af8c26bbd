"""A block print of four colours: dark key block, paper, the subject's colour and the backdrop's.

Between them stand only cuts: level gouges in sky, water and land, slanting ones on the subject's shaded side.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from models.miniature.drawing.colours import luminance
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Veil
from models.miniature.drawing.shapes import Role, Shape, polygon
from models.miniature.drawing.svg import Document
from models.miniature.styles.extent import extent
from models.miniature.styles.hatching import (
    THIN,
    chroma,
    gouges,
    group,
    is_outlined,
    is_tint,
    lens,
    level,
    margin,
    set_off,
    slanted,
    stack,
    tiled,
    toned,
    upright,
    veiled,
)
from models.miniature.styles.strokes import local, path, sheet, silhouette

MARGIN = 15.0
"""How much paper is left around the print."""

ROW = 9.0
"""How far the cuts of a veil lie apart."""

LEAST = 70.0
"""How large a thing behind the subject is in the picture, at least, to have gouges."""

SUBJECT_ROLES = frozenset({Role.MAIN, Role.MAIN_SHADE, Role.MAIN_LIGHT})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Inks:
    """All the colours of a print."""

    key: str
    paper: str
    main: str
    land: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cut:
    """A flat ink, and what is cut out of it or left on it in another, if anything."""

    ink: str
    lines: str = ""
    other: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Block:
    document: Document
    picture: Picture
    inks: _Inks

    def placed(self, placed: Placed) -> str:
        if is_tint(placed):
            return group(_solid(placed), (self._tint(shape, placed) for shape in placed.drawing))
        shapes = [self._shape(shape, placed) for shape in placed.drawing]
        if placed.at.opacity < THIN:
            shapes.append(self._washed_over(placed))
        shapes[:0] = set_off(placed, ground=self.inks.paper, rim=self.inks.key, edge=2.6)
        return group(_solid(placed), shapes)

    def veil(self, veil: Veil) -> None:
        """As rows of cuts that are the wider the denser the veil is there."""
        rows = veiled(veil, ROW)
        if rows:
            self.document.add(path(rows, fill=self._nearest(veil.colour)))

    def _tint(self, shape: Shape, placed: Placed) -> str:
        """Level cuts, the wider the less the tint lets through."""
        assert shape.fill
        ink = self._nearest(self.picture.colours[shape.fill])
        if shape.fill is Role.GLOW and ink == self.inks.paper:
            ink = self._sun()
        hangs = placed.layer is Layer.LIGHTS and self.picture.is_dark
        lines = path(upright(96, 9) if hangs else level(96, 9), stroke=ink, width=2 + 7 * placed.at.opacity)
        return path(shape.d, fill=tiled(self.document, 96, lines, placed.at))

    def _washed_over(self, placed: Placed) -> str:
        """Water over what it mirrors, or distance over what lies far away."""
        lines = path(level(96, 8, wobble=1.5), stroke=self.inks.land, width=5)
        return silhouette(placed.drawing, tiled(self.document, 96, lines, placed.at))

    def _shape(self, shape: Shape, placed: Placed) -> str:
        if shape.fill is Role.SKY and placed.layer is Layer.SKY:
            return self._sky(shape)
        mass = self._mass(shape, placed) if shape.fill else ""
        return mass + (self._line(shape, placed) if shape.line else "")

    def _sky(self, shape: Shape) -> str:
        cut = self._by_tone(Role.SKY)
        chance = random.Random(self.picture.seed)
        parts = []
        y = 20.0
        while y < self.picture.horizon + 40:
            x = chance.uniform(-90, 10)
            thick = 6.5 - 4.5 * min(1.0, y / max(1.0, self.picture.horizon))
            while x < SIDE:
                long = chance.uniform(70, 190)
                parts.append(lens(x, y, long, thick, chance.uniform(-2, 2)))
                x += long + chance.uniform(4, 34)
            y += chance.uniform(10, 13)
        return path(shape.d, fill=cut.ink) + path("".join(parts), fill=cut.other or self.inks.land)

    def _by_tone(self, role: Role) -> _Cut:
        """How a colour of the backdrop is cut, from darkest to lightest."""
        inks, bright = self.inks, luminance(self.picture.colours[role])
        if bright < 0.22:
            return _Cut(ink=inks.key, lines=gouges(96, 6, 3.0), other=inks.land)
        if bright < 0.4:
            return _Cut(ink=inks.land, lines=gouges(96, 11, 6.5), other=inks.key)
        if bright < 0.62:
            return _Cut(ink=inks.land, lines=gouges(96, 6, 3.4), other=inks.key)
        if bright < 0.8:
            return _Cut(ink=inks.land, lines=gouges(96, 8, 4.5), other=inks.paper)
        return _Cut(ink=inks.paper, lines=gouges(96, 6, 3.5), other=inks.land)

    def _cut(self, role: Role, layer: Layer) -> _Cut:
        inks = self.inks
        own = {
            Role.MAIN: _Cut(ink=inks.main),
            Role.MAIN_SHADE: _Cut(ink=inks.main, lines=slanted(48, 6), other=inks.key),
            Role.MAIN_LIGHT: _Cut(ink=inks.main, lines=slanted(48, 5), other=inks.paper),
            Role.SECOND: _Cut(ink=inks.paper),
            Role.SECOND_SHADE: _Cut(ink=inks.paper, lines=slanted(48, 6), other=inks.key),
            Role.ACCENT: _Cut(ink=inks.land),
            Role.DARK: _Cut(ink=inks.key),
            Role.PALE: _Cut(ink=inks.paper),
            Role.STAR: _Cut(ink=inks.paper),
            Role.GLOW: _Cut(ink=self._sun() if layer is Layer.LIGHTS else inks.paper),
        }
        return own.get(role) or self._by_tone(role)

    def _sun(self) -> str:
        """By day in the subject's ink, if that is a colour to shine."""
        shines = chroma(self.inks.main) > 0.3 and not self.picture.is_dark
        return self.inks.main if shines else self.inks.paper

    def _mass(self, shape: Shape, placed: Placed) -> str:
        assert shape.fill
        cut = self._cut(shape.fill, placed.layer)
        mass = path(shape.d, fill=cut.ink)
        least = 0.0 if placed.layer is Layer.SUBJECT else LEAST
        if cut.lines and min(extent(shape.d)) * placed.at.scale > least:
            slants = shape.fill in SUBJECT_ROLES or shape.fill is Role.SECOND_SHADE
            lines = (
                path(cut.lines, stroke=cut.other, width=3.0) if slants else path(cut.lines, fill=cut.other)
            )
            mass += path(shape.d, fill=tiled(self.document, 48 if slants else 96, lines, placed.at))
        if not is_outlined(shape):
            return mass
        rim = (
            self.inks.paper
            if cut.ink == self.inks.key and placed.layer is not Layer.SUBJECT
            else self.inks.key
        )
        width = 4.6 if placed.layer is Layer.SUBJECT else 3.0
        return mass + path(shape.d, stroke=rim, width=local(width, placed.at))

    def _line(self, shape: Shape, placed: Placed) -> str:
        """A broad line has edges; a dark one before a dark sky is set off from it."""
        assert shape.line
        ink, width = self._cut(shape.line, placed.layer).ink, max(shape.width, local(2.4, placed.at))
        line = path(shape.d, stroke=ink, width=width)
        if placed.layer < Layer.FRONT:
            return line
        if ink == self.inks.key and self.picture.is_dark:
            return path(shape.d, stroke=self.inks.paper, width=width + local(4.0, placed.at)) + line
        broad = shape.width * placed.at.scale > 7 and ink != self.inks.key
        return (
            path(shape.d, stroke=self.inks.key, width=width + local(5.0, placed.at)) if broad else ""
        ) + line

    def _nearest(self, colour: str) -> str:
        bright = luminance(colour)
        inks = (self.inks.key, self.inks.paper, self.inks.land)
        return min(inks, key=lambda ink: abs(luminance(ink) - bright))


def render(picture: Picture) -> str:
    """The picture as an SVG document."""
    document = Document()
    colours = picture.colours
    inks = _Inks(
        key=toned(colours[Role.MID], value=0.12, times=1.5, most=0.7),
        paper=toned(colours[Role.HORIZON], value=0.96, times=0.5, most=0.16),
        main=colours[Role.MAIN],
        land=toned(colours[Role.MID], value=0.62, times=1.6, most=0.75),
    )
    block = _Block(document=document, picture=picture, inks=inks)
    document.add(sheet(inks.paper))
    stack(document, picture, block.placed, paper=inks.paper, veil=block.veil)
    if picture.frame is None:
        document.add(margin(_edge(picture.seed), inks.paper))
    return document.text()


def _solid(placed: Placed) -> Placed:
    return replace(placed, at=replace(placed.at, opacity=1.0))


def _edge(seed: int) -> str:
    """The block's outline, as the knife left it."""
    chance = random.Random(seed)
    near, far = MARGIN, SIDE - MARGIN
    steps = [near + (far - near) * step / 16 for step in range(16)]
    corners = [(s, near) for s in steps] + [(far, s) for s in steps]
    corners += [(SIDE - s, far) for s in steps] + [(near, SIDE - s) for s in steps]
    return polygon([(x + chance.uniform(-3, 3), y + chance.uniform(-3, 3)) for x, y in corners])
