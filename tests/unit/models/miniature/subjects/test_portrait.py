from __future__ import annotations

import random

from models.miniature.drawing.shapes import Role
from models.miniature.scene import Subject
from models.miniature.subjects.portrait import DRAWINGS, _person

SEEDS = range(80)


def test_hair_never_has_the_colour_of_the_skin_beside_it() -> None:
    for seed in SEEDS:
        person = _person(random.Random(seed))
        assert person.hair is not person.skin
        assert person.hair is not person.hair_shade


def test_collars_never_have_the_colour_of_the_skin_beside_them() -> None:
    for seed in SEEDS:
        person = _person(random.Random(seed))
        assert person.trim is not person.skin


def test_people_have_different_skin_and_hair_and_look_to_both_sides() -> None:
    people = [_person(random.Random(seed)) for seed in SEEDS]
    assert len({person.skin for person in people}) == 3
    assert len({person.hair for person in people}) >= 4
    assert {person.look > 0 for person in people} == {True, False}


def test_everybody_has_eyes_or_lids_and_a_mouth_of_dark_lines() -> None:
    for seed in SEEDS:
        drawing = DRAWINGS[Subject.PORTRAIT](random.Random(seed))
        dark = [shape for shape in drawing if Role.DARK in (shape.fill, shape.line) and shape.is_detail]
        assert len(dark) >= 2
