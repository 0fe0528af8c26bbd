"""What grows: each plant stands on the origin, as tall as it says, and no two grow alike."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import numpy as np
import pytest
import resvg_py
from PIL import Image

from models.miniature.backdrop import growing
from models.miniature.backdrop.land import Figure
from models.miniature.drawing.shapes import Drawing, Role, filled

Grown = Callable[[random.Random], Drawing]


def figure(make: Callable[[random.Random], Figure]) -> Grown:
    return lambda chance: make(chance).drawing


PLANTS: dict[str, tuple[Grown, float]] = {
    "fir": (lambda chance: growing.fir().drawing, 100),
    "laden fir": (lambda chance: growing.fir(is_snowy=True).drawing, 100),
    "tree": (figure(growing.leafy), 100),
    "bush": (figure(growing.bush), 45),
    "palm": (lambda chance: growing.palm().drawing, 100),
    "fern": (figure(growing.fern), 45),
    "saguaro": (figure(growing.saguaro), 105),
    "prickly pear": (figure(growing.prickly_pear), 72),
    "tuft": (lambda chance: (filled(growing.tuft(chance), Role.PLANT),), 18),
    "daisy": (growing.daisy, 45),
    "tulip": (growing.tulip, 50),
    "kelp": (lambda chance: (filled(growing.kelp(chance, 120), Role.PLANT),), 120),
}
VARIED = sorted(PLANTS.keys() - {"fir", "laden fir", "palm"})


def extent(drawing: Drawing) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is painted, in the plant's own units."""
    paths = "".join(
        f'<path d="{shape.d}" fill="{"#000" if shape.fill else "none"}" '
        f'stroke="{"#000" if shape.line else "none"}" stroke-width="{shape.width}"/>'
        for shape in drawing
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-128 -200 256 256">{paths}</svg>'
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=256, height=256))
    box = Image.fromarray(np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))[..., 3]).getbbox()
    assert box is not None
    return box[0] - 128, box[1] - 200, box[2] - 128, box[3] - 200


@pytest.mark.parametrize("name", PLANTS)
def test_a_plant_stands_on_the_origin_and_is_as_tall_as_it_says(name: str) -> None:
    make, tall = PLANTS[name]
    left, top, right, bottom = extent(make(random.Random(2)))
    assert -tall * 1.25 < top < -tall * 0.75
    assert -2 <= bottom <= 14
    assert left < 0 < right


@pytest.mark.parametrize("name", VARIED)
def test_no_two_plants_of_a_kind_are_alike(name: str) -> None:
    make, _ = PLANTS[name]
    chance = random.Random(4)
    assert make(chance) != make(chance)


def test_a_laden_fir_bears_snow_on_every_tier() -> None:
    bare, laden = growing.fir().drawing, growing.fir(is_snowy=True).drawing
    caps = [shape for shape in laden if shape.fill is Role.PALE]
    assert len(caps) == len(laden) - len(bare) == sum(shape.fill is Role.PLANT for shape in bare)


def test_a_bush_blooms_in_the_colour_asked_for() -> None:
    plain = growing.bush(random.Random(1)).drawing
    rosy = growing.bush(random.Random(1), flowers=Role.ACCENT).drawing
    assert {shape.fill for shape in plain} == {Role.PLANT}
    assert sum(shape.fill is Role.ACCENT for shape in rosy) == 6


def test_a_row_of_firs_has_one_at_every_place() -> None:
    d = growing.far_firs(random.Random(1), [(10, 50), (40, 52), (70, 50)], 30)
    assert d.count("M") == 3


def test_the_middle_of_a_yellow_daisy_is_dark() -> None:
    fills = [shape.fill for shape in growing.daisy(random.Random(1), Role.GLOW)]
    assert fills[-2:] == [Role.GLOW, Role.DARK]


def test_a_frond_hangs_lower_the_more_it_droops() -> None:
    stiff = extent((filled(growing.frond((0, -80), 0, 50, 8, droop=0.1), Role.PLANT),))
    slack = extent((filled(growing.frond((0, -80), 0, 50, 8, droop=0.6), Role.PLANT),))
    assert slack[3] > stiff[3] + 10
