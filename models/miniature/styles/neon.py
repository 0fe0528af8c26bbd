"""Glowing tubes before a dark wall: an outline is a stack of strokes, from wide and faint to a white core.

No filter is used: blurring costs more than all the strokes together.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.miniature.drawing.colours import lighter, luminance, mix
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Veil
from models.miniature.drawing.shapes import Role, Shape, circle
from models.miniature.drawing.svg import Document
from models.miniature.styles.extent import extent
from models.miniature.styles.hatching import (
    LAMPS,
    SHADING,
    brightness,
    group,
    is_tint,
    recoloured,
    set_off,
    stack,
    surely,
    toned,
)
from models.miniature.styles.strokes import local, path, sheet

TUBE = ((16.0, 0.15), (9.0, 0.34))
"""Width in the picture and opacity of the glow around a tube of the subject, or of a lamp."""

THIN_TUBE = ((9.0, 0.17),)
"""The same for everything else."""

LEAST = 11.0
"""How large a thing is in the picture, at least, to have a tube: anything smaller is one bright spot."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wall:
    document: Document
    picture: Picture
    dark: str

    def placed(self, placed: Placed) -> str:
        draw = self._tint if is_tint(placed) else self._shape
        drawn = [draw(shape, placed) for shape in placed.drawing]
        return group(
            placed, [*set_off(placed, ground=self.dark, rim=self.light(Role.MAIN), edge=2.6), *drawn]
        )

    def veil(self, veil: Veil) -> None:
        """As a haze that the tubes light up."""
        self.document.veil(recoloured(veil, mix(self.dark, veil.colour, 0.35), times=0.8))

    def light(self, role: Role) -> str:
        """What a tube of this role shines with."""
        colour = self.picture.colours[role]
        value = 0.5 + 0.5 * min(1.0, 1.6 * brightness(colour))
        return toned(colour, value=value, times=1.5 * surely(colour), most=0.84)

    def bricks(self) -> str:
        """The wall's joints, above the ground."""
        colour = mix(self.dark, self.light(Role.HORIZON), 0.17)
        parts = []
        for row in range(int(self.picture.horizon // 26) + 2):
            y = row * 26
            parts.append(f"M0 {y}H{SIDE}")
            parts.extend(f"M{x} {y}v26" for x in range(32 * (row % 2), SIDE, 64))
        return path("".join(parts), stroke=colour, width=1.6)

    def aura(self) -> str:
        """The light that the subject throws around itself."""
        colour = self.light(Role.MAIN)
        glow = self.document.glow(((0.25, colour, 0.34), (1.0, colour, 0.0)))
        return path(circle(*self.picture.focus, self.picture.reach * 1.5), fill=glow)

    def _shape(self, shape: Shape, placed: Placed) -> str:
        if shape.fill is Role.SKY and placed.layer is Layer.SKY:
            return path(shape.d, fill=self._sky())
        role = shape.fill or shape.line
        assert role
        if (
            shape.fill
            and min(extent(shape.d)) * placed.at.scale < LEAST
            and placed.layer is not Layer.SUBJECT
        ):
            return path(shape.d, fill=lighter(self.light(role), 0.3))
        lit = path(shape.d, fill=self._inside(shape, placed)) if shape.fill else ""
        if shape.fill and role not in LAMPS and (shape.is_detail or role in SHADING):
            return lit
        return lit + self._tube(shape, role, placed)

    def _sky(self) -> str:
        share = 0.12 + 0.14 * luminance(self.picture.colours[Role.SKY])
        low = mix(self.dark, self.light(Role.HORIZON), share)
        return self.document.fade(((0.0, self.dark, 1.0), (self.picture.horizon / SIDE, low, 1.0)))

    def _tint(self, shape: Shape, placed: Placed) -> str:
        role = shape.fill or Role.PALE
        if role in (Role.DARK, Role.GROUND_SHADE):
            return path(shape.d, fill=self.dark)
        return path(shape.d, fill=mix(self.dark, self.light(role), 0.62))

    def _inside(self, shape: Shape, placed: Placed) -> str:
        assert shape.fill
        if shape.fill in LAMPS:
            return mix(self.dark, self.light(shape.fill), 0.55)
        share = 0.24 if placed.layer is Layer.SUBJECT else 0.1
        if shape.is_detail or shape.fill in SHADING:
            share *= 1.9
        return mix(self.dark, self.light(shape.fill), share)

    def _tube(self, shape: Shape, role: Role, placed: Placed) -> str:
        colour, own = self.light(role), shape.width * 0.4 if shape.line else 0.0
        is_lamp = role in LAMPS and (shape.fill is not None or placed.layer is Layer.LIGHTS)
        is_bright = placed.layer is Layer.SUBJECT or is_lamp
        glow = "".join(
            path(
                shape.d, stroke=colour, width=own + local(width, placed.at), more=f' stroke-opacity="{share}"'
            )
            for width, share in (TUBE if is_bright else THIN_TUBE)
        )
        if not is_bright:
            dimmed = mix(self.dark, colour, 0.7 if placed.layer < Layer.GROUND else 1.0)
            return glow + path(shape.d, stroke=dimmed, width=own + local(2.6, placed.at))
        tube = path(shape.d, stroke=colour, width=own + local(5.4, placed.at))
        return (
            glow + tube + path(shape.d, stroke=lighter(colour, 0.74), width=own * 0.5 + local(2.4, placed.at))
        )


def render(picture: Picture) -> str:
    """The picture as an SVG document."""
    document = Document()
    sky = picture.colours[Role.SKY]
    dark = toned(sky, value=0.07 + 0.13 * luminance(sky), times=2.2, most=0.85)
    wall = _Wall(document=document, picture=picture, dark=dark)
    document.add(sheet(dark))
    first = next((placed for placed in picture.placed if placed.layer is Layer.SUBJECT), None)

    def draw(placed: Placed) -> str:
        return wall.aura() + wall.placed(placed) if placed is first else wall.placed(placed)

    stack(document, picture, draw, paper=dark, veil=wall.veil, over_sky=wall.bricks())
    return document.text()
