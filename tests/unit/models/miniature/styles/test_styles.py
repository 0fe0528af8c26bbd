"""What holds for every style, shown with a picture that has something in every layer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from numpy.typing import NDArray

from models.miniature.drawing.picture import Layer, Picture, Placed, Veil
from models.miniature.drawing.shapes import Role, circle, filled, rectangle
from models.miniature.scene import Style
from models.miniature.styles.registry import GRIDS, STYLES

Pixels = Callable[..., NDArray[np.int16]]

FRAME = circle(256, 256, 205)
EVERY_STYLE = pytest.mark.parametrize("style", list(Style))
REACHED = {
    Layer.LIGHTS: (slice(10, 28), slice(65, 82)),
    Layer.FAR: (slice(32, 55), slice(8, 38)),
    Layer.MID: (slice(50, 62), slice(6, 90)),
    Layer.GROUND: (slice(64, 90), slice(6, 90)),
    Layer.SUBJECT: (slice(38, 81), slice(28, 68)),
    Layer.FRONT: (slice(76, 88), slice(10, 20)),
    Layer.AIR: (slice(16, 26), slice(25, 29)),
}
"""Where in 96 pixels each layer of the picture has something to show."""


def without(picture: Picture, layer: Layer) -> Picture:
    return replace(picture, placed=tuple(one for one in picture.placed if one.layer is not layer))


def with_drawing(picture: Picture, placed: Placed) -> Picture:
    return replace(picture, placed=(*picture.placed, placed))


def framed(picture: Picture) -> Picture:
    return replace(picture, frame=FRAME)


def difference(one: NDArray[np.int16], other: NDArray[np.int16]) -> float:
    return float(np.abs(one - other).mean())


def test_every_style_has_a_function_and_only_pixel_art_has_a_grid() -> None:
    assert set(STYLES) == set(Style)
    assert set(GRIDS) == {Style.PIXEL}


@EVERY_STYLE
@pytest.mark.parametrize("has_frame", [False, True])
def test_a_document_is_well_formed_and_holds_no_text(style: Style, picture: Picture, has_frame: bool) -> None:
    svg = STYLES[style](framed(picture) if has_frame else picture)

    root = ET.fromstring(svg)

    assert root.tag.endswith("svg")
    assert not [element for element in root.iter() if element.tag.endswith(("text", "foreignObject"))]


@EVERY_STYLE
@pytest.mark.parametrize("has_frame", [False, True])
def test_all_that_is_referred_to_is_defined_once(style: Style, picture: Picture, has_frame: bool) -> None:
    svg = STYLES[style](framed(picture) if has_frame else picture)

    defined = re.findall(r' id="([^"]+)"', svg)
    used = set(re.findall(r"url\(#([^)]+)\)", svg)) | set(re.findall(r'href="#([^"]+)"', svg))

    assert used <= set(defined)
    assert len(defined) == len(set(defined))


@EVERY_STYLE
def test_a_document_has_no_number_that_is_none(style: Style, picture: Picture) -> None:
    svg = STYLES[style](framed(picture))

    assert not re.search(r"\b(nan|inf|None)\b", svg)


@EVERY_STYLE
def test_at_most_one_filter_is_defined_because_filters_take_most_of_the_time(
    style: Style, picture: Picture
) -> None:
    assert STYLES[style](picture).count("<filter") <= 1


@EVERY_STYLE
def test_the_same_picture_gives_the_same_text(style: Style, picture: Picture) -> None:
    assert STYLES[style](picture) == STYLES[style](replace(picture))


@EVERY_STYLE
def test_a_picture_is_not_blank(style: Style, picture: Picture, pixels: Pixels) -> None:
    assert pixels(STYLES[style](picture)).std() > 20


@EVERY_STYLE
@pytest.mark.parametrize("layer", list(REACHED))
def test_what_every_layer_shows_reaches_the_picture(
    style: Style, layer: Layer, picture: Picture, pixels: Pixels
) -> None:
    rows, columns = REACHED[layer]
    shown = pixels(STYLES[style](picture))[rows, columns]

    missing = pixels(STYLES[style](without(picture, layer)))[rows, columns]

    assert difference(shown, missing) > 3


@pytest.mark.parametrize("has_frame", [False, True])
def test_no_two_styles_look_alike_when_small(picture: Picture, pixels: Pixels, has_frame: bool) -> None:
    drawn = {
        style: pixels(render(framed(picture) if has_frame else picture)) for style, render in STYLES.items()
    }

    alike = [
        (one.value, other.value)
        for one, other in combinations(drawn, 2)
        if difference(drawn[one], drawn[other]) < 8
    ]

    assert not alike


@EVERY_STYLE
def test_other_colours_give_other_pixels(style: Style, picture: Picture, pixels: Pixels) -> None:
    turned = {role: f"#{colour[3:5]}{colour[5:7]}{colour[1:3]}" for role, colour in picture.colours.items()}

    changed = pixels(STYLES[style](replace(picture, colours=turned)))

    assert difference(pixels(STYLES[style](picture)), changed) > 4


@EVERY_STYLE
@pytest.mark.parametrize(
    "veil",
    [
        Veil(layer=Layer.GROUND, colour="#fbf6ea", top=100, bottom=400, top_opacity=0.2, bottom_opacity=0.9),
        Veil(layer=Layer.FAR, colour="#e2604a", around=(256, 200), radius=240, top_opacity=0.8),
        Veil(layer=Layer.FRONT, colour="#1a1c2b", top_opacity=0.6, bottom_opacity=0.6),
    ],
    ids=["mist", "glow", "gloom"],
)
def test_a_veil_is_seen(style: Style, veil: Veil, picture: Picture, pixels: Pixels) -> None:
    veiled = pixels(STYLES[style](replace(picture, veils=(veil,))))

    assert difference(pixels(STYLES[style](picture)), veiled) > 1.5


@EVERY_STYLE
def test_a_frame_cuts_what_stands_in_a_corner(style: Style, picture: Picture, pixels: Pixels) -> None:
    block = Placed(layer=Layer.MID, drawing=(filled(rectangle(380, -20, 160, 150), Role.ACCENT),))
    corner = (slice(8, 14), slice(81, 87))
    cut, uncut = framed(picture), picture

    assert (
        difference(
            pixels(STYLES[style](cut))[corner], pixels(STYLES[style](with_drawing(cut, block)))[corner]
        )
        < 0.5
    )
    assert (
        difference(
            pixels(STYLES[style](uncut))[corner], pixels(STYLES[style](with_drawing(uncut, block)))[corner]
        )
        > 3
    )


@EVERY_STYLE
def test_what_is_in_the_air_lies_over_the_frame(style: Style, picture: Picture, pixels: Pixels) -> None:
    ring = Placed(layer=Layer.AIR, drawing=(filled(circle(440, 72, 24), Role.GLOW),))
    corner = (slice(10, 17), slice(79, 86))
    plain = framed(picture)

    ringed = pixels(STYLES[style](with_drawing(plain, ring)))[corner]

    assert difference(pixels(STYLES[style](plain))[corner], ringed) > 3
