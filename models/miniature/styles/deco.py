"""Art deco: metallic gradients, thin gold outlines, a sunburst behind all, and a stepped gold frame."""

from __future__ import annotations

import math

from models.miniature.drawing.colours import darker, lighter, mix
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed
from models.miniature.drawing.shapes import Point, Role, Shape, circle, polygon, polyline
from models.miniature.drawing.svg import Document
from models.miniature.styles.strokes import (
    EVEN,
    FAINT,
    Paint,
    cropped,
    enclose,
    halo,
    local,
    path,
    pieces,
    plain,
    sheet,
    sky,
    tone,
)

GOLD = "#d9b25f"
SILVER = "#c9c9cd"
INSET = 22
STEP = 13
RAYS = 40


def render(picture: Picture) -> str:
    """The picture as an art deco poster."""
    document = Document()
    document.add(sheet(_night(picture)))
    enclose(
        document,
        picture,
        lambda placed: _placed(document, picture, placed),
        _frame(document, picture),
        over_sky=_sunburst(document, picture),
    )
    return document.text()


def _night(picture: Picture) -> str:
    return mix(darker(picture.colours[Role.MAIN_SHADE], 0.62), picture.colours[Role.DARK], 0.4)


def _gold(picture: Picture) -> str:
    """Gold that leans to the palette; silver where the palette has no hue."""
    main = picture.colours[Role.MAIN]
    if main[1:3] == main[3:5] == main[5:7]:
        return SILVER
    return mix(GOLD, picture.colours[Role.ACCENT], 0.15)


def _metal(document: Document, colour: str) -> str:
    """A vertical sheen: bright above, full in the middle, and deep below."""
    return document.fade(((0.0, lighter(colour, 0.44), 1), (0.5, colour, 1), (1.0, darker(colour, 0.34), 1)))


def _placed(document: Document, picture: Picture, placed: Placed) -> str:
    return pieces(picture, placed, lambda shape: _shape(document, picture, placed, shape))


def _shape(document: Document, picture: Picture, placed: Placed, shape: Shape) -> str:
    drawn = plain(shape, _paint(document, picture, placed, shape), line=picture.colours.__getitem__)
    weight = _weight(placed, shape)
    if shape.fill in (None, Role.SKY) or not weight:
        return drawn
    return drawn + path(shape.d, stroke=_gold(picture), width=local(weight, placed.at))


def _weight(placed: Placed, shape: Shape) -> float:
    """How wide the gold line around a shape is in the picture."""
    if placed.layer is Layer.SUBJECT:
        return 1.1 if shape.is_detail else 2.2
    if shape.is_detail or placed.at.opacity < FAINT or placed.layer in (Layer.SKY, Layer.AIR):
        return 0.0
    return 1.3


def _paint(document: Document, picture: Picture, placed: Placed, shape: Shape) -> Paint:
    """Metal for what is before all, a simpler sheen for large pieces of the land, and else plain colours."""
    if shape.fill is Role.SKY:
        return lambda role: sky(document, picture)
    if placed.layer in (Layer.SUBJECT, Layer.LIGHTS) and placed.at.opacity >= FAINT:
        return lambda role: _metal(document, picture.colours[role])
    if shape.is_detail or placed.layer not in (Layer.FAR, Layer.MID, Layer.GROUND):
        return picture.colours.__getitem__
    return lambda role: tone(document, picture.colours[role], lift=0.3, drop=0.24)


def _sunburst(document: Document, picture: Picture) -> str:
    """Rays from the middle of the horizon, every other one bright, and arcs of gold around it."""
    light = picture.colours[Role.HORIZON]
    centre = (SIDE / 2, picture.horizon)
    bright = lighter(light, 0.12 if picture.is_dark else 0.45)
    deep = darker(picture.colours[Role.SKY], 0.35)
    rays = "".join(_ray(centre, step) for step in range(0, RAYS, 2))
    others = "".join(_ray(centre, step) for step in range(1, RAYS, 2))
    edges = "".join(polyline(cropped([centre, _beam(centre, step - 0.5)])[:2]) for step in range(RAYS))
    arcs = "".join(circle(*centre, radius) for radius in (120, 128, 232, 240, 344))
    return (
        path(others, fill=deep, opacity=0.3)
        + path(rays, fill=halo(document, centre, SIDE, ((0, bright, 0.75), (0.8, bright, 0.12))))
        + path(edges + arcs, stroke=_gold(picture), width=1.1, opacity=0.6)
    )


def _beam(centre: Point, step: float) -> Point:
    angle = 2 * math.pi * step / RAYS
    return centre[0] + 2 * SIDE * math.cos(angle), centre[1] + 2 * SIDE * math.sin(angle)


def _ray(centre: Point, step: float) -> str:
    return polygon(cropped([centre, _beam(centre, step - 0.5), _beam(centre, step + 0.5)]))


def _stepped(inset: float) -> list[Point]:
    """A rectangle whose corners go in by two steps."""
    low, high = inset, SIDE - inset
    a, b = STEP, 2 * STEP
    corner = [(low, low + b), (low + a, low + b), (low + a, low + a), (low + b, low + a), (low + b, low)]
    right = [(SIDE - x, y) for x, y in reversed(corner)]
    upper = corner + right
    assert high > low
    return upper + [(x, SIDE - y) for x, y in reversed(upper)]


def _frame(document: Document, picture: Picture) -> str:
    """A dark mat with stepped lines of gold and fans in its corners; around a frame, rays instead of fans."""
    gold = _gold(picture)
    shine = document.fade(((0, lighter(gold, 0.5), 1), (0.5, gold, 1), (1, darker(gold, 0.25), 1)))
    opening = picture.frame or polygon(_stepped(INSET))
    mat = path(f"M0 0h{SIDE}v{SIDE}h-{SIDE}z{opening}", fill=_night(picture), more=EVEN)
    lines = path(polygon(_stepped(INSET)), stroke=shine, width=4.5)
    lines += path(polygon(_stepped(INSET - 9)), stroke=shine, width=1.6)
    if picture.frame:
        return mat + _rays(gold) + lines
    return mat + lines + "".join(_fan(picture, across, down) for across in (1, -1) for down in (1, -1))


def _rays(gold: str) -> str:
    """Lines of gold outwards from where every frame lies over them."""
    turns = [2 * math.pi * step / 72 for step in range(72)]
    rays = (polyline([_beside(turn, 218), _beside(turn, 330)]) for turn in turns)
    return path("".join(rays), stroke=gold, width=1.5, opacity=0.75)


def _beside(turn: float, radius: float) -> Point:
    return SIDE / 2 + radius * math.cos(turn), SIDE / 2 + radius * math.sin(turn)


def _fan(picture: Picture, across: int, down: int) -> str:
    """A quarter of a shell in a corner."""
    place = f"translate({0 if across > 0 else SIDE} {0 if down > 0 else SIDE}) scale({across} {down})"
    size = 66
    blades = "".join(
        polyline([(8, 8), (8 + size * math.cos(turn), 8 + size * math.sin(turn))])
        for turn in (math.pi / 2 * step / 6 for step in range(7))
    )
    shell = f"M8 8L{8 + size} 8A{size} {size} 0 0 1 8 {8 + size}z"
    inner = f"M8 {8 + size * 0.55:g}A{size * 0.55:g} {size * 0.55:g} 0 0 0 {8 + size * 0.55:g} 8"
    return (
        f'<g transform="{place}">'
        + path(shell, fill=_night(picture), stroke=_gold(picture), width=3)
        + path(blades + inner, stroke=_gold(picture), width=1.5)
        + "</g>"
    )
