"""Pop art: bold black outlines, few strong colours printed a little beside them, big dots and a burst."""

from __future__ import annotations

import math
from collections.abc import Callable

from models.miniature.drawing.colours import adjusted, darker, lighter, luminance, mix
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed
from models.miniature.drawing.shapes import Point, Role, Shape, circle, polygon, rectangle, star
from models.miniature.drawing.svg import Document
from models.miniature.styles.strokes import (
    EVEN,
    FAINT,
    cropped,
    enclose,
    local,
    path,
    pieces,
    plain,
    sheet,
)

BLACK = "#121014"
WHITE = "#fffdf6"
EDGE = 15
SLIP = (3.0, 2.0)
"""How far the colours are printed beside their outlines."""
PITCH = 15.0
SPIKES = 17
WEDGES = 24


def render(picture: Picture) -> str:
    """The picture as a panel of a comic."""
    document = Document()
    document.add(sheet(WHITE))
    panel = rectangle(EDGE, EDGE, SIDE - 2 * EDGE, SIDE - 2 * EDGE)
    if picture.frame:
        document.add(path(panel, fill=_strong(picture.colours[Role.SECOND])))
        document.add(path(_dots(lambda x, y: 0.7), fill=_strong(picture.colours[Role.MAIN])))
    mat = path(f"M0 0h{SIDE}v{SIDE}h-{SIDE}z{panel}", fill=WHITE, more=EVEN)
    enclose(
        document,
        picture,
        lambda placed: _placed(document, picture, placed),
        mat + path(panel + (picture.frame or ""), stroke=BLACK, width=6),
        over_sky=_burst(picture),
        over_ground=_near(picture),
    )
    return document.text()


def _strong(colour: str) -> str:
    """More saturated, and its brightness one of five steps."""
    brightness = max(int(colour[at : at + 2], 16) for at in (1, 3, 5)) / 255
    step = min((0.14, 0.36, 0.6, 0.82, 1.0), key=lambda level: abs(level - brightness))
    return adjusted(colour, saturation=1.5, value=step / brightness if brightness else 1.0)


def _placed(document: Document, picture: Picture, placed: Placed) -> str:
    def draw(shape: Shape) -> str:
        return _shape(document, picture, placed, shape)

    return pieces(picture, placed, draw, behind=BLACK, wider=4.5)


def _shape(document: Document, picture: Picture, placed: Placed, shape: Shape) -> str:
    if shape.fill is Role.SKY:
        return path(shape.d, fill=_strong(picture.colours[Role.SKY]))
    weight = local(_weight(placed, shape), placed.at)
    under = path(shape.d, stroke=BLACK, width=shape.width + 2 * weight) if shape.line else ""
    colours = plain(shape, lambda role: _strong(picture.colours[role]))
    if not shape.fill or not weight or shape.is_detail or placed.layer is Layer.AIR:
        return under + colours + _edge(shape, weight)
    across, down = (local(slip, placed.at) for slip in SLIP)
    printed = colours + _screen(document, picture, placed, shape)
    beside = f'<g transform="translate({across:.2f} {down:.2f})">{printed}</g>'
    return under + beside + _edge(shape, weight)


def _edge(shape: Shape, weight: float) -> str:
    return path(shape.d, stroke=BLACK, width=weight) if shape.fill and weight else ""


def _weight(placed: Placed, shape: Shape) -> float:
    """How wide the black line is in the picture."""
    if placed.layer is Layer.SUBJECT:
        return 2.0 if shape.is_detail else 4.2
    if placed.at.opacity < FAINT:
        return 0.0
    if placed.layer in (Layer.LIGHTS, Layer.AIR):
        return 0.0 if shape.is_detail else 2.0
    return 0.0 if shape.is_detail else 3.0


SHADED = (Role.MAIN_SHADE, Role.SECOND_SHADE)


def _screen(document: Document, picture: Picture, placed: Placed, shape: Shape) -> str:
    """Dots over what lies in the subject's own shadow."""
    if shape.fill not in SHADED or placed.layer is not Layer.SUBJECT:
        return ""
    colour = picture.colours[shape.fill]
    ink = lighter(_strong(colour), 0.3) if luminance(colour) < 0.3 else darker(_strong(colour), 0.32)
    size = local(11, placed.at)
    dots = document.define(
        f'<pattern id="{{id}}" patternUnits="userSpaceOnUse" width="{size:.2f}" height="{size:.2f}">'
        f'<path d="{circle(size / 4, size / 4, size * 0.2)}{circle(size * 0.75, size * 0.75, size * 0.2)}" '
        f'fill="{ink}"/></pattern>'
    )
    return path(shape.d, fill=dots)


def _near(picture: Picture) -> str:
    """Dots over the ground that grow towards the viewer."""
    top, deep = picture.horizon + 20, SIDE - picture.horizon
    ink = _strong(picture.colours[Role.GROUND_SHADE])
    ink = lighter(ink, 0.16) if luminance(ink) < 0.3 else darker(ink, 0.1)
    return path(_dots(lambda across, down: 0.2 + 0.75 * (down - top) / deep if down > top else 0.0), fill=ink)


def _burst(picture: Picture) -> str:
    """Wedges of speed, dots that grow upwards, and a jagged star behind the subject."""
    sky, horizon = _strong(picture.colours[Role.SKY]), _strong(picture.colours[Role.HORIZON])
    x, y = picture.focus
    radius = min(max(1.45 * picture.reach, 105), 250)
    bright = lighter(sky, 0.16) if picture.is_dark else lighter(sky, 0.5)
    ink = lighter(sky, 0.28) if picture.is_dark else darker(sky, 0.22)
    return (
        path("".join(_wedge((x, y), step) for step in range(WEDGES)), fill=bright)
        + path(_dots(lambda across, down: 0.98 - 0.8 * down / picture.horizon), fill=ink)
        + path(star(x, y, radius * 1.16, radius * 0.86, SPIKES), fill=BLACK)
        + path(star(x, y, radius * 1.1, radius * 0.82, SPIKES), fill=mix(horizon, sky, 0.1))
        + path(
            star(x, y, radius * 0.86, radius * 0.64, SPIKES),
            fill=lighter(horizon, 0.2 if picture.is_dark else 0.6),
        )
    )


def _wedge(centre: Point, step: int) -> str:
    def beam(turn: float) -> Point:
        angle = 2 * math.pi * turn / WEDGES
        return centre[0] + 700 * math.cos(angle), centre[1] + 700 * math.sin(angle)

    return polygon(cropped([centre, beam(step - 0.22), beam(step + 0.22)]))


def _dots(size: Callable[[float, float], float]) -> str:
    """A slanted grid of dots; `size` tells for a place how large they are, 1 being as large as they fit."""
    dots = []
    for row in range(int(SIDE / PITCH * 2)):
        for column in range(int(SIDE / PITCH) + 1):
            x, y = (column + row % 2 / 2) * PITCH, row * PITCH / 2
            radius = 0.36 * PITCH * size(x, y)
            if radius > 0.6:
                dots.append(circle(x, y, radius))
    return "".join(dots)
