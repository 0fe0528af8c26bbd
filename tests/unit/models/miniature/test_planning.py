"""Planning: looks that lie apart, each category about its own attributes, and near to what was picked."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping

import pytest

from core.ports import ExpansionRequest, PastTurn
from core.types.slates import Category
from models.miniature.language.attributes import BESIDE_SUBJECT, VISIBLE, Attribute
from models.miniature.language.following import follow
from models.miniature.planning import Planner
from models.miniature.scene import Light, Subject
from models.miniature.steering import Look, Steering, steer

PICKED = "a white cat in the desert at night, in ember reds, in chalk, in close-up, calm"


def request(prompt: str, history: tuple[PastTurn, ...]) -> ExpansionRequest:
    return ExpansionRequest(
        prompt=prompt,
        intent=prompt,
        base=PICKED if any(past.picked for past in history) else prompt,
        history=history,
        categories=tuple(Category),
        per_category=5,
        seed=1,
    )


def planned(
    prompt: str, *history: PastTurn, seed: int = 1, per_category: int = 5
) -> tuple[Mapping[Category, list[Look]], Steering]:
    """The looks for a prompt after such turns."""
    asked = follow(prompt, history)
    steering = steer(asked, request(prompt, history))
    planner = Planner(asked, steering, random.Random(seed))
    return planner.plan(tuple(Category), per_category), steering


def picked(words: str | None = None) -> PastTurn:
    return PastTurn(shown=(PICKED,), picked=PICKED, words=words)


@pytest.mark.parametrize("seed", range(6))
def test_categories_start_far_apart(seed: int) -> None:
    looks, _ = planned("a white cat", seed=seed)
    for one, other in itertools.combinations([group[0] for group in looks.values()], 2):
        assert one.differences(other, VISIBLE) == len(VISIBLE)


@pytest.mark.parametrize("seed", range(6))
def test_a_category_changes_what_it_is_about(seed: int) -> None:
    looks, steering = planned("a white cat", picked(), seed=seed)
    assert steering.home is not None
    for category, attribute in ((Category.STYLE, Attribute.STYLE), (Category.SETTING, Attribute.SETTING)):
        for look in looks[category]:
            assert look.values[attribute] is not steering.home.values[attribute]


def test_a_rephrasing_stays_nearer_than_a_leap() -> None:
    near = far = 0
    for seed in range(10):
        looks, steering = planned("a white cat", picked(), seed=seed)
        assert steering.home is not None
        near += sum(one.differences(steering.home, BESIDE_SUBJECT) for one in looks[Category.REPHRASE])
        far += sum(one.differences(steering.home, BESIDE_SUBJECT) for one in looks[Category.LEAP])
    assert near < far / 1.5


def test_a_refusal_widens_the_search() -> None:
    refusal = PastTurn(shown=("a white cat in the snow by day, in neon",), picked=None, words=None)
    distances = []
    for history in ((picked(),), (picked(), refusal)):
        total = 0
        for seed in range(10):
            looks, steering = planned("a white cat", *history, seed=seed)
            assert steering.home is not None
            total += sum(one.differences(steering.home, BESIDE_SUBJECT) for one in looks[Category.REPHRASE])
        distances.append(total)
    assert distances[0] < distances[1]


def test_nothing_but_what_is_asked_for_is_planned() -> None:
    looks, _ = planned("a white cat by moonlight", picked("not in a forest"))
    for look in itertools.chain(*looks.values()):
        assert look.subject is Subject.CAT
        assert look.values[Attribute.LIGHT] is Light.NIGHT
        assert look.values[Attribute.SETTING] != "forest"


def test_an_idea_picked_as_one_thing_mostly_stays_that_thing() -> None:
    asked_for = PICKED.replace("a white cat", "love as a heart")
    history = PastTurn(shown=(asked_for,), picked=asked_for, words=None)
    asked = follow("love", [history])
    likes = ExpansionRequest(
        prompt="love",
        intent="love",
        base=asked_for,
        history=(history,),
        categories=(),
        per_category=5,
        seed=1,
    )
    looks = Planner(asked, steer(asked, likes), random.Random(2)).plan(tuple(Category), 5)
    kept = {category: sum(one.subject is Subject.HEART for one in group) for category, group in looks.items()}
    assert kept[Category.REPHRASE] >= 3
    assert kept[Category.SETTING] == 0


def test_what_cannot_differ_does_not() -> None:
    looks, _ = planned("a white cat in a forest at night, in chalk, in ocean blues, in close-up, calm")
    assert len({tuple(look.values.items()) for look in itertools.chain(*looks.values())}) == 1
