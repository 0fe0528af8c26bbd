"""A small picture with something in every layer, and a way to look at it."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from models.miniature.drawing.picture import Layer, Picture, Placed, Placement
from models.miniature.drawing.shapes import Role, circle, filled, polygon, rectangle, stroked

COLOURS = {
    Role.MAIN: "#2f6db3",
    Role.MAIN_SHADE: "#1d4778",
    Role.MAIN_LIGHT: "#86b4e3",
    Role.SECOND: "#e8a33d",
    Role.SECOND_SHADE: "#a96d1b",
    Role.ACCENT: "#e2604a",
    Role.DARK: "#1a1c2b",
    Role.PALE: "#fbf6ea",
    Role.GLOW: "#ffdf85",
    Role.SKY: "#8fc4e8",
    Role.HORIZON: "#fbe7c6",
    Role.FAR: "#7f9fc0",
    Role.MID: "#6f9a6a",
    Role.GROUND: "#88ab5c",
    Role.GROUND_SHADE: "#5d7f3d",
    Role.PLANT: "#3f7040",
    Role.WATER: "#5b9ccf",
    Role.STAR: "#fff3c8",
}
HOUSE = (
    filled(rectangle(-70, -110, 140, 110), Role.PALE),
    filled(polygon([(-90, -105), (0, -190), (90, -105)]), Role.MAIN),
    filled(rectangle(-18, -60, 36, 60), Role.SECOND),
    filled(rectangle(28, -85, 28, 28), Role.GLOW, is_detail=True),
    stroked("M42 -85v28", Role.DARK, 4, is_detail=True),
)
PLACED = (
    Placed(layer=Layer.SKY, drawing=(filled(rectangle(0, 0, 512, 512), Role.SKY),)),
    Placed(layer=Layer.LIGHTS, drawing=(filled(circle(0, 0, 42), Role.GLOW),), at=Placement(x=390, y=100)),
    Placed(layer=Layer.FAR, drawing=(filled("M0 340V250L110 160L230 330V340z", Role.FAR),)),
    Placed(layer=Layer.MID, drawing=(filled("M0 380V300Q256 250 512 310V380z", Role.MID),)),
    Placed(layer=Layer.GROUND, drawing=(filled("M0 512V340Q256 320 512 345V512z", Role.GROUND),)),
    Placed(layer=Layer.SUBJECT, drawing=HOUSE, at=Placement(x=256, y=430, scale=1.2)),
    Placed(layer=Layer.FRONT, drawing=(filled(circle(0, -18, 26), Role.PLANT),), at=Placement(x=80, y=460)),
    Placed(layer=Layer.AIR, drawing=(stroked("M0 0l-14 44", Role.ACCENT, 7),), at=Placement(x=150, y=90)),
)


@pytest.fixture
def picture() -> Picture:
    """A house in the country, by day, with one drop of rain."""
    return Picture(
        colours=COLOURS,
        placed=PLACED,
        veils=(),
        horizon=330.0,
        focus=(256.0, 316.0),
        reach=115.0,
        seed=7,
        is_dark=False,
    )


@pytest.fixture
def pixels() -> Callable[..., NDArray[np.int16]]:
    """Rasterise an SVG document to rows of pixels of three channels."""

    def rasterised(svg: str, size: int = 96) -> NDArray[np.int16]:
        drawn = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size))
        with Image.open(io.BytesIO(drawn)) as opened:
            return np.asarray(opened.convert("RGB"), dtype=np.int16)

    return rasterised
