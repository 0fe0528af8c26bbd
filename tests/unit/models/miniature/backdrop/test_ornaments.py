"""Ornaments: shadows, frames, still water and badges."""

from __future__ import annotations

import random

import pytest

from models.miniature.backdrop import ornaments
from models.miniature.drawing.picture import SIDE, Layer, Placement
from models.miniature.drawing.shapes import Role, circle, filled

FRAMES = [ornaments.round_frame(), ornaments.arched_frame()]


def test_a_shadow_lies_where_something_stands() -> None:
    for spot in ornaments.shadow(Placement(x=100, y=300, scale=2)):
        assert spot.layer is Layer.GROUND
        assert spot.drawing[0].fill is Role.GROUND_SHADE
        assert " 300a" in spot.drawing[0].d


def test_a_reflection_stands_on_its_head_below_the_water_line() -> None:
    at = ornaments.mirrored(Placement(x=100, y=330, scale=1.2, flip=True), 336)
    assert at.flop
    assert at.flip
    assert (at.x, at.y, at.scale) == (100, 342, 1.2)
    assert at.opacity == 0.5


def test_the_reflection_of_a_reflection_is_upright() -> None:
    at = Placement(x=100, y=330)
    twice = ornaments.mirrored(ornaments.mirrored(at, 336), 336)
    assert not twice.flop
    assert twice.y == at.y


def test_still_water_reaches_from_the_line_to_the_lower_edge() -> None:
    water, bank = ornaments.still_water(340)
    assert water.drawing[0].fill is Role.WATER
    assert water.drawing[0].d.startswith("M-4 340h520v176")
    assert bank.drawing[0].line is Role.GROUND_SHADE


def test_ripples_lie_below_the_water_line() -> None:
    (ripples,) = ornaments.ripples(340, 256, random.Random(1))
    heights = [float(point.split()[1]) for point in ripples.drawing[0].d.replace("M", "L").split("L")[1:]]
    assert min(heights) > 340
    assert max(heights) < SIDE + 4


@pytest.mark.parametrize("outline", FRAMES)
def test_a_mat_leaves_the_frames_inside_open(outline: str) -> None:
    (border,) = ornaments.border(outline).placed
    mat, *ornament = border.drawing
    assert border.layer is Layer.AIR
    assert mat.d.endswith(outline)
    assert sum(shape.line is Role.GLOW for shape in ornament) == 2


def test_a_badge_shows_the_emblem_in_its_middle() -> None:
    emblem = (filled(circle(0, -100, 90), Role.MAIN),)
    disc, shown = ornaments.badge(emblem, Placement(x=400, y=120, scale=0.4), Layer.AIR)
    assert shown.drawing == emblem
    assert shown.at.x == 400
    assert shown.at.y - 100 * shown.at.scale == 120
    assert {shape.fill for shape in disc.drawing} == {None, Role.ACCENT, Role.PALE}


@pytest.mark.parametrize("side", [-1, 1])
def test_a_path_winds_on_its_side(side: int) -> None:
    path, fence = ornaments.path_with_fence(side, 340, random.Random(1), bare=False).placed
    assert path.drawing[0].fill is Role.HORIZON
    assert {shape.fill or shape.line for shape in fence.drawing} == {Role.SECOND, Role.SECOND_SHADE}
    xs = [
        float(point.split()[0])
        for point in fence.drawing[1].d.replace("M", "L").replace("z", "").split("L")[1:]
    ]
    assert all((x - SIDE / 2) * side > 0 for x in xs)
