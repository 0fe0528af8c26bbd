from __future__ import annotations

import pytest

from models.miniature.drawing.shapes import circle, ellipse, polygon, polyline, rectangle, smooth
from models.miniature.styles.extent import extent


@pytest.mark.parametrize(
    ("d", "size"),
    [
        (rectangle(10, -20, 30, 40), (30, 40)),
        (rectangle(0, 0, 30, 40, corner=5), (30, 40)),
        (circle(5, 5, 8), (16, 16)),
        (ellipse(0, 0, 20, 3), (40, 6)),
        (polygon([(0, 0), (9, 2), (4, -7)]), (9, 9)),
        (polyline([(3, 3), (3, 12)]), (0, 9)),
        ("M1 1l4 0 0 6z", (4, 6)),
        ("M10 10H4V-2h12v3", (12, 12)),
        ("M0 0C1 5 9 5 10 0", (10, 5)),
        ("m2-3q-4.5.5 1e1 2", (14.5, 2)),
    ],
)
def test_a_path_is_as_wide_and_high_as_its_points_reach(d: str, size: tuple[float, float]) -> None:
    assert extent(d) == pytest.approx(size)


def test_a_path_of_several_parts_reaches_over_all_of_them() -> None:
    assert extent(circle(0, 0, 5) + circle(100, 50, 5)) == pytest.approx((110, 60))


def test_a_relative_part_after_a_closed_one_starts_where_that_one_did() -> None:
    assert extent("M10 10h5v5zl2 0") == pytest.approx((5, 5))


def test_a_soft_outline_reaches_at_least_as_far_as_the_points_it_goes_through() -> None:
    wide, high = extent(smooth([(0, 0), (40, 10), (20, 30)]))

    assert wide >= 40
    assert high >= 30
