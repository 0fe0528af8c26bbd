"""What hangs, grows and scatters: off the subject, within the picture, on the side it was asked for."""

from __future__ import annotations

import random
import re

import pytest

from models.miniature.backdrop import trimmings
from models.miniature.backdrop.stage import Stage
from models.miniature.drawing.picture import SIDE
from models.miniature.drawing.shapes import Role
from models.miniature.scene import Setting

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
STAGE = Stage(setting=Setting.SNOW, horizon=350, focus=(256, 300), reach=140)
FRAMED = Stage(setting=Setting.SNOW, horizon=338, focus=(256, 300), reach=116, rim=80)


@pytest.mark.parametrize("stage", [STAGE, FRAMED])
def test_nothing_is_scattered_over_the_subject_or_outside_the_frame(stage: Stage) -> None:
    points = trimmings.scattered(stage, random.Random(1), 40, margin=20)
    assert points
    assert all(stage.is_clear(x, y, 20) and stage.is_inside(x, y) for x, y in points)


def test_no_more_is_scattered_than_was_asked_for() -> None:
    assert len(trimmings.scattered(STAGE, random.Random(1), 7, margin=0)) == 7


def test_pennants_hang_from_a_cord_in_more_than_two_colours() -> None:
    *flags, cord = trimmings.bunting(STAGE, Role.DARK, sag=50)
    assert cord.line is Role.DARK
    assert len(flags) == 8
    assert len({flag.fill for flag in flags}) > 2
    for flag in flags:
        left, right, tip = ([float(n) for n in NUMBER.findall(point)] for point in flag.d[1:-1].split("L"))
        assert tip[1] > max(left[1], right[1]) + 40


def test_a_willow_hangs_longest_at_its_edge() -> None:
    for side in (-1, 1):
        shapes = trimmings.willow(STAGE, side, Role.DARK, random.Random(1))
        twigs = [shape for shape in shapes if shape.line is Role.DARK][1:]
        lengths = [float(NUMBER.findall(twig.d)[-1]) for twig in twigs]
        assert lengths == sorted(lengths, reverse=True)
        first = float(NUMBER.findall(twigs[0].d)[0])
        assert (first - SIDE / 2) * side > 200


def test_bare_branches_leave_out_what_would_reach_the_subject() -> None:
    near = Stage(setting=Setting.SNOW, horizon=350, focus=(140, 280), reach=150)
    there, gone = (
        len(trimmings.bare_branches(-1, stage, Role.DARK, random.Random(1))) for stage in (STAGE, near)
    )
    assert gone < there


def test_two_pairs_of_eyes_look_out_of_a_thicket() -> None:
    bush, *eyes = trimmings.thicket(1, STAGE)
    assert bush.fill is Role.DARK
    assert [shape.fill for shape in eyes] == [Role.GLOW, Role.DARK] * 2


@pytest.mark.parametrize("way", [-1, 1])
def test_a_spiral_winds_outwards(way: int) -> None:
    ends = [
        tuple(map(float, NUMBER.findall(part)[-2:]))
        for part in trimmings.spiral((100, 100), 50, way).split("C")
    ]
    distances = [(x - 100) ** 2 + (y - 100) ** 2 for x, y in ends]
    assert distances == sorted(distances)
    assert distances[-1] == pytest.approx(2500, rel=0.01)


def test_shards_are_highest_at_the_edges() -> None:
    shapes = trimmings.shards(STAGE, random.Random(1))
    tips = [[float(n) for n in NUMBER.findall(shape.d)[-2:]] for shape in shapes[:3]]
    assert [y for _, y in tips] == sorted((y for _, y in tips), reverse=True)
    assert {shape.fill for shape in shapes} == {Role.DARK}
