"""Composing: what a scene asks for is in the picture, and nothing else changes."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from models.miniature.backdrop.hues import TINTS
from models.miniature.composing import compose
from models.miniature.drawing.picture import Layer, Picture, Placed
from models.miniature.drawing.shapes import Role
from models.miniature.scene import (
    Composition,
    Light,
    Mood,
    Palette,
    Scene,
    Setting,
    Style,
    Subject,
    Tint,
)

SCENE = Scene(
    subject=Subject.BOAT,
    setting=Setting.MEADOW,
    style=Style.FLAT,
    palette=Palette.OCEAN,
    light=Light.DAY,
    composition=Composition.CENTRED,
    mood=Mood.CALM,
)


def layer(picture: Picture, which: Layer) -> list[Placed]:
    return [placed for placed in picture.placed if placed.layer is which]


def test_the_same_scene_and_seed_give_the_same_picture() -> None:
    assert compose(SCENE, 7) == compose(SCENE, 7)


def test_another_seed_gives_another_picture_of_the_same_scene() -> None:
    assert compose(SCENE, 7).placed != compose(SCENE, 8).placed
    assert compose(SCENE, 7).colours == compose(SCENE, 8).colours


@pytest.mark.parametrize(
    "changed",
    [
        replace(SCENE, mood=Mood.JOYFUL),
        replace(SCENE, palette=Palette.EMBER),
        replace(SCENE, light=Light.NIGHT),
        replace(SCENE, setting=Setting.CITY),
        replace(SCENE, style=Style.INK),
        replace(SCENE, tint=Tint.RED),
    ],
)
def test_what_was_not_changed_stays_as_it_was(changed: Scene) -> None:
    before, after = (layer(compose(scene, 3), Layer.SUBJECT) for scene in (SCENE, changed))
    assert before == after


def test_another_mood_leaves_the_place_as_it_was() -> None:
    before, after = (
        set(layer(compose(replace(SCENE, mood=mood), 3), Layer.FAR)) for mood in (Mood.CALM, Mood.JOYFUL)
    )
    assert before == after


@pytest.mark.parametrize("count", range(1, 6))
@pytest.mark.parametrize("composition", Composition)
def test_counts_show_as_many(count: int, composition: Composition) -> None:
    picture = compose(replace(SCENE, count=count, composition=composition), 1)
    assert len(layer(picture, Layer.SUBJECT)) == count


def test_a_companion_stands_with_the_subject() -> None:
    alone, together = (
        layer(compose(replace(SCENE, companion=one), 1), Layer.SUBJECT) for one in (None, Subject.DOG)
    )
    assert len(together) == len(alone) + 1
    assert together[-1].drawing != together[0].drawing
    assert together[-1].at.scale < together[0].at.scale


@pytest.mark.parametrize("side", range(6))
def test_a_subject_aside_looks_in_whichever_way_it_was_drawn(side: int) -> None:
    for subject, looks_right in ((Subject.CAR, False), (Subject.TRAIN, True)):
        scene = replace(SCENE, subject=subject, composition=Composition.ASIDE)
        (placed,) = layer(compose(scene, side), Layer.SUBJECT)
        stands_left = placed.at.x < 256
        assert (looks_right is not placed.at.flip) is stands_left


def test_a_reflected_boat_stands_on_its_head_in_the_water() -> None:
    picture = compose(replace(SCENE, composition=Composition.REFLECTED), 1)
    (boat,) = layer(picture, Layer.SUBJECT)
    mirrored = [placed for placed in layer(picture, Layer.GROUND) if placed.at.flop]
    assert [placed.drawing for placed in mirrored] == [boat.drawing]
    assert mirrored[0].at.y > boat.at.y
    assert mirrored[0].at.flip is boat.at.flip
    assert mirrored[0].at.opacity == 0.5


def test_all_of_a_reflected_group_and_its_companion_are_mirrored() -> None:
    scene = replace(SCENE, composition=Composition.REFLECTED, count=3, companion=Subject.DOG)
    mirrored = [placed for placed in layer(compose(scene, 1), Layer.GROUND) if placed.at.flop]
    assert len(mirrored) == 4


def test_still_water_lies_on_the_ground_of_the_place() -> None:
    fills = [
        placed.drawing[0].fill
        for placed in layer(compose(replace(SCENE, composition=Composition.REFLECTED), 1), Layer.GROUND)
    ]
    assert Role.GROUND in fills[: fills.index(Role.WATER)]


def test_only_framed_pictures_are_cut_and_their_border_lies_over_everything() -> None:
    for composition in Composition:
        picture = compose(replace(SCENE, composition=composition, mood=Mood.JOYFUL), 1)
        assert (picture.frame is not None) is (composition is Composition.FRAMED)
    framed = compose(replace(SCENE, composition=Composition.FRAMED, mood=Mood.JOYFUL, sign="zorgle"), 1)
    (border,) = layer(framed, Layer.AIR)
    assert framed.placed[-1] is border
    assert framed.frame is not None
    assert border.drawing[0].d.endswith(framed.frame)


def test_unknown_words_float_beside_a_known_subject() -> None:
    plain, signed = (compose(replace(SCENE, sign=sign), 1).placed for sign in ("", "zorgle"))
    assert len(signed) == len(plain) + 2
    assert layer(compose(replace(SCENE, sign="zorgle"), 1), Layer.SUBJECT) == layer(
        compose(SCENE, 1), Layer.SUBJECT
    )


def test_other_unknown_words_have_another_emblem() -> None:
    one, other = (compose(replace(SCENE, sign=sign), 1).placed for sign in ("zorgle", "blim"))
    assert set(one) != set(other)


def test_an_emblem_that_is_the_subject_is_shown_once() -> None:
    picture = compose(replace(SCENE, subject=Subject.EMBLEM, sign="zorgle"), 1)
    (emblem,) = layer(picture, Layer.SUBJECT)
    assert [placed.drawing for placed in picture.placed].count(emblem.drawing) == 1


def test_a_tint_colours_the_subject_alone() -> None:
    plain, tinted = (compose(replace(SCENE, tint=tint), 1).colours for tint in (None, Tint.RED))
    assert tinted[Role.MAIN] == TINTS[Tint.RED].colour
    assert tinted[Role.STAR] == plain[Role.STAR]


@pytest.mark.parametrize("light", Light)
def test_lamps_shine_at_night_and_under_northern_lights(light: Light) -> None:
    assert compose(replace(SCENE, light=light), 1).is_dark is (light in {Light.NIGHT, Light.AURORA})


@pytest.mark.parametrize("composition", Composition)
def test_everything_stands_on_a_shadow(composition: Composition) -> None:
    scene = replace(SCENE, composition=composition, count=2, companion=Subject.DOG)
    picture = compose(scene, 1)
    shadows = [
        placed
        for placed in layer(picture, Layer.GROUND)
        if placed.drawing[0].fill is Role.GROUND_SHADE and placed.at.opacity == 0.8
    ]
    assert len(shadows) >= 3


@pytest.mark.parametrize("setting", Setting)
def test_every_subject_can_stand_in_every_setting(setting: Setting) -> None:
    for index, (subject, composition) in enumerate(zip(Subject, itertools.cycle(Composition), strict=False)):
        scene = replace(SCENE, subject=subject, setting=setting, composition=composition, count=1 + index % 3)
        picture = compose(scene, index)
        assert {placed.layer for placed in picture.placed} >= {Layer.SKY, Layer.GROUND, Layer.SUBJECT}
        assert picture.horizon > 256
