"""Planning the looks of one request: five categories that lie apart, near what was liked or far from it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from core.types.slates import Category
from models.miniature.language.attributes import BESIDE_SUBJECT, VISIBLE, Attribute, Value
from models.miniature.language.completing import kinds_of_open, telling_subjects
from models.miniature.language.following import Asked
from models.miniature.scene import Subject
from models.miniature.steering import Look, Steering, likelihood, pick_weighted

_APART = 2
_FIRSTS_APART = 3
_WILLING_REPAIRS = 6
"""After how many of them the differences count for more than what is liked."""
_MOST_REPAIRS = 24
_SEVERAL = 0.3
_TELLING = 5.0
_CROWDS = frozenset(kinds_of_open()[1]) | {Subject.PORTRAIT}

CHANGED: Mapping[Category, tuple[Attribute, ...]] = MappingProxyType(
    {
        Category.REPHRASE: (Attribute.COMPOSITION, Attribute.LIGHT, Attribute.PALETTE),
        Category.DETAIL: (Attribute.LIGHT, Attribute.PALETTE, Attribute.MOOD),
        Category.STYLE: (Attribute.STYLE,),
        Category.SETTING: (Attribute.SETTING,),
        Category.LEAP: (
            Attribute.STYLE,
            Attribute.SETTING,
            Attribute.PALETTE,
            Attribute.LIGHT,
            Attribute.COMPOSITION,
        ),
    }
)
"""What each category is about."""


class _Near(NamedTuple):
    """A look that another one is too much like, among these attributes."""

    look: Look
    among: Sequence[Attribute]
    is_of_this_request: bool


class Planner:
    """Draws looks that a person may like and that differ from one another."""

    def __init__(self, asked: Asked, steering: Steering, draw: random.Random) -> None:
        self._asked = asked
        self._steering = steering
        self._draw = draw
        self._is_open = asked.wish.subject is None
        self._telling = telling_subjects(asked.core.text) if self._is_open else frozenset()
        self._kinds = list(kinds_of_open())
        draw.shuffle(self._kinds)
        free = tuple(one for one in BESIDE_SUBJECT if len(asked.allowed[one]) > 1)
        self._visible = tuple(one for one in VISIBLE if one in free)
        self._is_turning = self._is_open and steering.home is None
        self._free = (*free, Attribute.SUBJECT) if self._is_open and not self._is_turning else free
        self._planned: list[tuple[Category, Look]] = []
        self._firsts: list[Look] = []

    def plan(self, categories: Sequence[Category], per_category: int) -> Mapping[Category, list[Look]]:
        """So many looks for each category; the first ones of all are planned before any second one."""
        homes = dict(zip(categories, self._homes(len(categories)), strict=True))
        looks: dict[Category, list[Look]] = {category: [] for category in categories}
        for rank in range(per_category):
            for at, category in enumerate(categories):
                home = self._turned(homes[category], rank, at)
                look = self._look(category, home, rank)
                self._planned.append((category, look))
                looks[category].append(look)
                if rank == 0:
                    self._firsts.append(look)
        return looks

    def _homes(self, count: int) -> list[Look]:
        """Where each category starts: at what was picked, or at places that lie far apart."""
        if self._steering.home is not None:
            return [self._steering.home] * count
        subjects = self._subjects(count)
        columns = {one: self._spread(one, subjects) for one in BESIDE_SUBJECT}
        return [
            Look(
                values=MappingProxyType(
                    {Attribute.SUBJECT: subject, **{one: column[at] for one, column in columns.items()}}
                ),
                count=self._count(subject),
            )
            for at, subject in enumerate(subjects)
        ]

    def _turned(self, home: Look, rank: int, at: int) -> Look:
        """A home as another kind of subject for every rank, where nothing was picked and any will do."""
        if not self._is_turning or not rank:
            return home
        subject = self._of_kind(self._kinds[(at + rank) % len(self._kinds)])
        return home.but(Attribute.SUBJECT, subject, count=self._count(subject))

    def _subjects(self, count: int) -> list[Subject]:
        """The subject asked for, or subjects of different kinds where none was."""
        subject = self._asked.wish.subject
        if subject is not None:
            return [subject] * count
        return [self._of_kind(self._kinds[at % len(self._kinds)]) for at in range(count)]

    def _of_kind(self, kind: Sequence[Subject]) -> Subject:
        allowed = [one for one in kind if one in self._asked.allowed[Attribute.SUBJECT]]
        if not allowed:
            allowed = [one for one in self._asked.allowed[Attribute.SUBJECT] if isinstance(one, Subject)]
        weights = [
            self._steering.weight(one) * (_TELLING if one in self._telling else 1.0) for one in allowed
        ]
        chosen = pick_weighted(allowed, weights, self._draw)
        assert isinstance(chosen, Subject)
        return chosen

    def _spread(self, attribute: Attribute, subjects: Sequence[Subject]) -> list[Value]:
        """One value per home, all different as long as there are others."""
        column: list[Value] = []
        for subject in subjects:
            look = Look(values={Attribute.SUBJECT: subject})
            values = self._asked.allowed[attribute]
            left = [one for one in values if one not in column] or values
            weights = [likelihood(one, look, self._asked, self._steering) for one in left]
            column.append(pick_weighted(left, weights, self._draw))
        return column

    def _count(self, subject: Subject) -> int:
        """How many are shown where nobody said it: mostly one."""
        if not self._is_open:
            return self._asked.wish.count or 1
        return 2 if subject in _CROWDS and self._draw.random() < _SEVERAL else 1

    def _look(self, category: Category, home: Look, rank: int) -> Look:
        look = home
        if rank or self._steering.home is not None:
            for attribute in self._changes(category, rank):
                look = self._changed(look, attribute, category)
        return self._apart(look, category, rank)

    def _changes(self, category: Category, rank: int) -> Iterator[Attribute]:
        """What a candidate changes of its home; near it for a rephrasing, far from it for a leap."""
        about = [one for one in CHANGED[category] if one in self._free]
        if Attribute.SUBJECT in self._free and category is Category.SETTING:
            about = [Attribute.SUBJECT, *about]
        others = [one for one in self._free if one not in about]
        most = self._how_many(category, rank)
        kept = _loosest(about, self._steering, self._draw)
        yield from (kept + _loosest(others, self._steering, self._draw))[:most]

    def _how_many(self, category: Category, rank: int) -> int:
        """How many attributes change; more after galleries of which none would do."""
        more = min(self._steering.refusals, 2)
        if category is Category.LEAP:
            return 4 + more
        is_near = category in {Category.REPHRASE, Category.DETAIL} and rank > 0
        return (1 if is_near and self._draw.random() < 0.6 else 2) + more

    def _changed(self, look: Look, attribute: Attribute, category: Category) -> Look:
        """Another value of one attribute, rather one that is not among the candidates yet."""
        values = [one for one in self._asked.allowed[attribute] if one is not look.values[attribute]]
        if attribute is Attribute.SUBJECT:
            values = self._other_kinds(look) or values
        if not values:
            return look
        weights = [
            likelihood(one, look, self._asked, self._steering) * self._freshness(attribute, one, category)
            for one in values
        ]
        value = pick_weighted(values, weights, self._draw)
        count = self._count(value) if isinstance(value, Subject) else None
        return look.but(attribute, value, count=count)

    def _other_kinds(self, look: Look) -> list[Value]:
        """Subjects of another kind than the look has."""
        subject = look.values[Attribute.SUBJECT]
        kinds = [kind for kind in kinds_of_open() if subject not in kind]
        self._draw.shuffle(kinds)
        return [self._of_kind(kind) for kind in kinds]

    def _freshness(self, attribute: Attribute, value: Value, category: Category) -> float:
        fresh = 1.0
        for other, look in self._planned:
            if look.values[attribute] is value:
                fresh *= 0.25 if other is category else 0.8
        return fresh

    def _apart(self, look: Look, category: Category, rank: int) -> Look:
        """The look, changed further until it differs enough from all before, as far as it may be changed."""
        best: Look | None = None
        for step in range(_MOST_REPAIRS):
            near = self._too_near(look, is_first=rank == 0)
            if near is None:
                return look
            if not near.is_of_this_request:
                best = look
            same = [one for one in near.among if look.values[one] is near.look.values[one]]
            if not same:
                break
            if step < _WILLING_REPAIRS:
                look = self._changed(look, _loosest(same, self._steering, self._draw)[0], category)
            else:
                look = self._changed_anyhow(look, self._draw.choice(same))
        return best or look

    def _changed_anyhow(self, look: Look, attribute: Attribute) -> Look:
        """Any other value, however little it is wanted: what is wanted has not led far enough away."""
        value = self._draw.choice(
            [one for one in self._asked.allowed[attribute] if one is not look.values[attribute]]
        )
        return look.but(
            attribute, value, count=1 if attribute is Attribute.SUBJECT and self._is_open else None
        )

    def _too_near(self, look: Look, *, is_first: bool) -> _Near | None:
        """A look that this one must differ from more: rather another candidate than one shown before."""
        free, visible = self._free, self._visible
        if is_first:
            for other in self._firsts:
                if look.differences(other, visible) < min(_FIRSTS_APART, len(visible)):
                    return _Near(other, visible, True)
        for _, other in self._planned:
            if look.differences(other, free) < min(_APART, len(free)):
                return _Near(other, free, True)
        for other in self._steering.refused:
            if look.differences(other, free) < min(_FIRSTS_APART, len(free)):
                return _Near(other, free, False)
        again = (other for other in self._steering.shown if not look.differences(other, free))
        return next((_Near(other, free, False) for other in again), None)


def _loosest(attributes: Sequence[Attribute], steering: Steering, draw: random.Random) -> list[Attribute]:
    """The attributes in random order; those held firmly rather come last."""
    return sorted(attributes, key=lambda one: draw.random() ** (1 / steering.held[one]))
