"""Scenes at random: every value as likely, the same for the same seed, and labelled as they are painted."""

from __future__ import annotations

import io
import random
from collections import Counter

import numpy as np
from PIL import Image

from models.miniature.painting import paint
from models.miniature.sampling import ATTRIBUTES, labels_of, paint_many, random_scene
from models.miniature.scene import Scene, Style, Subject


def is_flat(scene: Scene) -> bool:
    return scene.style is Style.FLAT


def test_every_value_comes_about_as_often_as_the_others() -> None:
    chance = random.Random(1)
    scenes = [random_scene(chance) for _ in range(8000)]
    for name, values in ATTRIBUTES.items():
        counts = Counter(getattr(scene, name) for scene in scenes)
        assert set(counts) == set(values)
        assert min(counts.values()) > 0.6 * len(scenes) / len(values)


def test_the_emblem_is_no_subject_to_draw_and_nothing_is_added() -> None:
    chance = random.Random(2)
    for _ in range(500):
        scene = random_scene(chance)
        assert scene.subject is not Subject.EMBLEM
        assert (scene.tint, scene.count, scene.companion, scene.sign) == (None, 1, None, "")


def test_labels_number_the_values_in_order() -> None:
    scene = random_scene(random.Random(3))
    found = [values[label] for label, values in zip(labels_of(scene), ATTRIBUTES.values(), strict=True)]
    assert found == [getattr(scene, name) for name in ATTRIBUTES]


def test_many_are_painted_side_by_side_and_are_those_that_are_wanted() -> None:
    paintings = paint_many(70, seed=4, size_pixels=32, wanted=is_flat, processes=2)
    assert len(paintings) == 70
    assert paintings.pixels.shape == (70, 32, 32, 3)
    column = list(ATTRIBUTES).index("style")
    assert set(paintings.labels[:, column]) == {ATTRIBUTES["style"].index(Style.FLAT)}


def test_the_same_seed_paints_the_same_pictures_as_painting_one_by_one() -> None:
    paintings = paint_many(3, seed=5, size_pixels=32, processes=1)
    chance = random.Random("scenes:5")
    for index, pixels in enumerate(paintings.pixels):
        single = Image.open(io.BytesIO(paint(random_scene(chance), index, 32))).convert("RGB")
        assert np.array_equal(pixels, np.asarray(single))
