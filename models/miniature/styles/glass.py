"""Stained glass: jewel colours with light behind them, lead around every piece, and a border of squares."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from itertools import pairwise

from models.miniature.drawing.colours import adjusted, darker, lighter, mix
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed
from models.miniature.drawing.shapes import Point, Role, Shape, circle, polygon, polyline, rectangle
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

LEAD = "#17151b"
EDGE = 30
"""Width of the border."""
SQUARES = 13
RAYS = 15
BANDS = (0.0, 0.5, 0.95, 1.45, 3.6)
"""Where the rays of the sky are cut across, as shares of half a side."""


def render(picture: Picture) -> str:
    """The picture as a leaded window."""
    document = Document()
    chance = random.Random(picture.seed)
    document.add(sheet(LEAD))
    if picture.frame:
        document.add(_panes(_around(picture), chance))
    enclose(
        document,
        picture,
        lambda placed: _placed(document, picture, placed),
        _border(document, picture),
        over_sky=_panes(_sky(picture), chance),
        over_ground=_ground(picture, chance) + _shine(document, picture),
    )
    return document.text()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rose:
    """How a plane is cut into panes: in rays from a centre, and across in bands from colour to colour."""

    centre: Point
    within: str
    without: str


def _sky(picture: Picture) -> Rose:
    colours = picture.colours
    centre = (picture.focus[0], picture.horizon)
    return Rose(centre=centre, within=_jewel(colours[Role.HORIZON]), without=_jewel(colours[Role.SKY]))


def _around(picture: Picture) -> Rose:
    colours = picture.colours
    dark = darker(_jewel(colours[Role.MAIN_SHADE]), 0.2)
    return Rose(centre=(SIDE / 2, SIDE / 2), within=dark, without=dark)


def _panes(rose: Rose, chance: random.Random) -> str:
    """Panes of the plane, no two neighbours alike, and the lead between them."""
    turn = chance.uniform(0, 1)
    panes = []
    for near, far in pairwise(BANDS):
        for ray in range(RAYS):
            colour = mix(rose.within, rose.without, min(1.0, (near + far) / 2))
            shade = (0.0, 0.16, 0.07)[ray % 3] + chance.choice((0.0, 0.05))
            colour = lighter(colour, shade) if ray % 2 else darker(colour, shade)
            corners = cropped(_pane(rose.centre, near, far, (ray + turn, ray + turn + 1)))
            if corners:
                panes.append(path(polygon(corners), fill=colour, stroke=LEAD, width=3.0))
    return "".join(panes)


def _pane(centre: Point, near: float, far: float, turns: tuple[float, float]) -> list[Point]:
    def at(share: float, turn: float) -> Point:
        angle = 2 * math.pi * turn / RAYS
        radius = share * SIDE / 2
        return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)

    start, end = turns
    middle = (start + end) / 2
    return [at(near, start), at(far, start), at(far, middle), at(far, end), at(near, end), at(near, middle)]


def _ground(picture: Picture, chance: random.Random) -> str:
    """Lead that fans out over the ground, and a little light or shadow in each pane between."""
    top, x = picture.horizon + 14, picture.focus[0]
    feet = [x + (step - 4.5) * 110 for step in range(10)]
    heads = [x + (step - 4.5) * 62 for step in range(10)]
    middle = top + (SIDE - top) * chance.uniform(0.42, 0.55)
    panes = []
    for left, right in pairwise(zip(heads, feet, strict=True)):
        outline = polygon([(left[0], top), (right[0], top), (right[1], SIDE), (left[1], SIDE)])
        panes.append(
            path(outline, fill=chance.choice(("#ffffff", LEAD)), opacity=chance.choice((0.05, 0.13)))
        )
    lines = "".join(polyline([(head, top), (foot, SIDE)]) for head, foot in zip(heads, feet, strict=True))
    across = f"M0 {middle:.1f}Q{SIDE / 2} {middle - 22:.1f} {SIDE} {middle:.1f}"
    return "".join(panes) + path(lines + across, stroke=LEAD, width=2.6)


def _jewel(colour: str) -> str:
    """As strong as coloured glass."""
    return adjusted(colour, saturation=1.5, value=1.04)


def _lit(document: Document, colour: str) -> str:
    """A piece of glass: brighter where the light comes through its middle."""
    return document.glow(((0, lighter(colour, 0.28), 1), (1, darker(colour, 0.2), 1)))


def _cast(document: Document, colour: str) -> str:
    """A large pane: the glass was not quite of one thickness. Cheaper than a round gradient."""
    return document.fade(((0, lighter(colour, 0.14), 1), (1, darker(colour, 0.14), 1)))


def _placed(document: Document, picture: Picture, placed: Placed) -> str:
    def draw(shape: Shape) -> str:
        return _piece(document, picture, placed, shape)

    return pieces(picture, placed, draw, behind=LEAD, wider=3.4)


def _piece(document: Document, picture: Picture, placed: Placed, shape: Shape) -> str:
    def glass(role: Role) -> str:
        if shape.is_detail or role is Role.SKY:
            return flat(role)
        if placed.layer is Layer.SUBJECT:
            return _lit(document, flat(role))
        return _cast(document, flat(role)) if placed.layer in (Layer.MID, Layer.GROUND) else flat(role)

    def flat(role: Role) -> str:
        return _jewel(picture.colours[role])

    weight = local(_weight(placed, shape), placed.at)
    if shape.fill is Role.SKY:
        weight = 0.0
    under = path(shape.d, stroke=LEAD, width=shape.width + weight) if shape.line and weight else ""
    over = path(shape.d, stroke=LEAD, width=weight) if shape.fill and weight else ""
    return under + plain(shape, glass, line=flat) + over


def _weight(placed: Placed, shape: Shape) -> float:
    """How wide the lead around a piece is in the picture."""
    if placed.layer is Layer.SUBJECT:
        return 2.0 if shape.is_detail else 4.4
    if placed.at.opacity < FAINT:
        return 0.0
    if placed.layer in (Layer.LIGHTS, Layer.AIR):
        return 0.0 if shape.is_detail else 2.4
    return 0.0 if shape.is_detail else 3.4


def _shine(document: Document, picture: Picture) -> str:
    """The light behind the window, around the subject."""
    radius = min(max(picture.reach * 1.3, 120), 190)
    bright = 0.2 if picture.is_dark else 0.3
    light = document.glow(((0, "#ffffff", bright), (1, "#ffffff", 0)))
    return path(circle(*picture.focus, radius), fill=light)


def _border(document: Document, picture: Picture) -> str:
    """Squares of the palette's glass in lead."""
    roles = (Role.MAIN, Role.PALE, Role.SECOND, Role.MAIN_SHADE, Role.ACCENT)
    inner = SIDE - EDGE
    band = path(
        f"M0 0h{SIDE}v{SIDE}h-{SIDE}zM{EDGE} {EDGE}h{SIDE - 2 * EDGE}v{SIDE - 2 * EDGE}h-{SIDE - 2 * EDGE}z",
        fill=LEAD,
        more=EVEN,
    )
    length, gap = (SIDE - 2 * EDGE) / SQUARES, 4.0
    squares = []
    for step in range(SQUARES):
        fill = _lit(document, _jewel(picture.colours[roles[min(step, SQUARES - 1 - step) % len(roles)]]))
        start = EDGE + step * length + gap / 2
        for far in (gap, inner + gap / 2):
            size = EDGE - 1.5 * gap
            squares.append(path(rectangle(start, far, length - gap, size), fill=fill))
            squares.append(path(rectangle(far, start, size, length - gap), fill=fill))
    corner = _lit(document, _jewel(picture.colours[Role.GLOW]))
    size = EDGE - 1.5 * gap
    corners = [
        path(rectangle(x, y, size, size), fill=corner)
        for x in (gap, inner + gap / 2)
        for y in (gap, inner + gap / 2)
    ]
    return band + "".join(squares) + "".join(corners)
