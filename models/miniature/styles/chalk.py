"""Chalk on a blackboard in a wooden frame: dry doubled lines, dusty fills, smears of the sponge.

What looks like many slanting rubs of chalk is one pattern of gaps and holes in the board's colour over the
whole picture: a pattern for every shape would cost several times as much.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from models.miniature.drawing.colours import lighter, luminance, mix
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Placement, Veil
from models.miniature.drawing.shapes import Role, Shape, ellipse, rectangle
from models.miniature.drawing.svg import Document
from models.miniature.styles.extent import extent
from models.miniature.styles.hatching import (
    brightness,
    group,
    is_outlined,
    is_tint,
    recoloured,
    set_off,
    slanted,
    stack,
    surely,
    tiled,
    toned,
)
from models.miniature.styles.strokes import local, path, sheet

DUST = {Layer.LIGHTS: 0.66, Layer.SUBJECT: 0.86, Layer.FRONT: 0.3, Layer.AIR: 0.6}
"""How much of a role's chalk is rubbed into the board; `THIN_DUST` where nothing is said."""

THIN_DUST = 0.25

CHALK = {Layer.SUBJECT: 4.8, Layer.LIGHTS: 3.6, Layer.FRONT: 3.4, Layer.AIR: 3.2}
"""How wide a line is; `THIN_CHALK` where nothing is said."""

THIN_CHALK = 2.6

FRAME = 20.0
"""How wide the board's wooden frame is."""

DRY, DRIER = (19.0, 1.6, 11.0, 2.2, 30.0, 1.2, 7.0, 2.0), (8.0, 3.0, 17.0, 4.0, 5.0, 2.0)
"""Dashes of the two strokes that the subject's lines are made of."""

LEAST = 26.0
"""How large a thing is in the picture, at least, for its line to look dry."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Board:
    document: Document
    picture: Picture
    slate: str

    def placed(self, placed: Placed) -> str:
        draw = self._tint if is_tint(placed) else self._shape
        drawn = [draw(shape, placed) for shape in placed.drawing]
        return group(
            placed,
            [*set_off(placed, ground=self.slate, rim=lighter(self.chalk(Role.MAIN), 0.4), edge=1.5), *drawn],
        )

    def veil(self, veil: Veil) -> None:
        """As dust, or as the board wiped clean."""
        self.document.veil(recoloured(veil, mix(self.slate, veil.colour, 0.5), times=0.9))

    def chalk(self, role: Role) -> str:
        """The stick of chalk nearest to a role's colour: always pale."""
        colour = self.picture.colours[role]
        return toned(colour, value=0.6 + 0.38 * brightness(colour), times=surely(colour), most=0.66)

    def gaps(self) -> str:
        """Slanting gaps between rubs of the chalk, and holes where the board is rough."""
        chance = random.Random(11)
        holes = "".join(
            f"M{chance.uniform(0, 126):.1f} {chance.uniform(0, 126):.1f}h{chance.uniform(1, 2):.1f}v1h-1z"
            for _ in range(300)
        )
        rubs = path(slanted(128, 13, wobble=2.4, seed=5), stroke=self.slate, width=2.6)
        body = f'<g opacity="0.36">{rubs}</g>{path(holes, fill=self.slate)}'
        return path(rectangle(0, 0, SIDE, SIDE), fill=tiled(self.document, 128, body, Placement()))

    def smears(self) -> str:
        """Where the sponge has been."""
        chance = random.Random(self.picture.seed)
        glow = self.document.glow(((0.0, lighter(self.slate, 0.6), 0.2), (1.0, self.slate, 0.0)))
        return "".join(
            path(ellipse(chance.uniform(60, 450), chance.uniform(60, 450), long, long * 0.2), fill=glow)
            for long in (90, 120, 150)
        )

    def _shape(self, shape: Shape, placed: Placed) -> str:
        if shape.fill is Role.SKY and placed.layer is Layer.SKY:
            return path(shape.d, fill=self._sky())
        mass = self._mass(shape, placed) if shape.fill else ""
        return mass + (self._drawn(shape, placed) if shape.line else "")

    def _sky(self) -> str:
        bright = luminance(self.picture.colours[Role.SKY])
        top = mix(self.slate, self.picture.colours[Role.SKY], 0.04 + 0.14 * bright)
        low = mix(self.slate, self.picture.colours[Role.HORIZON], 0.08 + 0.26 * bright)
        return self.document.fade(((0.0, top, 1.0), (self.picture.horizon / SIDE, low, 1.0)))

    def _tint(self, shape: Shape, placed: Placed) -> str:
        role = shape.fill or Role.PALE
        dark = role in (Role.DARK, Role.GROUND_SHADE)
        return path(shape.d, fill=self.slate if dark else mix(self.slate, self.chalk(role), 0.7))

    def _mass(self, shape: Shape, placed: Placed) -> str:
        assert shape.fill
        dust = DUST.get(placed.layer, THIN_DUST) * (0.3 + 0.7 * surely(self.picture.colours[shape.fill]))
        rubbed = mix(self.slate, self.chalk(shape.fill), dust)
        if shape.fill is Role.DARK:
            rubbed = mix(self.slate, "#000000", 0.55)
        mass = path(shape.d, fill=rubbed)
        if not is_outlined(shape) or (shape.fill is Role.DARK and placed.layer is Layer.SUBJECT):
            return mass
        return mass + self._line(shape.d, self.chalk(shape.fill), placed)

    def _drawn(self, shape: Shape, placed: Placed) -> str:
        assert shape.line
        if shape.line is Role.DARK and placed.layer is Layer.SUBJECT:
            return path(shape.d, stroke=mix(self.slate, "#000000", 0.55), width=shape.width)
        return self._line(shape.d, self.chalk(shape.line), placed, least=shape.width)

    def _line(self, d: str, chalk: str, placed: Placed, *, least: float = 0.0) -> str:
        at, bright = placed.at, lighter(chalk, 0.45)
        width = max(least, local(CHALK.get(placed.layer, THIN_CHALK), at))
        if max(extent(d)) * at.scale < LEAST:
            return path(d, stroke=bright, width=width)
        if placed.layer is not Layer.SUBJECT:
            return path(d, stroke=bright, width=width, more=_dashed(DRY, at))
        shift = local(1.6, at)
        again = f'{_dashed(DRIER, at)} stroke-opacity="0.7" transform="translate({shift:.2f} {-shift:.2f})"'
        first = path(d, stroke=bright, width=width, more=_dashed(DRY, at))
        return first + path(d, stroke=bright, width=width * 0.5, more=again)


def render(picture: Picture) -> str:
    """The picture as an SVG document."""
    document = Document()
    slate = toned(picture.colours[Role.MID], value=0.19, times=1.5, most=0.68)
    board = _Board(document=document, picture=picture, slate=slate)
    document.add(sheet(slate))
    stack(document, picture, board.placed, paper=slate, veil=board.veil, over_sky=board.smears())
    document.add(board.gaps())
    document.add(_wood(picture))
    return document.text()


def _dashed(lengths: tuple[float, ...], at: Placement) -> str:
    return f' stroke-dasharray="{" ".join(f"{local(length, at):.1f}" for length in lengths)}"'


def _wood(picture: Picture) -> str:
    """Four mitred laths, lit from above."""
    wood = mix("#8a6238", picture.colours[Role.MID], 0.12)
    far = SIDE - FRAME
    laths = (
        (f"M0 0H{SIDE}L{far} {FRAME}H{FRAME}z", 0.0),
        (f"M0 0L{FRAME} {FRAME}V{far}L0 {SIDE}z", 0.1),
        (f"M{SIDE} 0L{far} {FRAME}V{far}L{SIDE} {SIDE}z", 0.25),
        (f"M0 {SIDE}L{FRAME} {far}H{far}L{SIDE} {SIDE}z", 0.35),
    )
    grain = "".join(f"M0 {at}H{SIDE}M{at} 0V{SIDE}" for at in (6, 13, SIDE - 14, SIDE - 7))
    edge = rectangle(FRAME, FRAME, SIDE - 2 * FRAME, SIDE - 2 * FRAME)
    return (
        "".join(path(d, fill=mix(wood, "#2a1a0c", share)) for d, share in laths)
        + path(grain, stroke="#2a1a0c", width=1.2, more=' stroke-opacity="0.25"')
        + path(edge, stroke="#1d130a", width=2.5)
    )
