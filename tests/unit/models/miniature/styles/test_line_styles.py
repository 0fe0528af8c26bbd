from __future__ import annotations

import colorsys
import io
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import resvg_py
from PIL import Image

from models.miniature.backdrop.palettes import colours_of
from models.miniature.drawing.colours import luminance
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Placement, Veil
from models.miniature.drawing.shapes import Role, circle, ellipse, filled, rectangle, star, stroked
from models.miniature.scene import Light, Mood, Palette
from models.miniature.styles import blueprint, chalk, ink, neon, pixel, woodcut
from models.miniature.styles.hatching import chroma

STYLES: dict[str, Callable[[Picture], str]] = {
    "ink": ink.render,
    "pixel": pixel.render,
    "neon": neon.render,
    "chalk": chalk.render,
    "woodcut": woodcut.render,
    "blueprint": blueprint.render,
}
EVERY = pytest.mark.parametrize("render", STYLES.values(), ids=STYLES)
PALETTES = pytest.mark.parametrize("palette", Palette)

FOCUS, REACH = (256.0, 300.0), 140.0

SUBJECT = (
    filled(ellipse(0, -90, 70, 90), Role.MAIN),
    filled(ellipse(35, -80, 30, 60), Role.MAIN_SHADE),
    filled(circle(0, -150, 45), Role.SECOND),
    filled(circle(-15, -155, 8), Role.DARK),
    filled(circle(12, -130, 1.5), Role.ACCENT, is_detail=True),
    stroked("M-20 -130Q0 -118 20 -130", Role.DARK, 4, is_detail=True),
)
HEART = "M123 45l6 7"
"""Path data that appears nowhere else."""


def picture(palette: Palette = Palette.OCEAN, light: Light = Light.DAY, *extra: Placed) -> Picture:
    def on(layer: Layer, *shapes: object, **at: float) -> Placed:
        return Placed(layer=layer, drawing=shapes, at=Placement(**at))  # type: ignore[arg-type]

    placed = (
        on(Layer.SKY, filled(rectangle(0, 0, SIDE, SIDE), Role.SKY)),
        on(Layer.SKY, filled(circle(400, 90, 80), Role.PALE, is_detail=True), opacity=0.2),
        on(Layer.LIGHTS, filled(circle(400, 90, 40), Role.GLOW)),
        on(Layer.FAR, filled("M-20 350L120 200L260 350z", Role.FAR), opacity=0.6),
        on(Layer.MID, filled("M-20 350C100 300 400 300 532 350V540H-20z", Role.MID)),
        on(Layer.GROUND, filled(rectangle(-20, 380, 552, 160), Role.GROUND)),
        on(Layer.GROUND, stroked("M20 420h60M300 460h80", Role.PALE, 4), opacity=0.75),
        on(Layer.SUBJECT, *SUBJECT, x=256, y=440, scale=1.4),
    )
    return Picture(
        colours=colours_of(palette, light, Mood.CALM),
        placed=(*placed, *extra),
        veils=(),
        horizon=350,
        focus=FOCUS,
        reach=REACH,
        seed=4,
        is_dark=light in (Light.NIGHT, Light.AURORA),
    )


def without_subject(whole: Picture) -> Picture:
    return replace(whole, placed=tuple(one for one in whole.placed if one.layer is not Layer.SUBJECT))


def shown(svg: str, size: int = 96) -> np.ndarray:
    """The brightness of every pixel, from 0 to 255."""
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size))
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"), dtype=float)


def colours_in(svg: str) -> set[str]:
    return set(re.findall(r"#[0-9a-f]{6}", svg))


def first_colour(svg: str) -> str:
    found = re.search(r'<(?:rect|path)[^>]*fill="(#[0-9a-f]{6})"', svg.split("</defs>")[1])
    assert found is not None
    return found.group(1)


def hue(colour: str) -> float:
    return colorsys.rgb_to_hsv(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0]


@EVERY
@pytest.mark.parametrize("light", Light)
def test_a_picture_is_well_formed_and_uses_only_what_it_defines(
    render: Callable[[Picture], str], light: Light
) -> None:
    svg = render(replace(picture(Palette.CANDY, light), frame=circle(256, 256, 200)))

    root = ET.fromstring(svg)
    defined = {element.get("id") for element in root.iter() if element.get("id")}
    assert set(re.findall(r"url\(#(\w+)\)", svg)) <= defined
    assert "none" not in defined


@EVERY
def test_the_same_picture_is_drawn_with_the_same_bytes(render: Callable[[Picture], str]) -> None:
    assert render(picture()) == render(picture())


@EVERY
def test_no_filter_slows_a_picture_down_and_no_text_is_lost(render: Callable[[Picture], str]) -> None:
    svg = render(picture())

    assert "<filter" not in svg
    assert "<text" not in svg


@EVERY
@PALETTES
@pytest.mark.parametrize("light", [Light.DAY, Light.NIGHT, Light.MIST])
def test_the_subject_stands_out_from_its_surroundings_on_a_small_picture(
    render: Callable[[Picture], str], palette: Palette, light: Light
) -> None:
    whole = picture(palette, light)
    with_it, without = shown(render(whole)), shown(render(without_subject(whole)))

    across, down = np.meshgrid(np.arange(96), np.arange(96))
    inside = ((across - 48) / 19) ** 2 + ((down - 58) / 26) ** 2 < 1
    around = without[inside].mean()
    assert np.quantile(np.abs(with_it[inside] - around), 0.85) > 30


@EVERY
@PALETTES
def test_day_and_night_look_different_on_every_palette(
    render: Callable[[Picture], str], palette: Palette
) -> None:
    day, night = (shown(render(picture(palette, light)), 48) for light in (Light.DAY, Light.NIGHT))

    assert day.mean() > night.mean() + 8


@EVERY
def test_palettes_do_not_share_their_ground(render: Callable[[Picture], str]) -> None:
    pictures = {tuple(sorted(colours_in(render(picture(palette))))) for palette in Palette}

    assert len(pictures) == len(Palette)


@EVERY
def test_what_lies_outside_the_frame_is_hidden_but_for_what_is_in_the_air(
    render: Callable[[Picture], str],
) -> None:
    framed = replace(picture(), frame=circle(256, 256, 150))
    corner = (filled(star(60, 440, 40, 16, 5), Role.ACCENT),)
    hidden = Placed(layer=Layer.FRONT, drawing=corner)
    floating = Placed(layer=Layer.AIR, drawing=corner)

    plain, behind, before = (
        shown(render(replace(framed, placed=(*framed.placed, *more))))
        for more in ((), (hidden,), (floating,))
    )

    assert np.array_equal(plain, behind)
    assert np.abs(plain - before).max() > 30


@EVERY
def test_a_veil_changes_the_picture_where_it_is_dense_and_not_the_subject_before_it(
    render: Callable[[Picture], str],
) -> None:
    clear = picture(Palette.MOSS, Light.NIGHT)
    mist = Veil(layer=Layer.GROUND, colour="#ffffff", top=340, bottom_opacity=0.9, top_opacity=0.9)
    one, other = (shown(render(replace(clear, veils=veils))) for veils in ((), (mist,)))

    changed = np.abs(one - other)
    assert changed[70:88, 10:20].mean() > 8
    assert changed[45:60, 44:52].mean() < 6


@EVERY
def test_a_round_veil_leaves_its_middle_clear(render: Callable[[Picture], str]) -> None:
    clear = picture(Palette.HONEY, Light.DAY)
    dark = Veil(layer=Layer.GROUND, colour="#050505", around=FOCUS, radius=260, bottom_opacity=0.9)
    one, other = (shown(render(replace(clear, veils=veils))) for veils in ((), (dark,)))

    changed = one - other
    assert changed[:, 4:12].mean() > changed[40:70, 40:56].mean() + 4


@EVERY
def test_what_is_mirrored_in_water_can_be_seen(render: Callable[[Picture], str]) -> None:
    whole = picture(Palette.LAGOON, Light.DAY)
    mirrored = Placed(
        layer=Layer.GROUND,
        drawing=SUBJECT,
        at=Placement(x=100, y=380, scale=0.8, flop=True, opacity=0.5),
    )

    one = shown(render(whole))
    other = shown(render(replace(whole, placed=(*whole.placed, mirrored))))

    assert np.abs(one - other)[74:90, 14:24].mean() > 6


@PALETTES
@pytest.mark.parametrize("light", Light)
def test_ink_is_dark_on_light_paper_and_light_on_dark_paper(palette: Palette, light: Light) -> None:
    drawn = picture(palette, light)

    paper = luminance(first_colour(ink.render(drawn)))

    assert paper < 0.2 if drawn.is_dark else paper > 0.7


def test_ink_hatches_closer_what_is_darker() -> None:
    def lines(colour: str) -> int:
        drawn = picture()
        colours = {**drawn.colours, Role.MID: colour}
        svg = ink.render(replace(drawn, colours=colours))
        used = re.search(re.escape(drawn.placed[4].drawing[0].d) + r'" fill="url\(#(\w+)\)', svg)
        return len(re.findall(rf'id="{used.group(1)}".*?</pattern>', svg)[0].split("Q")) if used else 0

    assert lines("#f4f4f4") < lines("#888888") < lines("#111111")


def test_ink_lays_a_dark_veil_as_lines_and_not_as_a_gradient() -> None:
    dark = Veil(layer=Layer.GROUND, colour="#050505", around=FOCUS, radius=260, bottom_opacity=0.9)

    assert "<radialGradient" not in ink.render(replace(picture(), veils=(dark,)))
    assert "<radialGradient" in ink.render(replace(picture(light=Light.NIGHT), veils=(dark,)))


def test_pixels_have_hard_edges_and_no_gradients() -> None:
    mist = Veil(layer=Layer.GROUND, colour="#ffffff", bottom_opacity=0.9)

    svg = pixel.render(replace(picture(), veils=(mist,)))

    assert 'shape-rendering="crispEdges"' in svg
    assert "Gradient" not in svg
    assert len(np.unique(shown(svg, pixel.CELLS))) < 60


def test_no_line_among_the_pixels_is_thinner_than_a_cell() -> None:
    thin = Placed(
        layer=Layer.FRONT,
        drawing=(stroked(HEART, Role.DARK, 0.5),),
        at=Placement(scale=0.5),
    )

    svg = pixel.render(picture(Palette.ROSE, Light.DAY, thin))

    widths = []
    for scale, body in re.findall(r"scale\((-?[\d.]+) [^>]*>(.*?)</g>", svg):
        lines = re.findall(r'fill="none" stroke="[^"]*" stroke-width="([\d.]+)"', body)
        widths += [float(width) * float(scale) for width in lines]
    assert len(widths) >= 2
    assert min(widths) >= pixel.CELL - 0.05


def test_small_details_are_left_out_of_the_pixels_but_an_eye_is_not() -> None:
    whole = pixel.render(picture())

    assert circle(12, -130, 1.5) not in whole
    assert circle(-15, -155, 8) in whole


def test_many_small_dots_are_left_out_of_the_pixels_as_one_is() -> None:
    dots = circle(0, 0, 2) + circle(80, 60, 2)
    patch = circle(0, 0, 2) + circle(80, 60, 20)
    spotted = (filled(dots, Role.ACCENT, is_detail=True), filled(patch, Role.ACCENT, is_detail=True))

    svg = pixel.render(picture(Palette.ROSE, Light.DAY, Placed(layer=Layer.FRONT, drawing=spotted)))

    assert f'd="{dots}"' not in svg
    assert f'd="{patch}"' in svg


def test_rain_is_dimmer_in_neon_than_a_lamp() -> None:
    def width(layer: Layer) -> float:
        rain = Placed(layer=layer, drawing=(stroked(HEART, Role.STAR, 1.0),))
        strokes = re.findall(
            rf'd="{HEART}"[^>]*stroke-width="([\d.]+)"', neon.render(picture(Palette.ROSE, Light.DAY, rain))
        )
        return max(map(float, strokes))

    assert width(Layer.GROUND) < 0.7 * width(Layer.LIGHTS)


def test_the_pixel_subject_has_a_dark_outline() -> None:
    image = shown(pixel.render(picture(Palette.HONEY, Light.DAY)), pixel.CELLS)
    row = image[round(300 / pixel.CELL), :]

    assert row[:24].min() < 40
    assert row[24:].min() < 40


def test_a_veil_over_pixels_is_dithered_from_cell_to_cell() -> None:
    bare = replace(picture(), placed=picture().placed[:1], horizon=1)
    mist = Veil(layer=Layer.SKY, colour="#000000", top_opacity=0.45, bottom_opacity=0.45)

    image = shown(pixel.render(replace(bare, veils=(mist,))), pixel.CELLS)

    steps = np.abs(np.diff(image[40:44, :], axis=1)) > 2
    assert 0.2 < steps.mean() < 1


@PALETTES
def test_the_neon_wall_is_dark_on_every_palette_and_darker_by_night(palette: Palette) -> None:
    day, night = (
        luminance(first_colour(neon.render(picture(palette, light)))) for light in (Light.DAY, Light.NIGHT)
    )

    assert night < day < 0.2


def test_a_neon_tube_is_a_wide_faint_stroke_under_a_narrow_bright_one() -> None:
    body = neon.render(picture()).split("</defs>")[1]
    strokes = re.findall(re.escape(SUBJECT[2].d) + r'"[^>]*stroke="([^"]+)" stroke-width="([\d.]+)"', body)
    widths = [float(width) for _, width in strokes][-4:]

    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 6 * widths[-1]
    assert luminance(strokes[-1][0]) > luminance(strokes[-2][0])


@PALETTES
@pytest.mark.parametrize("light", [Light.DAY, Light.STORM, Light.NIGHT])
def test_the_blackboard_is_dark_and_has_a_wooden_frame(palette: Palette, light: Light) -> None:
    image = shown(chalk.render(picture(palette, light)))

    board = luminance(first_colour(chalk.render(picture(palette, light))))
    assert board < 0.25
    frame = np.concatenate([image[0:3, 6:-6].ravel(), image[6:-6, 0:3].ravel()])
    assert frame.mean() > 255 * board + 30


def test_chalk_lines_are_dry_and_drawn_twice_on_the_subject() -> None:
    body = chalk.render(picture()).split("</defs>")[1]

    dashed = re.findall(re.escape(SUBJECT[0].d) + r'"[^>]*stroke-dasharray="([^"]+)"', body)

    assert len(dashed) == 2
    assert dashed[0] != dashed[1]


@PALETTES
@pytest.mark.parametrize("light", Light)
def test_a_woodcut_is_printed_in_at_most_four_colours(palette: Palette, light: Light) -> None:
    veil = Veil(layer=Layer.FAR, colour="#ffffff", top_opacity=0.1, bottom_opacity=0.8)

    svg = woodcut.render(replace(picture(palette, light), veils=(veil,)))

    assert len(colours_in(svg)) <= 4
    assert "opacity" not in svg
    assert "Gradient" not in svg


def test_the_sun_of_a_woodcut_is_printed_in_the_subjects_ink_unless_that_is_grey() -> None:
    def sun(main: str) -> set[str]:
        drawn = picture(Palette.OCEAN, Light.DAY)
        svg = woodcut.render(replace(drawn, colours={**drawn.colours, Role.MAIN: main}))
        return set(re.findall(re.escape(circle(400, 90, 40)) + r'" fill="(#[0-9a-f]{6})"', svg))

    assert sun("#cc2211") == {"#cc2211"}
    assert luminance(sun("#222222").pop()) > 0.8


def test_a_black_subject_stays_grey_in_neon_and_chalk() -> None:
    drawn = picture(Palette.EMBER, Light.DAY)
    black = replace(drawn, colours={**drawn.colours, Role.MAIN: "#14161c"})
    for render in (neon.render, chalk.render):
        body = render(black).split("</defs>")[1]
        line = re.findall(re.escape(SUBJECT[0].d) + r'"[^>]*stroke="(#[0-9a-f]{6})"', body)[-1]
        assert chroma(line) < 0.15


def test_a_woodcut_has_a_dark_block_and_light_paper_around_it() -> None:
    image = shown(woodcut.render(picture(Palette.EARTH, Light.NIGHT)))

    assert image[0:2, :].min() > 200
    assert image[6:50, 6:30].min() < 50


@PALETTES
def test_blue_paper_has_the_hue_of_the_palettes_sky(palette: Palette) -> None:
    drawn = picture(palette)

    paper = first_colour(blueprint.render(drawn))

    apart = abs(hue(paper) - hue(drawn.colours[Role.SKY]))
    assert min(apart, 1 - apart) < 0.02
    assert luminance(paper) < 0.45


def test_a_blueprint_has_a_fine_grid_with_major_lines() -> None:
    svg = blueprint.render(picture())

    grids = [re.findall(r"M(\d+) 0V512", d) for d in re.findall(r'd="(M\d+ 0V512M[^"]*)"', svg)]
    assert [len(grid) for grid in grids] == [31, 7]


def test_a_blueprint_measures_the_subject_where_it_stands() -> None:
    svg = blueprint.render(picture())
    moved = blueprint.render(replace(picture(), focus=(150.0, 300.0)))

    assert f"M{FOCUS[0] - REACH:.1f} " in svg
    assert circle(*FOCUS, REACH * 1.08) in svg
    assert f"M{150 - REACH:.1f} " in moved


def test_the_title_block_stands_on_the_side_where_the_subject_is_not() -> None:
    def block(x: float) -> bool:
        return f'd="{rectangle(12, 458, 112, 42)}"' in blueprint.render(replace(picture(), focus=(x, 300.0)))

    assert block(360)
    assert not block(150)
