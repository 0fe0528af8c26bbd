"""What makes flat, watercolour, art deco, cut paper, stained glass and pop art what they are."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.miniature.drawing.colours import luminance
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Placement
from models.miniature.drawing.shapes import Drawing, Role, circle, filled, rectangle, stroked
from models.miniature.styles import deco, flat, glass, papercut, pop, watercolour

Pixels = Callable[..., NDArray[np.int16]]

SIX = pytest.mark.parametrize("style", [flat, watercolour, deco, papercut, glass, pop])
COLOURS = st.from_regex(r"\A#[0-9a-f]{6}\Z")
FRAME = circle(256, 256, 205)
MAT = rectangle(-4, -4, SIDE + 8, SIDE + 8)
BLOCK = (filled(rectangle(-40, -100, 80, 100), Role.MAIN),)
GREYS = {role: "#" + f"{40 + 10 * at:02x}" * 3 for at, role in enumerate(Role)}


def hsv(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hsv(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))


def subject(picture: Picture, drawing: Drawing, at: Placement) -> Picture:
    rest = tuple(one for one in picture.placed if one.layer is not Layer.SUBJECT)
    return replace(picture, placed=(*rest, Placed(layer=Layer.SUBJECT, drawing=drawing, at=at)))


def with_mat(picture: Picture) -> Picture:
    drawing = (filled(MAT + FRAME, Role.DARK), stroked(FRAME, Role.GLOW, 12))
    air = Placed(layer=Layer.AIR, drawing=drawing)
    return replace(picture, frame=FRAME, placed=(*picture.placed, air))


def colour_at(drawn: NDArray[np.int16], x: float, y: float) -> NDArray[np.int16]:
    colour: NDArray[np.int16] = drawn[int(y * len(drawn) / SIDE), int(x * len(drawn) / SIDE)]
    return colour


@SIX
@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_lines_around_the_subject_are_as_wide_at_every_scale(
    style: object, scale: float, picture: Picture
) -> None:
    def widths(size: float) -> list[float]:
        at = Placement(x=256, y=420, scale=size)
        svg = style.render(subject(picture, BLOCK, at))  # type: ignore[attr-defined]
        group = re.findall(rf'<g transform="[^"]*{re.escape(at.transform)}">(.*?)</g>(?!<path)', svg)
        return [float(width) * size for width in re.findall(r'stroke-width="([\d.]+)"', "".join(group))]

    assert widths(scale) == pytest.approx(widths(1.0), abs=0.03)


@SIX
def test_each_style_lays_its_own_sheet_around_a_frame(style: object, picture: Picture) -> None:
    svg = style.render(with_mat(picture))  # type: ignore[attr-defined]

    assert MAT not in svg
    assert f'<path d="{FRAME}" fill="none" stroke="' in svg


@SIX
def test_a_subject_keeps_the_hue_of_its_palette(style: object, picture: Picture, pixels: Pixels) -> None:
    large = (filled(rectangle(-110, -200, 220, 200), Role.MAIN),)
    shown = pixels(
        style.render(subject(picture, large, Placement(x=256, y=420)))  # type: ignore[attr-defined]
    )

    red, green, blue = colour_at(shown, 256, 320)

    hue = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)[0]
    assert hue == pytest.approx(hsv(picture.colours[Role.MAIN])[0], abs=0.06)


@SIX
def test_night_stays_darker_than_day(style: object, picture: Picture, pixels: Pixels) -> None:
    land = (Role.SKY, Role.HORIZON, Role.FAR, Role.MID, Role.GROUND, Role.GROUND_SHADE)
    night = replace(picture, is_dark=True, colours={**picture.colours, **dict.fromkeys(land, "#1b2140")})
    inner = (slice(10, 86), slice(10, 86))

    by_day = pixels(style.render(picture))[inner]  # type: ignore[attr-defined]
    by_night = pixels(style.render(night))[inner]  # type: ignore[attr-defined]

    assert by_night.mean() < by_day.mean() - 40


def test_flat_shapes_have_no_outlines(picture: Picture) -> None:
    svg = flat.render(subject(picture, BLOCK, Placement(x=256, y=420)))
    block = [element for element in re.findall(r"<path [^>]*/>", svg) if BLOCK[0].d in element]

    assert block
    assert not [element for element in block if "stroke-width" in element]


def test_a_flat_subject_casts_a_shadow_only_where_it_stands_on_the_ground(picture: Picture) -> None:
    standing = flat.render(subject(picture, BLOCK, Placement(x=256, y=420)))
    flying = flat.render(subject(picture, BLOCK, Placement(x=256, y=200)))
    mirrored = flat.render(subject(picture, BLOCK, Placement(x=256, y=420, flop=True)))

    assert "skewX" in standing
    assert "skewX" not in flying
    assert "skewX" not in mirrored


def test_a_watercolour_leaves_white_paper_at_its_edges(picture: Picture, pixels: Pixels) -> None:
    drawn = pixels(watercolour.render(picture))

    edges = np.concatenate([drawn[:2].reshape(-1, 3), drawn[:, :2].reshape(-1, 3)])
    assert np.median(edges, axis=0).min() > 225
    assert drawn[8:88, 8:88].mean() < 215


def test_no_two_watercolours_run_in_the_same_way(picture: Picture, pixels: Pixels) -> None:
    one, other = (pixels(watercolour.render(replace(picture, seed=seed))) for seed in (1, 2))

    assert np.abs(one - other).mean() > 1


def test_the_noise_that_lets_paint_run_is_opaque(picture: Picture) -> None:
    matrix = re.search(r'feColorMatrix values="([^"]+)"', watercolour.render(picture))

    assert matrix is not None
    assert matrix[1].split()[-5:] == ["0", "0", "0", "0", "1"]


@given(colour=COLOURS)
def test_washed_black_is_never_quite_black(colour: str) -> None:
    assert luminance(watercolour._washed(colour)) > 0.1


def test_deco_is_framed_in_gold_and_in_silver_where_there_is_no_hue(picture: Picture) -> None:
    gold, silver = deco._gold(picture), deco._gold(replace(picture, colours=GREYS))

    assert hsv(gold)[0] == pytest.approx(hsv(deco.GOLD)[0], abs=0.05)
    assert gold in deco.render(picture)
    assert silver == deco.SILVER
    assert silver in deco.render(replace(picture, colours=GREYS))
    assert deco.GOLD not in deco.render(replace(picture, colours=GREYS))


def test_a_deco_frame_is_the_same_from_all_sides() -> None:
    corners = {(round(x, 3), round(y, 3)) for x, y in deco._stepped(deco.INSET)}

    assert corners == {(SIDE - x, y) for x, y in corners} == {(x, SIDE - y) for x, y in corners}
    assert len(corners) == 20


def test_rays_fan_out_over_a_deco_sky(picture: Picture, pixels: Pixels) -> None:
    bare = replace(picture, placed=picture.placed[:1])

    across = pixels(deco.render(bare), 512)[90, 90:420].mean(axis=1)

    turns = np.diff(np.sign(np.diff(across[::6])))
    assert np.count_nonzero(turns) >= 6


def test_a_paper_subject_throws_a_shadow_down_and_to_the_right(picture: Picture, pixels: Pixels) -> None:
    placed = Placement(x=256, y=400)
    shown = pixels(papercut.render(subject(picture, BLOCK, placed)), 512)
    bare = pixels(papercut.render(subject(picture, (), placed)), 512)

    darker = (bare - shown).mean(axis=2)

    assert darker[360, 299] > 8
    assert darker[403, 256] > 8
    assert darker[360, 208] < 4


def test_paper_sheets_lie_in_a_window_of_several_hues_of_the_palette(picture: Picture) -> None:
    sheets = [papercut._mount(picture, ring) for ring in range(3)]

    assert len(set(sheets)) == 3
    assert all(sheet in papercut.render(picture) for sheet in sheets)
    assert hsv(sheets[0])[0] == pytest.approx(hsv(picture.colours[Role.MAIN])[0], abs=0.03)


def test_a_window_in_the_dark_is_made_of_dark_paper(picture: Picture) -> None:
    by_day = [luminance(papercut._mount(picture, ring)) for ring in range(3)]
    by_night = [luminance(papercut._mount(replace(picture, is_dark=True), ring)) for ring in range(3)]

    assert max(by_night) < min(by_day)


def test_lead_runs_around_every_piece_of_glass(picture: Picture, pixels: Pixels) -> None:
    drawn = pixels(glass.render(subject(picture, BLOCK, Placement(x=256, y=400))), 512)

    for x, y in ((216, 350), (296, 350), (256, 300), (256, 400)):
        assert colour_at(drawn, x, y).max() < 60


def test_a_glass_sky_is_cut_into_panes_of_different_shades(picture: Picture, pixels: Pixels) -> None:
    bare = replace(picture, placed=picture.placed[:1])

    row = pixels(glass.render(bare), 512)[70, 40:470]

    lead = row.max(axis=1) < 60
    assert np.count_nonzero(np.diff(lead.astype(int)) == 1) >= 3
    assert len(np.unique(row[~lead] // 8, axis=0)) >= 4


def test_coloured_squares_run_along_all_sides_of_a_glass_window(picture: Picture, pixels: Pixels) -> None:
    drawn = pixels(glass.render(picture), 512)

    for side in (drawn[16], drawn[496], drawn[:, 16], drawn[:, 496]):
        lead = side.max(axis=1) < 60
        assert np.count_nonzero(np.diff(lead.astype(int)) == 1) >= glass.SQUARES


@given(colour=COLOURS)
def test_a_strong_colour_has_one_of_five_values_and_the_same_hue(colour: str) -> None:
    hue, saturation, value = hsv(colour)
    strong = hsv(pop._strong(colour))

    assert min(abs(strong[2] - step) for step in (0.14, 0.36, 0.6, 0.82, 1.0)) < 0.01 or value == 0
    if saturation > 0.3 and value > 0.4:
        assert abs((strong[0] - hue + 0.5) % 1 - 0.5) < 0.05
        assert strong[1] >= saturation - 0.05


def test_a_comic_panel_has_a_white_border_with_a_black_line(picture: Picture, pixels: Pixels) -> None:
    drawn = pixels(pop.render(picture), 512)

    assert drawn[:10].min() > 240
    assert drawn[:, :10].min() > 240
    assert drawn[pop.EDGE, 60:450].max() < 30


def test_pop_colours_are_printed_beside_their_outlines(picture: Picture) -> None:
    at = Placement(x=256, y=400, scale=2.0)

    assert 'transform="translate(1.50 1.00)"' in pop.render(subject(picture, BLOCK, at))


def test_dots_are_larger_the_higher_they_are_in_the_sky() -> None:
    radii = [float(one) for one in re.findall(r"a([\d.]+) ", pop._dots(lambda x, y: 1 - y / SIDE))]

    assert radii[0] > 5
    assert radii[-1] < 1
    assert radii == sorted(radii, reverse=True)


def test_a_jagged_star_stands_behind_the_subject(picture: Picture, pixels: Pixels) -> None:
    bare = replace(picture, placed=picture.placed[:1])
    drawn = pixels(pop.render(replace(bare, focus=(200.0, 250.0), reach=90.0)), 512)

    assert colour_at(drawn, 200, 250).mean() > colour_at(drawn, 200, 250 - 200).mean()
    column = drawn[100:250, 200].max(axis=1)
    assert (column < 40).any()
