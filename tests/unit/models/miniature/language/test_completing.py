"""Completing: what was said stays, the rest depends on the seed alone and makes sense."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.miniature.language.attributes import BESIDE_SUBJECT
from models.miniature.language.completing import complete, kinds_of_open, telling_subjects
from models.miniature.language.reading import read
from models.miniature.language.wish import Wish
from models.miniature.scene import Light, Mood, Setting, Subject
from tests.unit.models.miniature.language.prompts import anything


@settings(max_examples=200, deadline=None)
@given(anything, st.integers(0, 2**31))
def test_a_scene_has_all_that_was_said(prompt: str, seed: int) -> None:
    wish = read(prompt)
    scene = complete(wish, seed)
    assert scene == complete(wish, seed)
    assert wish.subject in (None, scene.subject)
    assert (scene.tint, scene.count, scene.companion, scene.sign) == (
        wish.tint, wish.count or 1, wish.companion, wish.sign,
    )  # fmt: skip
    assert all(wish.said(one) in (None, getattr(scene, one.value)) for one in BESIDE_SUBJECT)


def test_another_seed_is_another_scene() -> None:
    assert len({complete(Wish(subject=Subject.CAT), seed) for seed in range(20)}) > 15


def test_what_is_not_wanted_is_not_chosen() -> None:
    wish = read("a cat, not at night, without mist, not in a city")
    scenes = [complete(wish, seed) for seed in range(200)]
    assert not {Light.NIGHT, Light.MIST} & {scene.light for scene in scenes}
    assert Setting.CITY not in {scene.setting for scene in scenes}


@pytest.mark.parametrize(
    ("subject", "home"),
    [
        (Subject.FISH, Setting.UNDERWATER),
        (Subject.ROCKET, Setting.SPACE),
        (Subject.LIGHTHOUSE, Setting.BEACH),
    ],
)
def test_a_subject_is_mostly_where_it_is_at_home(subject: Subject, home: Setting) -> None:
    settings_of = Counter(complete(Wish(subject=subject), seed).setting for seed in range(300))
    assert settings_of.most_common(1)[0][0] is home
    assert len(settings_of) > 6


def test_an_open_wish_becomes_things_of_every_kind() -> None:
    subjects = {complete(Wish(is_open=True), seed).subject for seed in range(300)}
    assert all(subjects & set(kind) for kind in kinds_of_open())
    assert Subject.EMBLEM not in subjects


def test_some_subjects_stand_for_ideas() -> None:
    assert Subject.HEART in telling_subjects("an image of love")
    assert Subject.BIRD in telling_subjects("Freiheit")
    assert not telling_subjects("the concept of tax")


def test_a_mood_that_was_named_stays() -> None:
    assert {complete(read("happiness"), seed).mood for seed in range(20)} == {Mood.JOYFUL}
