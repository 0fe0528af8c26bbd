"""Lights: each has its own marks, all of them behind the subject."""

from __future__ import annotations

import itertools
import random

import pytest

from models.miniature.backdrop.lights import marks_of_light
from models.miniature.backdrop.palettes import colours_of
from models.miniature.backdrop.skies import CLOUD
from models.miniature.backdrop.stage import Marks, Stage
from models.miniature.drawing.picture import Layer
from models.miniature.drawing.shapes import Role
from models.miniature.scene import Light, Mood, Palette, Setting


def marks(light: Light, *, seed: int = 1, setting: Setting = Setting.MEADOW, side: int = 1) -> Marks:
    stage = Stage(setting=setting, horizon=350, focus=(256, 300), reach=140, side=side)
    colours = colours_of(Palette.OCEAN, light, Mood.CALM)
    return marks_of_light(light, stage, colours, random.Random(seed))


@pytest.mark.parametrize("light", Light)
def test_the_sky_fills_the_picture_before_anything_else(light: Light) -> None:
    sky = marks(light).placed[0]
    assert sky.layer is Layer.SKY
    assert sky.drawing[0].fill is Role.SKY
    assert sky.drawing[0].d == "M0 0h512v512h-512z"


@pytest.mark.parametrize("light", Light)
@pytest.mark.parametrize("setting", Setting)
def test_no_light_stands_before_the_subject(light: Light, setting: Setting) -> None:
    lit = marks(light, setting=setting)
    assert all(placed.layer < Layer.SUBJECT for placed in lit.placed)
    assert all(veil.layer < Layer.SUBJECT for veil in lit.veils)


@pytest.mark.parametrize("light", Light)
def test_the_same_chance_gives_the_same_light(light: Light) -> None:
    assert marks(light, seed=4) == marks(light, seed=4)
    assert marks(light, seed=4) != marks(light, seed=5)


@pytest.mark.parametrize("light", Light)
def test_the_light_comes_from_its_side(light: Light) -> None:
    assert marks(light, side=1) != marks(light, side=-1)


def test_each_light_has_marks_of_its_own() -> None:
    drawings = {light: {placed.drawing for placed in marks(light).placed[1:]} for light in Light}
    for one, other in itertools.combinations(Light, 2):
        assert not drawings[one] & drawings[other]


def test_clouds_stand_in_the_day_but_not_under_water() -> None:
    def clouds(setting: Setting) -> int:
        placed = marks(Light.DAY, setting=setting).placed
        return sum(one.drawing is CLOUD for one in placed)

    assert clouds(Setting.MEADOW) >= 3
    assert clouds(Setting.UNDERWATER) == 0


def test_mist_veils_the_distance_more_than_what_is_near() -> None:
    veils = {veil.layer: veil.bottom_opacity for veil in marks(Light.MIST).veils}
    assert veils[Layer.FAR] > veils[Layer.MID] > veils[Layer.GROUND]


def test_lightning_strikes_before_the_trees_but_stays_outside_a_room() -> None:
    def layers(setting: Setting) -> set[Layer]:
        placed = marks(Light.STORM, setting=setting).placed
        return {one.layer for one in placed if any(shape.fill is Role.GLOW for shape in one.drawing)}

    assert Layer.MID in layers(Setting.FOREST)
    assert layers(Setting.ROOM) == {Layer.LIGHTS}


def test_the_moon_is_never_round_as_the_sun_of_mist_is() -> None:
    for seed in range(6):
        night, mist = (marks(light, seed=seed).placed for light in (Light.NIGHT, Light.MIST))
        assert "A42 42" in night[-1].drawing[0].d
        assert any(one.layer is Layer.LIGHTS and "a52 52" in one.drawing[0].d for one in mist)


def test_the_sun_throws_panes_of_light_onto_the_floor_of_a_room_alone() -> None:
    for light, role in ((Light.DAY, Role.PALE), (Light.GOLDEN, Role.GLOW)):
        inside, outside = (
            [one for one in marks(light, setting=setting).placed if one.layer is Layer.GROUND]
            for setting in (Setting.ROOM, Setting.MEADOW)
        )
        assert len(inside) == len(outside) + 1
        assert inside[-1].drawing[0].fill is role


def test_rain_falls_on_the_ground_but_not_in_a_room() -> None:
    def falls(setting: Setting) -> set[Layer]:
        return {one.layer for one in marks(Light.STORM, setting=setting).placed if one.drawing[0].line}

    assert falls(Setting.MEADOW) == {Layer.GROUND}
    assert falls(Setting.ROOM) == {Layer.LIGHTS}
