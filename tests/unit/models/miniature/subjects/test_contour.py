"""Contours: curves go through their knots, corners are sharp, edges and parts fit what they belong to."""

from __future__ import annotations

import math
import re

import pytest

from models.miniature.drawing.shapes import Role, filled
from models.miniature.subjects.contour import blob, curve, edge, even, fluffy, limb, mirrored, oval, turned

SQUARE = "^-50,-50 ^50,-50 ^50,50 ^-50,50"


def _points(d: str) -> list[tuple[float, float]]:
    """All points that path data names: ends and handles."""
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", d)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _ends(d: str) -> list[tuple[float, float]]:
    """Only the points that the curve goes through."""
    return _points(d)[::3]


def _segments(d: str) -> list[str]:
    return d.rstrip("z").split("C")[1:]


def test_a_closed_curve_goes_through_its_knots_and_back_to_the_first() -> None:
    assert _ends(blob("0,-40 30,0 0,40 -30,0")) == [(0, -40), (30, 0), (0, 40), (-30, 0), (0, -40)]


def test_an_open_curve_ends_at_its_last_knot() -> None:
    line = curve("0,0 10,-10 20,0")
    assert _ends(line) == [(0, 0), (10, -10), (20, 0)]
    assert not line.endswith("z")


def test_a_line_between_two_corners_is_straight() -> None:
    assert all(x == 50 for x, _ in _points(blob(SQUARE))[4:7])


def test_a_soft_knot_is_left_in_the_direction_in_which_it_was_reached() -> None:
    before, at, after = _points(curve("0,0 30,-30 80,0"))[2:5]
    arrives = math.atan2(at[1] - before[1], at[0] - before[0])
    leaves = math.atan2(after[1] - at[1], after[0] - at[0])
    assert arrives == pytest.approx(leaves, abs=0.02)


def test_four_knots_on_a_circle_make_nearly_a_circle() -> None:
    (start, first, second, end), radius = _points(blob("0,-50 50,0 0,50 -50,0"))[:4], 50
    x = (start[0] + 3 * first[0] + 3 * second[0] + end[0]) / 8
    y = (start[1] + 3 * first[1] + 3 * second[1] + end[1]) / 8
    assert math.hypot(x, y) == pytest.approx(radius, rel=0.03)


def test_shade_along_an_edge_shares_the_very_curve_of_the_outline() -> None:
    outline = "0,-60 40,-30 50,10 20,50 -30,40 -50,-10"
    shared = _segments(edge(outline, 1, 3, "30,20"))[:2]
    assert shared == _segments(blob(outline))[1:3]


def test_an_edge_may_run_past_the_end_of_the_outline() -> None:
    outline = "0,-60 40,-30 50,10 20,50 -30,40 -50,-10"
    whole = _segments(blob(outline))
    assert _segments(edge(outline, 4, 1, "0,0"))[:3] == [whole[4], whole[5], whole[0]]


def test_half_a_contour_makes_an_even_one() -> None:
    assert even("0,-9 5,-4 ^3,2 0,4") == "0,-9 5,-4 ^3,2 0,4 ^-3,2 -5,-4"


def test_an_oval_is_as_wide_and_high_as_it_says() -> None:
    ends = _ends(oval(10, -20, 30, 15))
    assert (min(x for x, _ in ends), max(x for x, _ in ends)) == (-20, 40)
    assert (min(y for _, y in ends), max(y for _, y in ends)) == (-35, -5)


def test_a_tilted_oval_turns_clockwise() -> None:
    highest = min(_ends(oval(0, 0, 30, 10, tilt=45)), key=lambda end: end[1])
    assert highest[0] < 0


def test_a_limb_is_as_thick_as_it_says_and_round_at_its_ends() -> None:
    ends = _ends(limb("0,0,10 0,-100,20"))
    assert max(x for x, y in ends if y == -100) == 20
    assert max(x for x, y in ends if y == 0) == 10
    assert (min(y for _, y in ends), max(y for _, y in ends)) == (-120, 10)


def test_part_of_a_limb_ends_where_it_says_without_rounding() -> None:
    ends = _ends(limb("0,0,10 0,-50,10 0,-100,10", start=0.5))
    assert max(y for _, y in ends) == -50
    assert min(y for _, y in ends) == -110


def test_one_side_of_a_limb_lies_to_the_right_of_its_way() -> None:
    going_up = _ends(limb("0,0,10 0,-100,10", low=0.5))
    assert {x for x, _ in going_up} == {5, 10}


def test_a_fluffy_outline_bulges_between_points_on_the_contour() -> None:
    wool = fluffy(SQUARE, 20)
    assert len(_segments(wool)) == 20
    assert max(x for x, _ in _points(wool)) > 55
    assert all(max(abs(x), abs(y)) <= 50.1 for x, y in _ends(wool))


def test_a_drawing_turns_clockwise_about_a_point() -> None:
    (shape,) = turned((filled("M10.0 0.0C20.0 0.0 30.0 0.0 40.0 0.0z", Role.MAIN),), 90, 10, 0)
    assert _points(shape.d) == [(10, 0), (10, 10), (10, 20), (10, 30)]
    assert shape.fill is Role.MAIN


def test_a_mirrored_drawing_changes_sides_and_back() -> None:
    drawing = (filled(oval(30, -40, 8, 5), Role.MAIN, is_detail=True),)
    assert mirrored(drawing) != drawing
    assert all(x < 0 for x, _ in _points(mirrored(drawing)[0].d))
    assert mirrored(mirrored(drawing)) == drawing
