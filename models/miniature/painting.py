"""Paints scenes: composed, drawn in their style as SVG, and rasterised as PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from models.miniature.composing import compose
from models.miniature.scene import Scene
from models.miniature.styles.registry import GRIDS, STYLES

if TYPE_CHECKING:
    from PIL import Image

COLOURS = 28
"""How many colours a picture of coarse cells has."""

LARGE = 4
"""From so many pixels to a cell on, cells are all of one size, and the picture is cut to fit."""


def svg_of(scene: Scene, seed: int) -> str:
    """The scene as an SVG document; the same seed gives the same text."""
    return STYLES[scene.style](compose(scene, seed))


def paint(scene: Scene, seed: int, size_pixels: int) -> bytes:
    """The scene as a square PNG; the same arguments give the same bytes."""
    cells = GRIDS.get(scene.style)
    if cells is None:
        return _rasterised(svg_of(scene, seed), size_pixels)
    return _in_cells(_rasterised(svg_of(scene, seed), cells), size_pixels)


def _rasterised(svg: str, size: int) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size))


def _in_cells(drawn: bytes, size: int) -> bytes:
    """A drawing of one pixel per cell, in few colours and enlarged.

    Drawn finer and shrunk, its outlines and eyes would go soft.
    """
    from PIL import Image

    with Image.open(io.BytesIO(drawn)) as opened:
        few = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
    return _png(_enlarged(few, size))


def _enlarged(picture: Image.Image, size: int) -> Image.Image:
    """Enlarged by a whole number and cut evenly to the size; a small one is shrunk to it, to lose no edge."""
    from PIL import Image

    cells = picture.width
    times = -(-size // cells)
    large = picture.resize((cells * times, cells * times), Image.Resampling.NEAREST)
    if times < LARGE:
        return large.resize((size, size), Image.Resampling.BOX)
    edge = (large.width - size) // 2
    return large.crop((edge, edge, edge + size, edge + size))


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()
