from __future__ import annotations

import colorsys
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.miniature.drawing.picture import SIDE, Layer, Placed, Placement, Veil
from models.miniature.drawing.shapes import Role, circle, filled, stroked
from models.miniature.drawing.svg import Document
from models.miniature.styles import hatching

COLOURS = st.from_regex(r"\A#[0-9a-f]{6}\Z")


def placed(*shapes: object, layer: Layer = Layer.MID, **at: float) -> Placed:
    return Placed(layer=layer, drawing=shapes, at=Placement(**at))  # type: ignore[arg-type]


def hsv(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hsv(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))


@given(colour=COLOURS, value=st.floats(0.2, 1.0), most=st.floats(0.0, 1.0))
def test_a_toned_colour_has_the_brightness_that_was_asked_for_and_no_more_saturation(
    colour: str, value: float, most: float
) -> None:
    _, saturation, brightness = hsv(hatching.toned(colour, value=value, times=2.0, most=most))

    assert brightness == pytest.approx(value, abs=0.01)
    assert saturation <= most + 0.03


def test_a_toned_colour_keeps_its_hue_and_grey_stays_grey() -> None:
    assert hsv(hatching.toned("#3366cc", value=0.3))[0] == pytest.approx(hsv("#3366cc")[0], abs=0.01)
    assert hatching.toned("#808080", value=0.2, times=3.0) == "#333333"


def test_brightness_is_that_of_the_strongest_channel() -> None:
    assert hatching.brightness("#00ff10") == 1.0
    assert hatching.brightness("#000000") == 0.0


@given(scale=st.floats(0.2, 3.0), flip=st.booleans(), flop=st.booleans())
def test_a_tile_undoes_the_placement_it_lies_in(scale: float, flip: bool, flop: bool) -> None:
    document, at = Document(), Placement(scale=scale, flip=flip, flop=flop)

    hatching.tiled(document, 48, "<path/>", at)

    written = re.search(r"scale\((\S+) (\S+)\)", at.transform)
    undone = re.search(r'patternTransform="scale\((\S+) (\S+)\)', document.text())
    assert written is not None
    assert undone is not None
    for one, other in zip(written.groups(), undone.groups(), strict=True):
        assert float(one) * float(other) == pytest.approx(1.0, abs=1e-7)


def test_a_hue_near_black_is_less_sure_than_that_of_a_bright_colour() -> None:
    assert hatching.surely("#3366cc") == 1.0
    assert hatching.surely("#12151f") < 0.35


def test_chroma_is_the_distance_from_grey() -> None:
    assert hatching.chroma("#808080") == 0.0
    assert hatching.chroma("#ff0000") == 1.0


def test_equal_tiles_are_defined_once() -> None:
    document = Document()

    urls = {hatching.tiled(document, 48, "<path/>", Placement(x=x, scale=1.5)) for x in (3, 90)}

    assert len(urls) == 1


@pytest.mark.parametrize("falling", [False, True])
def test_slanting_lines_cross_a_tile_from_edge_to_edge(falling: bool) -> None:
    lines = re.findall(r"M(\S+) (\S+)Q\S+ \S+ (\S+) (\S+?)(?=M|$)", hatching.slanted(48, 4, falling=falling))

    assert len(lines) == 8
    for line in lines:
        ax, ay, bx, by = map(float, line)
        assert abs(bx - ax) == pytest.approx(abs(by - ay), abs=0.2)
        assert (bx - ax) * (by - ay) * (1 if falling else -1) > 0


def test_level_and_upright_lines_are_as_many_as_asked_for() -> None:
    assert hatching.level(60, 6).count("M") == 6
    assert hatching.upright(60, 5).count("M") == 5


def test_what_a_gouge_loses_at_one_edge_of_the_tile_enters_at_the_other() -> None:
    cuts = re.findall(r"M(\S+) (\S+)q(\S+) ", hatching.gouges(96, 6, 4.0))

    assert len(cuts) == 12
    for (x, y, half), (again, same, alike) in zip(cuts[::2], cuts[1::2], strict=True):
        assert float(x) - float(again) == pytest.approx(96, abs=0.2)
        assert (y, half) == (same, alike)


def test_a_straight_veil_is_dense_between_its_ends_only() -> None:
    veil = Veil(layer=Layer.FAR, colour="#ffffff", top=100, bottom=300, top_opacity=0.2, bottom_opacity=0.8)

    assert hatching.opacity_at(veil, 5, 99) == 0
    assert hatching.opacity_at(veil, 5, 200) == pytest.approx(0.5)
    assert hatching.opacity_at(veil, 500, 300) == pytest.approx(0.8)
    assert hatching.opacity_at(veil, 5, 301) == 0


def test_a_round_veil_goes_on_beyond_its_radius() -> None:
    veil = Veil(layer=Layer.FAR, colour="#000000", around=(256, 256), radius=100, bottom_opacity=0.6)

    assert hatching.opacity_at(veil, 256, 256) == 0
    assert hatching.opacity_at(veil, 256, 306) == pytest.approx(0.3)
    assert hatching.opacity_at(veil, 0, 0) == pytest.approx(0.6)


def test_the_rows_of_a_veil_are_thicker_where_it_is_denser() -> None:
    veil = Veil(layer=Layer.FAR, colour="#000000", top=0, bottom=SIDE, top_opacity=0.2, bottom_opacity=0.9)

    rows = hatching.veiled(veil, 16).split("M")[1:]
    thick = []
    for row in rows:
        heights = [float(y) for _, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", row)]
        thick.append(max(heights) - min(heights))

    assert thick == sorted(thick)
    assert thick[-1] > 3 * thick[0]


def test_a_veil_that_hides_nothing_leaves_no_rows() -> None:
    assert hatching.veiled(Veil(layer=Layer.FAR, colour="#000000"), 8) == ""


def test_thin_shade_is_a_tint_but_thin_hills_and_mirrored_things_are_not() -> None:
    shade, hill = filled(circle(0, 0, 9), Role.DARK), filled(circle(0, 0, 9), Role.FAR)

    assert hatching.is_tint(placed(shade, opacity=0.2))
    assert not hatching.is_tint(placed(shade))
    assert not hatching.is_tint(placed(hill, opacity=0.6))
    assert not hatching.is_tint(placed(shade, hill, opacity=0.5))


def test_only_parts_with_an_edge_of_their_own_are_outlined() -> None:
    assert hatching.is_outlined(filled("M0 0h9v9z", Role.MAIN))
    assert not hatching.is_outlined(filled("M0 0h9v9z", Role.MAIN_SHADE))
    assert not hatching.is_outlined(filled("M0 0h9v9z", Role.MAIN, is_detail=True))
    assert not hatching.is_outlined(stroked("M0 0h9", Role.DARK, 3))


def test_a_faded_single_shape_needs_no_layer_of_its_own() -> None:
    one = filled("M0 0h9v9z", Role.FAR)

    assert ' fill-opacity="0.5"' in hatching.group(placed(one, opacity=0.5), ["<path/>"])
    assert ' opacity="0.5"' in hatching.group(placed(one, one, opacity=0.5), ["<path/>", "<path/>"])


def test_only_the_subject_is_set_off_and_not_the_light_it_throws() -> None:
    body, beam = filled("M0 0h9v9z", Role.MAIN), filled("M9 9h9v9z", Role.GLOW)

    around = hatching.set_off(
        placed(body, beam, layer=Layer.SUBJECT), ground="#111111", rim="#eeeeee", edge=2
    )

    assert hatching.set_off(placed(body), ground="#111111", rim="#eeeeee", edge=2) == []
    assert [part.count("<path") for part in around] == [1, 1]
    assert "M9 9" not in "".join(around)


def test_a_recoloured_veil_is_never_denser_than_dense() -> None:
    veil = Veil(layer=Layer.FAR, colour="#000000", top_opacity=0.4, bottom_opacity=0.8)

    denser = hatching.recoloured(veil, "#ff0000", times=2.0)

    assert (denser.colour, denser.top_opacity, denser.bottom_opacity) == ("#ff0000", 0.8, 1.0)


def test_a_margin_covers_all_but_what_is_inside_the_outline() -> None:
    margin = hatching.margin(circle(256, 256, 100), "#abcdef")

    assert 'fill-rule="evenodd"' in margin
    assert f"M0 0H{SIDE}V{SIDE}H0z" in margin
    assert math.isclose(margin.count("#abcdef"), 1)
