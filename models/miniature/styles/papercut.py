"""Cut paper: each layer lies above the last and casts a shadow; a window of stacked sheets in front."""

from __future__ import annotations

import math
import random

from models.miniature.drawing.colours import darker, lighter, mix
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed
from models.miniature.drawing.shapes import Drawing, Role, Shape, smooth
from models.miniature.drawing.svg import Document
from models.miniature.styles.strokes import (
    EVEN,
    FAINT,
    enclose,
    group,
    is_mat,
    local,
    path,
    plain,
    sheet,
    silhouette,
)

SHEET = f"M0 0H{SIDE}V{SIDE}H0z"
WIDE = f"M-20 -20H{SIDE + 20}V{SIDE + 20}H-20z"
SHADOW = ((1.5, 2.0, 0.22), (3.5, 5.0, 0.15), (6.0, 8.5, 0.09))
"""Offsets and opacities of the copies that make a soft shadow."""
ONE = (2.4, 3.4, 0.3)
HEIGHTS = {Layer.SUBJECT: 1.25, Layer.GROUND: 1.0, Layer.FRONT: 1.0}
"""How high above the last sheet a layer lies."""
RINGS = 4
"""How many sheets the sky is made of."""


def render(picture: Picture) -> str:
    """The picture as layers of cut paper."""
    document = Document()
    chance = random.Random(picture.seed)
    document.add(sheet(_mount(picture, 0)))
    enclose(
        document,
        picture,
        lambda placed: _placed(document, picture, placed),
        _window(picture, chance),
        over_sky=_sky(picture, chance),
    )
    return document.text()


def _placed(document: Document, picture: Picture, placed: Placed) -> str:
    drawing = tuple(shape for shape in placed.drawing if not is_mat(picture, placed, shape))
    drawn = group(placed.at, [_shape(document, picture, placed, shape) for shape in drawing])
    if placed.layer is Layer.SKY or placed.at.opacity < FAINT:
        return drawn
    return _shadow(picture, placed, drawing) + drawn


def _shadow(picture: Picture, placed: Placed, drawing: Drawing) -> str:
    """Soft below the subject, which lies highest; every copy costs, so one below the rest."""
    copies = SHADOW if placed.layer is Layer.SUBJECT else (ONE,)
    height = HEIGHTS.get(placed.layer, 0.7)
    return "".join(
        group(
            placed.at,
            [silhouette(drawing, _dark(picture), opacity=opacity)],
            shift=(x * height, y * height),
        )
        for x, y, opacity in copies
    )


def _dark(picture: Picture) -> str:
    return darker(picture.colours[Role.DARK], 0.5)


def _shape(document: Document, picture: Picture, placed: Placed, shape: Shape) -> str:
    """One piece of paper: a light cut edge above, its own small shadow where it lies on another piece."""
    colours = picture.colours
    if shape.fill is Role.SKY:
        return path(shape.d, fill=colours[Role.SKY])
    drawn = plain(shape, colours.__getitem__)
    if not shape.fill or placed.at.opacity < FAINT:
        return drawn
    step = local(1.3, placed.at)
    rim = path(
        shape.d,
        fill=lighter(colours[shape.fill], 0.42),
        more=f' transform="translate({-step:.2f} {-step:.2f})"',
    )
    if placed.layer is not Layer.SUBJECT:
        return drawn if shape.is_detail else rim + drawn
    return (
        _moved(shape, _dark(picture), 2.4 * step, 0.2)
        + _moved(shape, _dark(picture), 1.4 * step, 0.25)
        + rim
        + drawn
    )


def _moved(shape: Shape, colour: str, step: float, opacity: float) -> str:
    return path(
        shape.d, fill=colour, opacity=opacity, more=f' transform="translate({step * 0.7:.2f} {step:.2f})"'
    )


def _hole(chance: random.Random, radius: float, centre: tuple[float, float], *, square: float) -> str:
    """A wavy opening: round where `square` is 0, nearly the sheet's own form where it is 1."""
    phase, waves = chance.uniform(0, 6.3), chance.choice((7, 8, 9))
    points = []
    for step in range(72):
        angle = 2 * math.pi * step / 72
        c, s = math.cos(angle), math.sin(angle)
        stretch = (c**8 + s**8) ** (-1 / 8) * square + 1 - square
        reach = radius * (stretch + 0.035 * math.sin(waves * angle + phase))
        points.append((centre[0] + reach * c, centre[1] + reach * s))
    return smooth(points)


def _lying(hole: str, colour: str, dark: str, *, around: str = WIDE) -> str:
    """A sheet with an opening: its shadow falls into the opening, and its cut edge is light.

    The shadow is a line around the opening, most of it below the sheet: a whole sheet's would cost far more.
    """
    shadows = "".join(
        path(
            hole,
            stroke=dark,
            width=2 * y,
            opacity=opacity,
            more=f' transform="translate({x:g} {y:g})"',
        )
        for x, y, opacity in SHADOW
    )
    return shadows + path(around + hole, fill=colour, stroke=lighter(colour, 0.35), width=1.4, more=EVEN)


def _sky(picture: Picture, chance: random.Random) -> str:
    """Sheets with ever larger openings, from the horizon's colour within to the sky's without."""
    first, last = picture.colours[Role.HORIZON], picture.colours[Role.SKY]
    centre = (SIDE / 2 + chance.uniform(-30, 30), min(picture.horizon - 50, SIDE * 0.55))
    rings = [path(SHEET, fill=lighter(first, 0.05))]
    for ring in range(RINGS):
        hole = _hole(chance, 118 + 62 * ring, centre, square=0.0)
        colour = mix(first, last, (ring + 1) / RINGS)
        rings.append(_lying(hole, colour, _dark(picture)))
    return "".join(rings)


def _mount(picture: Picture, ring: int) -> str:
    """The colour of one of the sheets of the window, the outermost being 0."""
    tone = (
        mix(picture.colours[Role.MAIN], picture.colours[Role.DARK], 0.3)
        if picture.is_dark
        else mix(picture.colours[Role.MAIN], picture.colours[Role.PALE], 0.25)
    )
    return darker(tone, 0.2 * ring) if picture.is_dark else lighter(tone, 0.3 * ring)


def _window(picture: Picture, chance: random.Random) -> str:
    """Sheets in front of all, each opening smaller than the one before it; of the frame's form, if any."""
    return "".join(_front(picture, chance, ring) for ring in (2, 1, 0))


def _front(picture: Picture, chance: random.Random, ring: int) -> str:
    """One sheet of the window, the foremost being 0."""
    colour, dark = _mount(picture, ring), _dark(picture)
    if not picture.frame:
        hole = _hole(chance, 219 + 13 * (2 - ring), (SIDE / 2, SIDE / 2), square=1.0)
        return _lying(hole, colour, dark)
    place = f"scale({1.0 + 0.06 * (2 - ring):g})"
    middle = f"translate({SIDE / 2:g} {SIDE / 2:g}) {place} translate({-SIDE / 2:g} {-SIDE / 2:g})"
    return f'<g transform="{middle}">{_lying(picture.frame, colour, dark, around=SHEET)}</g>'
