"""Choosing what was not said: what goes well with a subject, and a whole scene from a wish and a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from models.miniature.language.attributes import BESIDE_SUBJECT, Attribute, Value, values_of
from models.miniature.language.tokens import plain, tokenise
from models.miniature.language.vocabulary.customs import CUSTOMS
from models.miniature.language.wish import Wish
from models.miniature.scene import Light, Scene, Setting, Style, Subject

_AT_HOME = 4.0
_STRANGE = 0.25

HOMES: Mapping[Subject, tuple[Setting, ...]] = {
    Subject.CAT: (Setting.ROOM, Setting.GARDEN, Setting.MEADOW),
    Subject.DOG: (Setting.MEADOW, Setting.GARDEN, Setting.BEACH),
    Subject.FOX: (Setting.FOREST, Setting.SNOW, Setting.MEADOW),
    Subject.RABBIT: (Setting.MEADOW, Setting.GARDEN, Setting.FOREST),
    Subject.BEAR: (Setting.FOREST, Setting.MOUNTAINS, Setting.SNOW),
    Subject.OWL: (Setting.FOREST, Setting.MOUNTAINS),
    Subject.BIRD: (Setting.GARDEN, Setting.FOREST, Setting.CLOUDS),
    Subject.PENGUIN: (Setting.SNOW, Setting.BEACH),
    Subject.FISH: (Setting.UNDERWATER,),
    Subject.WHALE: (Setting.UNDERWATER, Setting.BEACH),
    Subject.TURTLE: (Setting.UNDERWATER, Setting.BEACH),
    Subject.BUTTERFLY: (Setting.GARDEN, Setting.MEADOW),
    Subject.HORSE: (Setting.MEADOW, Setting.BEACH, Setting.MOUNTAINS),
    Subject.LLAMA: (Setting.MOUNTAINS, Setting.DESERT, Setting.MEADOW),
    Subject.ELEPHANT: (Setting.DESERT, Setting.MEADOW, Setting.FOREST),
    Subject.DRAGON: (Setting.MOUNTAINS, Setting.CLOUDS),
    Subject.HOUSE: (Setting.MEADOW, Setting.FOREST, Setting.MOUNTAINS, Setting.SNOW),
    Subject.CASTLE: (Setting.MOUNTAINS, Setting.FOREST, Setting.CLOUDS),
    Subject.LIGHTHOUSE: (Setting.BEACH,),
    Subject.WINDMILL: (Setting.MEADOW, Setting.BEACH),
    Subject.TREE: (Setting.MEADOW, Setting.GARDEN, Setting.MOUNTAINS),
    Subject.FLOWER: (Setting.GARDEN, Setting.MEADOW, Setting.ROOM),
    Subject.MUSHROOM: (Setting.FOREST, Setting.MEADOW),
    Subject.CACTUS: (Setting.DESERT, Setting.ROOM),
    Subject.CAR: (Setting.CITY, Setting.DESERT, Setting.MOUNTAINS),
    Subject.BICYCLE: (Setting.CITY, Setting.GARDEN, Setting.MEADOW),
    Subject.TRAIN: (Setting.MOUNTAINS, Setting.CITY, Setting.SNOW),
    Subject.BOAT: (Setting.BEACH,),
    Subject.ROCKET: (Setting.SPACE, Setting.CLOUDS, Setting.DESERT),
    Subject.BALLOON: (Setting.CLOUDS, Setting.MOUNTAINS, Setting.MEADOW),
    Subject.TEAPOT: (Setting.ROOM, Setting.GARDEN),
    Subject.CAKE: (Setting.ROOM, Setting.GARDEN),
    Subject.FRUIT: (Setting.ROOM, Setting.GARDEN),
    Subject.GUITAR: (Setting.ROOM, Setting.BEACH, Setting.CITY),
    Subject.ROBOT: (Setting.CITY, Setting.SPACE, Setting.ROOM),
    Subject.HEART: (Setting.CLOUDS, Setting.GARDEN, Setting.MEADOW),
    Subject.PORTRAIT: (Setting.GARDEN, Setting.CITY, Setting.MEADOW, Setting.ROOM),
    Subject.LANDSCAPE: (Setting.MOUNTAINS, Setting.BEACH, Setting.FOREST, Setting.MEADOW, Setting.DESERT),
}
"""Where a subject is at home."""

LAND_ANIMALS_AND_THINGS = frozenset(Subject) - {
    Subject.FISH, Subject.WHALE, Subject.TURTLE, Subject.ROBOT, Subject.BOAT, Subject.PORTRAIT,
    Subject.ABSTRACT, Subject.EMBLEM, Subject.HEART, Subject.CASTLE,
}  # fmt: skip
"""What is seldom seen under water."""

_TELLING = frozenset({Subject.BOAT, Subject.ROCKET, Subject.TRAIN, Subject.WHALE, Subject.LIGHTHOUSE})
"""Companions that tell more of the place than the subject does."""

_KINDS_OF_OPEN = (
    (Subject.PORTRAIT,),
    (Subject.BIRD, Subject.HORSE, Subject.BUTTERFLY, Subject.FOX, Subject.RABBIT, Subject.WHALE, Subject.OWL,
     Subject.ELEPHANT, Subject.CAT, Subject.DOG, Subject.TURTLE, Subject.BEAR, Subject.DRAGON),
    (Subject.CAKE, Subject.FRUIT),
    (Subject.LANDSCAPE,),
    (Subject.ABSTRACT,),
    (Subject.FLOWER, Subject.TREE, Subject.HEART, Subject.BALLOON, Subject.BOAT, Subject.LIGHTHOUSE,
     Subject.HOUSE, Subject.CASTLE, Subject.ROCKET, Subject.TRAIN, Subject.GUITAR, Subject.ROBOT),
)  # fmt: skip
"""What an open prompt is shown as: people, animals, food, landscapes, abstract forms and things."""


def kinds_of_open() -> tuple[tuple[Subject, ...], ...]:
    """Subjects of very different kinds that can stand for an idea, grouped by kind."""
    return _KINDS_OF_OPEN


def telling_subjects(text: str) -> frozenset[Subject]:
    """The subjects that stand for the ideas in a text by custom: a heart for love, a dove for peace."""
    words = {token.word for token in tokenise(text)}
    return frozenset(one for ideas, subjects in _customs() if ideas & words for one in subjects)


@cache
def _customs() -> tuple[tuple[frozenset[str], tuple[Subject, ...]], ...]:
    return tuple((frozenset(map(plain, ideas.split())), subjects) for ideas, subjects in CUSTOMS)


def odds(value: Value, subject: Subject, companion: Subject | None = None) -> float:
    """How readily a value is chosen for a subject; 1 is neither likely nor unlikely."""
    if isinstance(value, Setting):
        if value in HOMES.get(companion if companion in _TELLING else subject, ()):
            return _AT_HOME
        if value is Setting.UNDERWATER and subject in LAND_ANIMALS_AND_THINGS:
            return _STRANGE
    if value in {Style.BLUEPRINT, Light.MIST}:
        return 0.6
    return 1.0


def drawn(values: Sequence[Value], weights: Sequence[float], draw: random.Random) -> Value:
    """One of the values, each as likely as its weight says."""
    return draw.choices(values, weights)[0]


def complete(wish: Wish, seed: int) -> Scene:
    """The scene that was asked for; what was not said is chosen by the seed, always the same way."""
    draw = random.Random(f"complete:{seed}")
    subject = wish.subject or draw.choice(draw.choice(_KINDS_OF_OPEN))
    return scene_of(wish, subject, {one: _value(wish, one, subject, draw) for one in BESIDE_SUBJECT})


def scene_of(wish: Wish, subject: Subject, values: Mapping[Attribute, Value], *, count: int = 1) -> Scene:
    """A scene of these values with all that the wish says of the subject itself."""
    fields: dict[str, Any] = {attribute.value: value for attribute, value in values.items()}
    fields["subject"] = subject
    return Scene(
        **fields,
        tint=wish.tint,
        count=count if wish.count is None else wish.count,
        companion=wish.companion,
        sign=wish.sign,
    )


def _value(wish: Wish, attribute: Attribute, subject: Subject, draw: random.Random) -> Value:
    values = [one for one in values_of(attribute) if one not in wish.without] or values_of(attribute)
    chosen = drawn(values, [odds(one, subject, wish.companion) for one in values], draw)
    return wish.said(attribute) or chosen
