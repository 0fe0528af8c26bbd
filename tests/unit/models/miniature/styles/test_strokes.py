from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Placement, Veil
from models.miniature.drawing.shapes import Role, Shape, circle, filled, polygon, rectangle, stroked
from models.miniature.drawing.svg import Document
from models.miniature.styles import strokes

Pixels = Callable[..., NDArray[np.int16]]

COORDINATES = st.floats(-900, 1400)
CORNERS = st.tuples(COORDINATES, COORDINATES)
SQUARE = rectangle(0, 0, 10, 10)


def name_of(role: Role) -> str:
    return role.value


def area(points: list[tuple[float, float]]) -> float:
    following = [*points[1:], *points[:1]]
    return abs(sum(a[0] * b[1] - a[1] * b[0] for a, b in zip(points, following, strict=True))) / 2


def labelled(placed: Placed) -> str:
    return f"<{placed.layer.name}>"


def order_of(text: str) -> list[str]:
    return re.findall(r"<([A-Z]+|rect|/?g|border|sky|ground)\b", text.split("</defs>")[1])


def test_a_fill_without_a_line_says_nothing_of_lines() -> None:
    assert strokes.path("M0 0h1", fill="#123456") == '<path d="M0 0h1" fill="#123456"/>'


def test_a_line_has_round_ends() -> None:
    drawn = strokes.path("M0 0h1", stroke="#123456", width=2)

    assert 'stroke-width="2.00"' in drawn
    assert 'stroke-linejoin="round" stroke-linecap="round"' in drawn


def test_one_paint_is_faded_by_itself_and_two_as_a_whole() -> None:
    only = strokes.path(SQUARE, fill="#000000", opacity=0.5)
    both = strokes.path(SQUARE, fill="#000000", stroke="#ffffff", width=1, opacity=0.5)

    assert 'fill-opacity="0.5"' in only
    assert ' opacity="0.5"' not in only
    assert ' opacity="0.5"' in both
    assert "fill-opacity" not in both


def test_a_plain_shape_has_the_colours_of_its_roles() -> None:
    shape = Shape(d=SQUARE, fill=Role.MAIN, line=Role.DARK, width=3)

    drawn = strokes.plain(shape, name_of, wider=1)

    assert 'fill="main"' in drawn
    assert 'stroke="dark" stroke-width="4.00"' in drawn


def test_lines_can_have_other_paint_than_fills() -> None:
    drawn = strokes.plain(stroked("M0 0h9", Role.DARK, 3), name_of, line=lambda role: "#010203")

    assert 'stroke="#010203"' in drawn
    assert "dark" not in drawn


def test_a_silhouette_covers_fills_and_lines_in_one_colour() -> None:
    drawing = (filled(SQUARE, Role.MAIN), stroked("M0 0h9", Role.DARK, 3))

    drawn = strokes.silhouette(drawing, "#0a0b0c", wider=2)

    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn)) == {"#0a0b0c", "none"}
    assert re.findall(r'stroke-width="([^"]+)"', drawn) == ["4.00", "7.00"]


@given(width=st.floats(0.5, 20), scale=st.floats(0.1, 4))
def test_a_local_width_is_the_same_in_the_picture_at_every_scale(width: float, scale: float) -> None:
    assert strokes.local(width, Placement(scale=scale)) * scale == pytest.approx(width)


def test_a_group_stands_where_it_was_placed_and_is_moved_in_the_picture() -> None:
    at = Placement(x=10, y=20, scale=2)

    assert strokes.group(at, ["<a/>", "<b/>"]) == f'<g transform="{at.transform}"><a/><b/></g>'
    assert strokes.group(at, [], shift=(3, 4)).startswith('<g transform="translate(3 4) translate(10.00')


def test_a_single_faded_path_needs_no_layer_of_its_own() -> None:
    at = Placement(opacity=0.5)
    one, two = strokes.path(SQUARE, fill="#000000"), strokes.path(SQUARE, fill="#ffffff")
    outlined = strokes.path(SQUARE, fill="#000000", stroke="#ffffff", width=2)

    assert ' opacity="0.5"' not in strokes.group(at, [one])
    assert 'fill-opacity="0.5"' in strokes.group(at, [one])
    assert ' opacity="0.5"' in strokes.group(at, [one, two])
    assert ' opacity="0.5"' in strokes.group(at, [outlined])


def test_a_faded_path_looks_the_same_with_and_without_a_layer_of_its_own(pixels: Pixels) -> None:
    def drawn(elements: list[str]) -> NDArray[np.int16]:
        document = Document()
        document.add(strokes.sheet("#ffffff"))
        document.add(strokes.group(Placement(x=100, y=100, scale=20, opacity=0.4), elements))
        return pixels(document.text())

    square = strokes.path(SQUARE, fill="#204060")

    assert np.abs(drawn([square]) - drawn([square, "<g/>"])).max() <= 1


def test_a_subject_alone_has_its_silhouette_behind_its_pieces(picture: Picture) -> None:
    drawing, at = (filled(SQUARE, Role.MAIN), stroked("M0 0h1", Role.DARK, 2)), Placement(scale=2)

    def drawn(layer: Layer) -> list[str]:
        placed = Placed(layer=layer, drawing=drawing, at=at)
        svg = strokes.pieces(picture, placed, lambda shape: f"<{shape.d}>", behind="#000000", wider=3)
        return re.findall(r"<([^>]+)>", svg)[1:-1]

    *behind, first, last = drawn(Layer.SUBJECT)
    assert [first, last] == drawn(Layer.FRONT) == [SQUARE, "M0 0h1"]
    assert [re.findall(r'stroke-width="([^"]+)"', one) for one in behind] == [["3.00"], ["5.00"]]


def test_the_plain_sheet_around_a_frame_is_none_of_the_pieces(picture: Picture) -> None:
    framed = replace(picture, frame=SQUARE)
    border = (filled(f"M-9 -9h30v30h-30z{SQUARE}", Role.PALE), stroked(SQUARE, Role.ACCENT, 2))
    placed = Placed(layer=Layer.AIR, drawing=border)

    svg = strokes.pieces(framed, placed, lambda shape: f"<{shape.line}>")

    assert re.findall(r"<([a-z]+)>", svg) == ["accent"]


def test_a_tone_goes_from_lighter_to_darker() -> None:
    document = Document()

    strokes.tone(document, "#808080", lift=0.5, drop=0.5)

    assert re.findall(r'stop-color="([^"]+)"', document.text()) == ["#c0c0c0", "#404040"]


def test_the_sky_reaches_the_horizons_colour_at_the_horizon(picture: Picture) -> None:
    document = Document()

    strokes.sky(document, replace(picture, horizon=256.0))

    colours = [picture.colours[Role.SKY], picture.colours[Role.HORIZON]]
    stops = re.findall(r'offset="([^"]+)" stop-color="([^"]+)"', document.text())
    assert stops == [("0", colours[0]), ("0.5", colours[1])]


def test_a_halo_stands_at_its_place_in_the_picture() -> None:
    document = Document()

    fill = strokes.halo(document, (30, 40), 50, ((0, "#ffffff", 1), (1, "#000000", 0)))

    assert fill == "url(#d0)"
    assert 'gradientUnits="userSpaceOnUse" cx="30.0" cy="40.0" r="50.0"' in document.text()


@given(corners=st.lists(CORNERS, min_size=3, max_size=3))
def test_a_cropped_triangle_lies_in_the_square_and_is_no_larger(corners: list[tuple[float, float]]) -> None:
    cropped = strokes.cropped(corners)

    assert all(-1e-6 <= x <= SIDE + 1e-6 and -1e-6 <= y <= SIDE + 1e-6 for x, y in cropped)
    assert not cropped or area(cropped) <= min(area(corners), SIDE * SIDE) + 1e-3


def test_what_lies_in_the_square_is_not_cropped_and_what_covers_it_becomes_it() -> None:
    inside = [(10.0, 10.0), (500.0, 20.0), (300.0, 400.0)]
    around = [(-50.0, -50.0), (600.0, -50.0), (600.0, 600.0), (-50.0, 600.0)]

    assert strokes.cropped(inside) == inside
    assert area(strokes.cropped(around)) == pytest.approx(SIDE * SIDE)
    assert strokes.cropped([(600.0, 600.0), (700.0, 600.0), (650.0, 700.0)]) == []


def test_only_a_framed_pictures_sheet_in_the_air_is_its_mat(picture: Picture) -> None:
    frame = circle(256, 256, 200)
    mat = filled(rectangle(0, 0, SIDE, SIDE) + frame, Role.DARK)
    ring = stroked(frame, Role.GLOW, 9)
    air = Placed(layer=Layer.AIR, drawing=(mat, ring))
    framed = replace(picture, frame=frame)

    assert strokes.is_mat(framed, air, mat)
    assert not strokes.is_mat(framed, air, ring)
    assert not strokes.is_mat(framed, replace(air, layer=Layer.MID), mat)
    assert not strokes.is_mat(picture, air, mat)


def test_layers_are_written_from_far_to_near_each_before_its_veil(picture: Picture) -> None:
    document = Document()
    veils = (Veil(layer=Layer.FAR, colour="#ffffff", top_opacity=0.5),)
    shuffled = tuple(reversed(picture.placed))

    strokes.stack(document, replace(picture, placed=shuffled, veils=veils), labelled)

    assert order_of(document.text()) == [
        *("SKY", "LIGHTS", "FAR", "rect", "MID", "GROUND", "SUBJECT", "FRONT", "AIR"),
    ]


def test_a_style_can_lay_veils_and_ornaments_of_its_own(picture: Picture) -> None:
    document = Document()
    veils = (Veil(layer=Layer.SKY, colour="#ffffff", top_opacity=0.5),)

    strokes.stack(
        document,
        replace(picture, veils=veils),
        labelled,
        veil=lambda veil: document.add("<VEIL/>"),
        over_sky="<sky/>",
        over_ground="<ground/>",
        under_air="<border/>",
    )

    assert order_of(document.text()) == [
        *(
            "SKY",
            "VEIL",
            "sky",
            "LIGHTS",
            "FAR",
            "MID",
            "GROUND",
            "ground",
            "SUBJECT",
            "FRONT",
            "border",
            "AIR",
        )
    ]


def test_a_frame_cuts_all_but_the_air_and_a_border_cuts_that_too(picture: Picture) -> None:
    def written(one: Picture, border: str | None) -> list[str]:
        document = Document()
        strokes.stack(document, one, labelled, border=border)
        return order_of(document.text())

    assert written(replace(picture, frame=SQUARE), SQUARE)[-3:] == ["FRONT", "/g", "AIR"]
    assert written(picture, SQUARE)[-4:] == ["/g", "g", "AIR", "/g"]
    assert "g" not in written(picture, None)


def test_a_border_lies_over_the_air_but_under_the_ornament_of_a_frame(picture: Picture) -> None:
    def written(one: Picture) -> list[str]:
        document = Document()
        strokes.enclose(document, one, labelled, "<border/>")
        return order_of(document.text())

    assert written(picture)[-2:] == ["AIR", "border"]
    assert written(replace(picture, frame=SQUARE))[-2:] == ["border", "AIR"]


def test_what_is_written_within_an_outline_is_cut_to_it(pixels: Pixels) -> None:
    document = Document()
    document.add(strokes.sheet("#ffffff"))
    with strokes.within(document, polygon([(0, 0), (256, 0), (256, 512), (0, 512)])):
        document.add(strokes.sheet("#000000"))

    drawn = pixels(document.text())

    assert drawn[:, :47].max() == 0
    assert drawn[:, 49:].min() == 255
