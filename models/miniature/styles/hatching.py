"""Inks, hatching and gouges: what the styles that draw with lines have in common; no pattern is ever turned.

A turned or mirrored pattern costs the rasteriser five times as much as an upright one: slanting lines are
written into an upright tile, and a tile undoes its placement's scale and mirroring.
"""

from __future__ import annotations

import colorsys
import math
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Placement, Veil
from models.miniature.drawing.shapes import Role, Shape, polygon
from models.miniature.drawing.svg import Document
from models.miniature.styles import strokes

LAMPS = frozenset({Role.GLOW, Role.STAR})
"""Roles of what gives light."""

BARE = 3.2
"""How much bare ground is left around the subject, in picture units."""

THIN = 0.75
"""Below this opacity a single shape is no thing of its own."""

TINTS = frozenset(
    {Role.DARK, Role.PALE, Role.GLOW, Role.STAR, Role.SECOND, Role.GROUND_SHADE, Role.WATER, Role.MAIN_LIGHT}
)
"""Roles that thin tints have; what else is thin lies far away."""

SHADING = (Role.MAIN_SHADE, Role.MAIN_LIGHT, Role.SECOND_SHADE, Role.GROUND_SHADE)
"""Roles of parts that lie on others: they are shaded, not outlined."""


def toned(colour: str, *, value: float, times: float = 1.0, most: float = 1.0) -> str:
    """The same hue at one brightness; its saturation multiplied, but at most `most`."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    channels = colorsys.hsv_to_rgb(hue, min(most, saturation * times), min(1.0, value))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def brightness(colour: str) -> float:
    """The strongest channel, from 0 to 1."""
    return max(int(colour[at : at + 2], 16) for at in (1, 3, 5)) / 255


def chroma(colour: str) -> float:
    """How far the colour is from grey, from 0 to 1."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return (max(channels) - min(channels)) / 255


def surely(colour: str) -> float:
    """How sure the colour's hue is, from 0 to 1: near black it would jump out when brightened."""
    return min(1.0, brightness(colour) / 0.4)


def is_outlined(shape: Shape) -> bool:
    """Whether the shape has an edge of its own, and is not shading on another."""
    return shape.fill is not None and not shape.is_detail and shape.fill not in SHADING


def is_tint(placed: Placed) -> bool:
    """Whether a drawing is but a thin tint over others: shade, a halo, a curtain of light."""
    thin = placed.at.opacity < THIN and len(placed.drawing) == 1
    return thin and placed.drawing[0].fill in TINTS


def group(placed: Placed, elements: Iterable[str]) -> str:
    """Elements where the drawing stands; a single shape is faded without the cost of a layer of its own."""
    at = placed.at
    if at.opacity >= 1 or len(placed.drawing) > 1:
        return strokes.group(at, elements)
    faded = f'fill-opacity="{at.opacity:g}" stroke-opacity="{at.opacity:g}"'
    return f'<g transform="{at.transform}" {faded}>{"".join(elements)}</g>'


def set_off(placed: Placed, *, ground: str, rim: str, edge: float) -> list[str]:
    """Bare ground around the subject, and a line along its outline; light that it throws has neither."""
    if placed.layer is not Layer.SUBJECT:
        return []
    solid = tuple(shape for shape in placed.drawing if shape.fill not in LAMPS)
    wide = strokes.local(edge + BARE, placed.at)
    return [
        strokes.silhouette(solid, ground, wider=wide),
        strokes.silhouette(solid, rim, wider=strokes.local(edge, placed.at)),
    ]


def recoloured(veil: Veil, colour: str, *, times: float = 1.0) -> Veil:
    """The veil in another colour, denser or thinner by a factor."""
    return replace(
        veil,
        colour=colour,
        top_opacity=min(1.0, veil.top_opacity * times),
        bottom_opacity=min(1.0, veil.bottom_opacity * times),
    )


def opacity_at(veil: Veil, x: float, y: float) -> float:
    """How dense a veil is at a point of the picture."""
    if veil.around is not None:
        share = math.hypot(x - veil.around[0], y - veil.around[1]) / max(veil.radius, 1.0)
    elif veil.top <= y <= veil.bottom:
        share = (y - veil.top) / max(veil.bottom - veil.top, 1.0)
    else:
        return 0.0
    return veil.top_opacity + (veil.bottom_opacity - veil.top_opacity) * min(1.0, share)


def tiled(document: Document, side: float, body: str, at: Placement) -> str:
    """A square tile of picture units, repeated over whatever it fills in a group that stands at `at`.

    Its scale is the inverse of the placement's as that is written, to many digits: a remainder would cost
    three times as much.
    """
    scale = round(at.scale, 4)
    across, down = (-1 if at.flip else 1) / scale, (-1 if at.flop else 1) / scale
    return document.define(
        f'<pattern id="{{id}}" patternUnits="userSpaceOnUse" width="{side:g}" height="{side:g}" '
        f'patternTransform="scale({across:.9g} {down:.9g})">{body}</pattern>'
    )


@lru_cache(maxsize=64)
def slanted(side: float, lines: int, *, wobble: float = 0.0, falling: bool = False, seed: int = 7) -> str:
    """Path data of that many slanting lines over a tile, slightly bent as a hand draws them."""
    chance = random.Random(seed)
    parts = []
    for step in range(2 * lines):
        along = side * (step + 0.5) / lines
        low, high = max(0.0, along - side), min(along, side)
        middle = along / 2 + chance.uniform(-wobble, wobble)
        ends = ((high + 3, low - 3), (middle, middle), (low - 3, high + 3))
        (ax, ay), (bx, by), (cx, cy) = ((side - x, y) if falling else (x, y) for x, y in ends)
        parts.append(f"M{ax:.1f} {ay:.1f}Q{bx:.1f} {by:.1f} {cx:.1f} {cy:.1f}")
    return "".join(parts)


@lru_cache(maxsize=64)
def level(side: float, lines: int, *, wobble: float = 0.0, seed: int = 7) -> str:
    """Path data of that many level lines over a tile, slightly waved."""
    chance = random.Random(seed)
    parts = []
    for step in range(lines):
        y, bend = side * (step + 0.5) / lines, chance.uniform(-wobble, wobble)
        parts.append(
            f"M-3 {y:.1f}Q{side / 4:.1f} {y + bend:.1f} {side / 2:.1f} {y:.1f}T{side + 3:.1f} {y:.1f}"
        )
    return "".join(parts)


def upright(side: float, lines: int) -> str:
    """Path data of that many upright lines over a tile."""
    return "".join(f"M{side * (step + 0.5) / lines:.1f} -3V{side + 3:g}" for step in range(lines))


def margin(outline: str, paper: str) -> str:
    """Paper around an outline, over all that was drawn: to cut it to the outline would cost far more."""
    return strokes.path(f"M0 0H{SIDE}V{SIDE}H0z{outline}", fill=paper, more=' fill-rule="evenodd"')


def stack(
    document: Document,
    picture: Picture,
    draw: Callable[[Placed], str],
    *,
    paper: str,
    veil: Callable[[Veil], None] | None = None,
    over_sky: str = "",
) -> None:
    """Every layer, farthest first; paper lies around the frame, if there is one, and the air over it.

    What is mirrored in water is drawn with the care that the subject is.
    """

    def near(placed: Placed) -> str:
        return draw(replace(placed, layer=Layer.SUBJECT) if placed.at.flop else placed)

    around = margin(picture.frame, paper) if picture.frame else ""
    whole = replace(picture, frame=None)
    strokes.stack(document, whole, near, veil=veil, over_sky=over_sky, under_air=around)


@lru_cache(maxsize=64)
def gouges(side: float, rows: int, thick: float, *, seed: int = 7) -> str:
    """Path data of level cuts over a tile, pointed at both ends; each goes on over the edges."""
    chance = random.Random(seed)
    parts: list[str] = []
    for row in range(rows):
        y = side * (row + 0.5) / rows
        x, long = chance.uniform(0, side), chance.uniform(0.45, 0.85) * side
        deep = thick * chance.uniform(0.7, 1.3)
        parts.extend(lens(start, y, long, deep, chance.uniform(-1, 1)) for start in (x, x - side))
    return "".join(parts)


def lens(x: float, y: float, long: float, thick: float, bend: float = 0.0) -> str:
    """Path data of one level cut from its left end."""
    up, down = bend - thick, bend + thick
    return f"M{x:.1f} {y:.1f}q{long / 2:.1f} {up:.1f} {long:.1f} 0q{-long / 2:.1f} {down:.1f} {-long:.1f} 0z"


def veiled(veil: Veil, pitch: float) -> str:
    """Path data of level lines over the whole picture, the thicker the denser the veil is there."""
    return "".join(_thickening(veil, row * pitch, pitch) for row in range(int(SIDE / pitch) + 1))


def _thickening(veil: Veil, y: float, pitch: float) -> str:
    places = range(0, SIDE + 1, 32)
    halves = [0.5 * pitch * opacity_at(veil, x, y) for x in places]
    if max(halves) < 0.1 * pitch:
        return ""
    upper = [(float(x), y - half) for x, half in zip(places, halves, strict=True)]
    lower = [(float(x), y + half) for x, half in zip(places, halves, strict=True)]
    return polygon([*upper, *reversed(lower)])
