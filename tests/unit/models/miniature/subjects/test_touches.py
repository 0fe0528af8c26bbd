"""Small parts: eyes are all alike, mostly open, and details may be left out."""

from __future__ import annotations

import random

from models.miniature.drawing.shapes import Role
from models.miniature.subjects.touches import cheek, closed_eye, eyes, mark, open_eye, shade, spot


def test_an_open_eye_is_dark_with_a_pale_glint_to_the_upper_left() -> None:
    dark, glint, _ = open_eye(0, 0, 10)
    assert (dark.fill, glint.fill) == (Role.DARK, Role.PALE)
    x, y = (float(number) for number in glint.d[1:].split("C", maxsplit=1)[0].split())
    assert y < 0
    assert x < 3


def test_both_eyes_are_open_or_both_shut() -> None:
    for seed in range(40):
        shapes = eyes(random.Random(seed), 6, (-20, 0), (20, 0))
        assert shapes in (
            (*open_eye(-20, 0, 6), *open_eye(20, 0, 6)),
            (*closed_eye(-20, 0, 6), *closed_eye(20, 0, 6)),
        )


def test_eyes_are_mostly_open_and_sometimes_shut() -> None:
    shut = sum(eyes(random.Random(seed), 6, (0, 0)) == closed_eye(0, 0, 6) for seed in range(100))
    assert 5 < shut < 40


def test_what_a_small_picture_can_do_without_is_a_detail() -> None:
    outline = "0,-60 40,-30 50,10 20,50 -30,40 -50,-10"
    parts = (
        cheek(0, 0, 5),
        mark("0,0 5,5", Role.DARK, 2),
        spot(0, 0, 3, 3, Role.PALE),
        shade(outline, 1, 3, "0,0"),
    )
    assert all(part.is_detail for part in parts)


def test_an_edge_is_in_shade_unless_another_colour_is_asked_for() -> None:
    outline = "0,-60 40,-30 50,10 20,50 -30,40 -50,-10"
    assert shade(outline, 1, 3, "0,0").fill is Role.MAIN_SHADE
    assert shade(outline, 1, 3, "0,0", role=Role.MAIN_LIGHT).fill is Role.MAIN_LIGHT
