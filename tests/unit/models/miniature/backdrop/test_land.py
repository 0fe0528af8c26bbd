"""What settings are built from: crests, heaps and figures."""

from __future__ import annotations

import itertools
import random
import re

import pytest

from models.miniature.backdrop.land import (
    BOTTOM,
    LEFT,
    RIGHT,
    Figure,
    at_the_sides,
    billows,
    down,
    heaps,
    height_scale,
    land,
    on,
    puff,
    rolling,
)
from models.miniature.drawing.picture import SIDE, Layer
from models.miniature.drawing.shapes import Role, circle, filled

ROCK = (filled(circle(0, -10, 10), Role.MID),)


def chance() -> random.Random:
    return random.Random(3)


def test_a_figure_without_shade_or_light_is_one_drawing() -> None:
    (placed,) = Figure(drawing=ROCK).placed(Layer.MID, 40, 300, 2.0)
    assert (placed.layer, placed.drawing) == (Layer.MID, ROCK)
    assert (placed.at.x, placed.at.y, placed.at.scale, placed.at.opacity) == (40, 300, 2.0, 1.0)


def test_shade_and_light_lie_thinly_over_a_figure_and_turn_with_it() -> None:
    figure = Figure(drawing=ROCK, shade=circle(3, -10, 4), light=circle(-3, -10, 4))
    body, shade, light = figure.placed(Layer.FAR, 40, 300, flip=True)
    assert [one.drawing[0].fill for one in (body, shade, light)] == [Role.MID, Role.DARK, Role.PALE]
    assert body.at.opacity == 1 > light.at.opacity > shade.at.opacity > 0
    assert all(one.at.flip for one in (body, shade, light))


def test_shapes_in_picture_units_stay_where_they_are() -> None:
    placed = on(Layer.GROUND, *ROCK, opacity=0.5)
    assert placed.at.transform == "translate(0.00 0.00) scale(1.0000 1.0000)"
    assert (placed.drawing, placed.at.opacity) == (ROCK, 0.5)


def test_a_crest_reaches_beyond_both_edges_and_stays_near_its_height() -> None:
    crest = rolling(chance(), 300, 8, steps=5)
    assert (crest[0][0], crest[-1][0]) == (LEFT, RIGHT)
    assert all(abs(y - 300) <= 8 for _, y in crest)


def test_a_valley_is_higher_at_both_sides_than_in_the_middle() -> None:
    crest = rolling(chance(), 300, 0, steps=4, sides=40)
    assert [y for _, y in crest] == [260, 290, 300, 290, 260]


def test_heaps_go_from_left_to_right_and_are_of_uneven_width() -> None:
    places = [x for x, _ in heaps(chance(), 300, 5, 8)]
    widths = {round(after - before) for before, after in itertools.pairwise(places)}
    assert places == sorted(places)
    assert len(widths) > 3


@pytest.mark.parametrize("make", [land, billows])
def test_land_is_closed_below_the_picture(make: object) -> None:
    assert callable(make)
    d = make(rolling(chance(), 300, 8))
    assert d.endswith(f"L{RIGHT:.1f} {BOTTOM:.1f}L{LEFT:.1f} {BOTTOM:.1f}z")


def test_a_puff_has_as_many_bulges_as_asked_for_about_its_middle() -> None:
    d = puff(chance(), 100, 200, 40, 20, count=7)
    ends = [tuple(map(float, end)) for end in re.findall(r"1 (\S+) ([-\d.]+)(?=A|z)", d)]
    assert len(ends) == 7
    assert all(60 <= x <= 140 and 180 <= y <= 220 for x, y in ends)


def test_things_on_a_high_horizon_are_smaller_within_bounds() -> None:
    assert (
        height_scale(100) == 0.72 < height_scale(300) < height_scale(345) == 1.0 < height_scale(500) == 1.15
    )


def test_down_goes_from_the_horizon_to_the_bottom_edge() -> None:
    assert (down(300, 0), down(300, 0.5), down(300, 1)) == (300, 406, SIDE)


def test_places_at_the_sides_leave_the_middle_free_and_use_both() -> None:
    places = at_the_sides(chance(), 20, reach=150)
    assert all(x <= 150 or x >= SIDE - 150 for x in places)
    assert sum(x < SIDE / 2 for x in places) == 10
