"""How tests look at drawings: rasterised on a transparent ground, with a margin around the box."""

from __future__ import annotations

import colorsys
import io
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
import resvg_py
from PIL import Image

from models.miniature.drawing.shapes import Drawing, Role, Shape

Raster = npt.NDArray[np.uint8]
MARGIN = 20


def _colour(role: Role | None) -> str:
    """A colour of its own for every role."""
    if role is None:
        return "none"
    place = list(Role).index(role)
    channels = colorsys.hsv_to_rgb(place / len(Role), 0.9, 1.0 - 0.4 * (place % 2))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _element(shape: Shape) -> str:
    stroke = f'stroke="{_colour(shape.line)}" stroke-width="{shape.width}"'
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{shape.d}" fill="{_colour(shape.fill)}" {stroke} {ends}/>'


@pytest.fixture(scope="session")
def rasterised() -> Callable[[Drawing], Raster]:
    """Red, green, blue and alpha: one pixel for every unit of the box and of the margin around it."""

    def rasterise(drawing: Drawing) -> Raster:
        side = 200 + 2 * MARGIN
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="{-100 - MARGIN} {-200 - MARGIN} {side} {side}">'
            f"{''.join(map(_element, drawing))}</svg>"
        )
        png = resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side)
        return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGBA"))

    return rasterise
