"""Watercolour: washes with dark edges that run a little, blooms, grain, and ragged margins of white paper."""

from __future__ import annotations

import random

from models.miniature.drawing.colours import adjusted, darker, lighter, mix
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed
from models.miniature.drawing.shapes import Point, Role, Shape, circle, smooth
from models.miniature.drawing.svg import Document
from models.miniature.styles.strokes import (
    EVEN,
    FAINT,
    enclose,
    local,
    path,
    pieces,
    plain,
    sheet,
    sky,
)

PAPER = "#fbf7ec"
MARGIN = 24
BLOOMS = 9
POOLED = (Layer.SUBJECT, Layer.MID, Layer.GROUND)
"""Layers whose washes are large enough to show that they pool."""


def render(picture: Picture) -> str:
    """The picture as a watercolour."""
    document = Document()
    chance = random.Random(picture.seed)
    edge = picture.frame or _painted_edge(chance)
    document.add(sheet(PAPER))
    document.add(f'<g filter="{_running(document, picture.seed)}">')
    document.add(sheet(PAPER))
    enclose(
        document,
        picture,
        lambda placed: _placed(document, picture, placed),
        _margin(picture, edge, chance),
        over_sky=_blooms(document, picture, chance, BLOOMS),
        over_ground=_blooms(document, picture, chance, BLOOMS // 3),
    )
    document.add("</g>")
    document.add(_grain(picture, chance))
    return document.text()


def _running(document: Document, seed: int) -> str:
    """A filter that lets every edge run a little; the noise has to be opaque, or all would move."""
    return document.define(
        '<filter id="{id}" filterUnits="userSpaceOnUse" x="0" y="0" '
        f'width="{SIDE}" height="{SIDE}" color-interpolation-filters="sRGB">'
        f'<feTurbulence type="fractalNoise" baseFrequency="0.04" numOctaves="1" seed="{seed % 1000}"/>'
        '<feColorMatrix values="1 0 0 0 0 0 1 0 0 0 0 0 1 0 0 0 0 0 0 1" result="noise"/>'
        '<feDisplacementMap in="SourceGraphic" in2="noise" scale="2.8" '
        'xChannelSelector="R" yChannelSelector="G"/>'
        "</filter>"
    )


def _painted_edge(chance: random.Random) -> str:
    """Where the brush stopped: roughly a rectangle."""
    low, high = MARGIN, SIDE - MARGIN
    steps = [low + (high - low) * step / 12 for step in range(12)]
    sides: list[Point] = [(x, low) for x in steps]
    sides += [(high, y) for y in steps]
    sides += [(SIDE - x, high) for x in steps]
    sides += [(low, SIDE - y) for y in steps]
    return smooth([(x + chance.uniform(-7, 7), y + chance.uniform(-7, 7)) for x, y in sides])


def _washed(colour: str) -> str:
    """As the pigment looks on paper: never quite black, and a little of the paper shows through."""
    return mix(adjusted(colour, saturation=1.08), PAPER, 0.14)


def _placed(document: Document, picture: Picture, placed: Placed) -> str:
    def draw(shape: Shape) -> str:
        return _wash(document, picture, placed, shape)

    return pieces(picture, placed, draw, behind=PAPER, wider=2.4, opacity=0.55)


def _wash(document: Document, picture: Picture, placed: Placed, shape: Shape) -> str:
    """A wash: it bleeds over its outline, is thin above and pools below, and dries darkest at the edge."""

    def colour(role: Role) -> str:
        return _washed(picture.colours[role])

    if shape.fill is Role.SKY:
        top, bottom = colour(Role.SKY), colour(Role.HORIZON)
        return path(shape.d, fill=sky(document, picture, top=top, bottom=bottom))
    if not shape.fill:
        return plain(shape, colour)
    if placed.at.opacity < FAINT or (shape.is_detail and placed.layer is not Layer.SUBJECT):
        return plain(shape, colour)
    if shape.is_detail:
        return plain(shape, colour) + _rim(placed, shape, colour(shape.fill), 1.6)
    dried = _rim(placed, shape, colour(shape.fill), 2.6)
    if placed.layer not in POOLED:
        return plain(shape, colour) + dried
    washed = plain(shape, lambda role: _pooled(document, colour(role)), line=colour)
    if placed.layer is not Layer.SUBJECT and len(placed.drawing) > 2:
        return washed + dried
    bleed = path(shape.d, stroke=colour(shape.fill), width=local(9, placed.at), opacity=0.16)
    return bleed + washed + dried


def _rim(placed: Placed, shape: Shape, colour: str, width: float) -> str:
    """The dark line where a wash dried last."""
    return path(shape.d, stroke=darker(colour, 0.16), width=local(width, placed.at))


def _pooled(document: Document, colour: str) -> str:
    return document.fade(((0.0, lighter(colour, 0.24), 1.0), (1.0, darker(colour, 0.12), 1.0)))


def _blooms(document: Document, picture: Picture, chance: random.Random, count: int) -> str:
    """Where water fell into the wet paint: pale or dark within, with a faint rim of pushed pigment."""
    deep = darker(picture.colours[Role.SKY], 0.45)
    pale, pool = (
        document.glow(((0, one, share), (1, deep, 0.04))) for one, share in ((PAPER, 0.4), (deep, 0.26))
    )
    drops = []
    for _ in range(count):
        spot = circle(chance.uniform(0, SIDE), chance.uniform(0, picture.horizon), chance.uniform(40, 90))
        drops.append(path(spot, fill=chance.choice((pale, pale, pool))))
        drops.append(path(spot, stroke=deep, width=chance.uniform(2, 6), opacity=0.08))
    return "".join(drops)


def _margin(picture: Picture, edge: str, chance: random.Random) -> str:
    """White paper, the dark rim where the paint stopped, and drops beside it."""
    rim = path(edge, stroke=darker(picture.colours[Role.MAIN_SHADE], 0.2), width=4, opacity=0.35)
    paper = path(f"M0 0h{SIDE}v{SIDE}h-{SIDE}z{edge}", fill=PAPER, more=EVEN)
    return rim + paper + _splashes(picture, chance)


def _splashes(picture: Picture, chance: random.Random) -> str:
    """Drops that fell beside the picture."""
    drops = []
    for _ in range(16):
        along, depth = chance.uniform(0, SIDE), chance.uniform(4, MARGIN - 4)
        x, y = chance.choice(((along, depth), (along, SIDE - depth), (depth, along), (SIDE - depth, along)))
        colour = _washed(picture.colours[chance.choice((Role.MAIN, Role.SECOND, Role.SKY))])
        drops.append(path(circle(x, y, chance.uniform(1, 3.6)), fill=colour, opacity=0.6))
    return "".join(drops)


def _grain(picture: Picture, chance: random.Random) -> str:
    """Pigment that settled in the hollows of the paper, and paper that stayed white on its heights."""

    def specks(count: int) -> str:
        return "".join(
            f"M{chance.uniform(0, SIDE):.1f} {chance.uniform(0, SIDE):.1f}h1.6v1.4h-1.6z"
            for _ in range(count)
        )

    dark = darker(picture.colours[Role.MAIN_SHADE], 0.4)
    return path(specks(1400), fill=dark, opacity=0.13) + path(specks(1800), fill=PAPER, opacity=0.2)
