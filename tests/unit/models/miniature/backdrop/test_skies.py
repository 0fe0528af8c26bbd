"""What stands in the sky: moons, curtains of light, masses of cloud."""

from __future__ import annotations

import random
import re

import pytest

from models.miniature.backdrop import skies
from models.miniature.backdrop.stage import Stage
from models.miniature.drawing.picture import SIDE
from models.miniature.drawing.shapes import Role
from models.miniature.scene import Setting

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def test_the_sun_has_its_rays_outside_its_disc() -> None:
    rays, disc = skies.sun((100, 80), 40)
    points = [tuple(map(float, NUMBER.findall(point))) for point in re.split("[MLz]", rays.d) if point]
    assert len(points) == 36
    assert all((x - 100) ** 2 + (y - 80) ** 2 > 45**2 for x, y in points)
    assert disc.fill is rays.fill is Role.GLOW


@pytest.mark.parametrize("count", [1, 16, 34])
def test_stars_stay_above_the_horizon(count: int) -> None:
    stage = Stage(setting=Setting.SNOW, horizon=300, focus=(256, 300), reach=100)
    shapes = skies.stars(stage, random.Random(2), count).drawing
    assert len(shapes) == count
    heights = [float(NUMBER.findall(shape.d)[1]) for shape in shapes]
    assert max(heights) < 300


def test_the_curtains_of_northern_lights_reach_from_edge_to_edge() -> None:
    foot = skies.waving(180, 1, 0.0)
    assert foot[0][0] < 0
    assert foot[-1][0] > SIDE


def test_every_ray_rises_from_the_foot_of_its_curtain() -> None:
    foot = skies.waving(180, 1, 0.0)
    rays = skies.rays(foot, 100, random.Random(1))
    assert rays.count("z") == len(foot)


def test_a_mass_of_clouds_hangs_down_over_the_whole_width() -> None:
    mass = skies.mass(100, 40, random.Random(1))
    assert mass.startswith(f"M-30 -30H{SIDE + 30}V100.0A")
    ends = [float(NUMBER.findall(arc)[5]) for arc in mass.removesuffix("z").split("A")[1:]]
    assert ends == sorted(ends, reverse=True)
    assert ends[-1] <= -30


def test_lightning_reaches_the_ground_or_is_at_least_long_enough_to_be_seen() -> None:
    for end, lowest in ((340.0, 326), (120.0, 206)):
        heights = [float(y) for y in NUMBER.findall(skies.bolt((100, 100), end))[1::2]]
        assert max(heights) == pytest.approx(lowest, abs=1)


def test_shafts_of_light_fan_out_away_from_the_nearer_edge() -> None:
    for x, way in ((100.0, 1), (400.0, -1)):
        for shaft in skies.shafts((x, 80)):
            numbers = list(map(float, NUMBER.findall(shaft.drawing[0].d)))
            assert all((end - x) * way > 0 for end in numbers[2::2])
