from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from models.miniature.drawing.shapes import Drawing, Role, filled, polygon, stroked
from models.miniature.subjects import forms

Rasterised = Callable[[Drawing], npt.NDArray[np.uint8]]
MARGIN = 20
BLADES = (forms.leaf, forms.petal, forms.drop)


def _box(rasterised: Rasterised, d: str) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a filled outline, in the drawing's units."""
    down, across = np.nonzero(rasterised((filled(d, Role.MAIN),))[..., 3] > 127)
    left, top = int(across.min()) - MARGIN - 100, int(down.min()) - MARGIN - 200
    return left, top, int(across.max()) - MARGIN - 99, int(down.max()) - MARGIN - 199


def _ends(d: str) -> tuple[tuple[float, float], tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", d)]
    return (numbers[0], numbers[1]), (numbers[-2], numbers[-1])


@pytest.mark.parametrize(
    ("degrees", "expected"), [(0, (5, -10)), (90, (15, 0)), (180, (5, 10)), (270, (-5, 0))]
)
def test_angles_begin_upright_and_run_clockwise(degrees: float, expected: tuple[float, float]) -> None:
    assert forms.around(5, 0, 10, degrees) == pytest.approx(expected, abs=1e-9)


def test_points_are_read_from_text() -> None:
    assert forms.points("1,2 -3.5,4") == [(1.0, 2.0), (-3.5, 4.0)]


def test_turned_points_keep_their_distance_from_the_pivot() -> None:
    turned = forms.turned([(3, -50), (20, -90)], 37, pivot=(3, -50))
    assert turned[0] == pytest.approx((3, -50))
    assert math.dist(turned[1], (3, -50)) == pytest.approx(math.dist((20, -90), (3, -50)))


def test_a_quarter_turn_is_clockwise() -> None:
    assert forms.turned([(0, -10)], 90)[0] == pytest.approx((10, 0))


def test_a_symmetric_outline_goes_down_on_the_right_and_up_on_the_left() -> None:
    assert forms.symmetric([(0, -9), (4, -5), (0, -1)]) == [(0, -9), (4, -5), (0, -1), (-4, -5)]


@pytest.mark.parametrize("blade", BLADES)
def test_a_blade_grows_from_its_foot_to_its_end(
    blade: Callable[[float, float, float, float, float], str], rasterised: Rasterised
) -> None:
    left, top, right, bottom = _box(rasterised, blade(10, -50, 60, 24, 0))
    assert top == pytest.approx(-110, abs=2)
    assert bottom == pytest.approx(-50, abs=4)
    assert left + right == pytest.approx(20, abs=2), "it is the same on both sides"
    assert 12 <= right - left <= 30


@pytest.mark.parametrize("blade", BLADES)
def test_a_blade_leans_where_it_is_told(
    blade: Callable[[float, float, float, float, float], str], rasterised: Rasterised
) -> None:
    left, _, right, _ = _box(rasterised, blade(0, -100, 60, 20, 90))
    assert right == pytest.approx(60, abs=2)
    assert left >= -5


def test_a_petal_is_widest_beyond_its_middle_and_a_drop_before(rasterised: Rasterised) -> None:
    def widest(d: str) -> int:
        alpha = rasterised((filled(d, Role.MAIN),))[..., 3] > 127
        return int(alpha.sum(axis=1).argmax()) - MARGIN - 200

    assert widest(forms.petal(0, -100, 60, 24, 0)) < -130
    assert widest(forms.drop(0, -100, 60, 24, 0)) > -130


def test_an_arch_stands_on_its_threshold(rasterised: Rasterised) -> None:
    assert _box(rasterised, forms.arch(0, -20, 40, 70)) == pytest.approx((-20, -90, 20, -20), abs=1)


@pytest.mark.parametrize(("start", "end"), [(0, 90), (20, 300), (-60, 60), (216, 504)])
def test_an_arc_runs_from_its_start_to_its_end(start: float, end: float) -> None:
    first, last = _ends(forms.arc(0, -100, 40, start, end))
    assert first == pytest.approx(forms.around(0, -100, 40, start), abs=0.01)
    assert last == pytest.approx(forms.around(0, -100, 40, end), abs=0.01)


@pytest.mark.parametrize(("start", "end"), [(0, 90), (20, 300), (-60, 60), (216, 504)])
def test_a_sector_covers_its_share_of_the_disc(start: float, end: float, rasterised: Rasterised) -> None:
    covered = int(
        (rasterised((filled(forms.sector(0, -100, 60, start, end), Role.MAIN),))[..., 3] > 127).sum()
    )
    assert covered == pytest.approx(math.pi * 3600 * (end - start) / 360, rel=0.03)


def test_a_clouds_lobes_lie_outside_its_points(rasterised: Rasterised) -> None:
    corners = [(-40, -140), (40, -140), (40, -60), (-40, -60)]
    left, top, right, bottom = _box(rasterised, forms.cloud(corners))
    assert (left, top) < (-48, -148)
    assert (right, bottom) > (48, -52)
    square = rasterised((filled(polygon(corners), Role.MAIN),))[..., 3] > 127
    cloud = rasterised((filled(forms.cloud(corners), Role.MAIN),))[..., 3] > 127
    assert (cloud | ~square).all()


def test_a_blossom_has_as_many_lobes_as_petals() -> None:
    assert forms.blossom(0, 0, 10, 7).count("A") == 7


def test_marks_and_traces_are_details() -> None:
    assert forms.mark("M0 0z", Role.PALE) == filled("M0 0z", Role.PALE, is_detail=True)
    assert forms.trace("M0 0L1 1", Role.DARK, 2) == stroked("M0 0L1 1", Role.DARK, 2, is_detail=True)
