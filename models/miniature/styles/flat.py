"""Flat illustration: soft gradients, a rim of light and a long shadow, and no outlines."""

from __future__ import annotations

from models.miniature.drawing.colours import darker, lighter, mix
from models.miniature.drawing.picture import Layer, Picture, Placed
from models.miniature.drawing.shapes import Role, Shape, circle
from models.miniature.drawing.svg import Document
from models.miniature.styles.strokes import (
    Paint,
    group,
    path,
    pieces,
    plain,
    sheet,
    silhouette,
    sky,
    stack,
    tone,
)

RINGS = (2.5, 1.85, 1.3)
"""Radii of the discs of light behind the subject, in its own reach."""
LARGE = (Role.FAR, Role.MID, Role.GROUND, Role.GROUND_SHADE, Role.WATER)


def render(picture: Picture) -> str:
    """The picture as a flat illustration."""
    document = Document()
    if picture.frame:
        document.add(sheet(_mat(document, picture)))
    stack(document, picture, lambda placed: _placed(document, picture, placed), over_sky=_discs(picture))
    return document.text()


def _mat(document: Document, picture: Picture) -> str:
    """What lies around a frame: the subject's own colour, deep enough for a bright ornament."""
    colour = mix(
        picture.colours[Role.MAIN_SHADE], picture.colours[Role.DARK], 0.55 if picture.is_dark else 0.3
    )
    return tone(document, colour, lift=0.1, drop=0.2)


def _discs(picture: Picture) -> str:
    """Light in steps around the subject, as if the air were cut in discs."""
    x, y = picture.focus
    light = picture.colours[Role.HORIZON] if picture.is_dark else lighter(picture.colours[Role.HORIZON], 0.5)
    return "".join(
        path(circle(x, y, max(picture.reach, 70) * ring), fill=light, opacity=0.26) for ring in RINGS
    )


def _placed(document: Document, picture: Picture, placed: Placed) -> str:
    def draw(shape: Shape) -> str:
        return plain(shape, _paint(document, picture, placed, shape), line=picture.colours.__getitem__)

    drawn = pieces(picture, placed, draw)
    if placed.layer is not Layer.SUBJECT:
        return drawn
    return _shadow(document, picture, placed) + _rim(picture, placed) + drawn


def _paint(document: Document, picture: Picture, placed: Placed, shape: Shape) -> Paint:
    """Gradients for what is large enough to show them; each costs the rasteriser dearly."""
    if shape.fill is Role.SKY:
        return lambda role: sky(document, picture)
    if shape.is_detail or (shape.fill not in LARGE and placed.layer is not Layer.SUBJECT):
        return picture.colours.__getitem__
    depth = 0.16 if shape.fill in LARGE else 0.1
    return lambda role: tone(document, picture.colours[role], lift=depth, drop=depth)


def _rim(picture: Picture, placed: Placed) -> str:
    """Light that catches the upper left edge."""
    light = lighter(picture.colours[Role.MAIN_LIGHT], 0.25 if picture.is_dark else 0.55)
    return group(placed.at, [silhouette(placed.drawing, light)], shift=(-2.2, -2.0))


def _shadow(document: Document, picture: Picture, placed: Placed) -> str:
    """What the subject casts on the ground it stands on, long and to the right, thinning out."""
    at = placed.at
    if at.flop or at.y < picture.horizon:
        return ""
    dark = darker(picture.colours[Role.GROUND_SHADE], 0.55)
    fade = document.define(
        '<linearGradient id="{id}" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="-190">'
        f'<stop stop-color="{dark}" stop-opacity="0.75"/>'
        f'<stop offset="1" stop-color="{dark}" stop-opacity="0"/></linearGradient>'
    )
    across = -at.scale if at.flip else at.scale
    lie = f"translate({at.x:.2f} {at.y:.2f}) skewX(-62) scale({across:.4f} {at.scale * 0.42:.4f})"
    return f'<g transform="{lie}" opacity="0.8">{silhouette(placed.drawing, fade)}</g>'
