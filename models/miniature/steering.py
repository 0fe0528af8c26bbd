"""What somebody's answers so far say about which values to show next; it ends where texts begin."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from core.ports import ExpansionRequest, PastTurn
from models.miniature.language.attributes import BESIDE_SUBJECT, Attribute, Value
from models.miniature.language.completing import complete, odds, telling_subjects
from models.miniature.language.following import Asked
from models.miniature.language.reading import read
from models.miniature.scene import Scene, Subject

_FADING = 0.6
"""How much less an answer counts than the one after it."""
_LIKED = 2.0
_PASSED_OVER = 0.45
_REFUSED = 0.12

Values = Mapping[Attribute, Value]


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One value of every attribute, and how many of the subject."""

    values: Values
    count: int = 1

    @property
    def subject(self) -> Subject:
        """What it is a picture of."""
        subject = self.values[Attribute.SUBJECT]
        assert isinstance(subject, Subject)
        return subject

    def differences(self, other: Look, among: Sequence[Attribute]) -> int:
        """In how many of the attributes the two have different values."""
        return sum(self.values[one] is not other.values[one] for one in among)

    def but(self, attribute: Attribute, value: Value, *, count: int | None = None) -> Look:
        """The same with another value of one attribute."""
        changed = MappingProxyType({**self.values, attribute: value})
        return Look(values=changed, count=self.count if count is None else count)


@dataclass(frozen=True, kw_only=True, slots=True)
class Steering:
    """Where to go on from, how firmly each attribute is held, and how much each value is wanted.

    `home` is the look picked last, if any was; `refusals` counts the galleries since of which none would do;
    `refused` are the looks in those galleries.
    """

    home: Look | None
    refusals: int
    refused: tuple[Look, ...]
    shown: tuple[Look, ...]
    held: Mapping[Attribute, float]
    wanted: Mapping[Value, float] = field(default_factory=dict)

    def weight(self, value: Value) -> float:
        """How much more than usually the value is wanted."""
        return self.wanted.get(value, 1.0)


def steer(asked: Asked, request: ExpansionRequest) -> Steering:
    """What the answers to the galleries so far say, and the text that the request starts from."""
    history = request.history
    picked = [_look(past.picked) for past in history if past.picked is not None]
    refusals = _refusals(history)
    refused = history[len(history) - refusals :]
    return Steering(
        home=None if request.base == request.prompt else _allowed(_look(request.base), asked),
        refusals=refusals,
        refused=tuple(_look(text) for past in refused for text in past.shown),
        shown=tuple(_look(text) for past in history for text in past.shown),
        held=MappingProxyType({one: _held(one, picked) for one in Attribute}),
        wanted=MappingProxyType(_wanted(history)),
    )


def _refusals(history: Sequence[PastTurn]) -> int:
    """Of how many galleries in a row, up to the last one, none would do."""
    count = 0
    for past in reversed(history):
        if past.picked is not None:
            break
        count += 1
    return count


@lru_cache(maxsize=512)
def _look(text: str) -> Look:
    """What a text shows; expansions say all of it."""
    return look_of(complete(read(text), seed=0))


def look_of(scene: Scene) -> Look:
    """The values of a scene."""
    values = {one: getattr(scene, one.value) for one in Attribute}
    return Look(values=MappingProxyType(values), count=scene.count)


def _allowed(look: Look, asked: Asked) -> Look:
    """The look with what has been asked for since it was shown; the subject is the one asked for."""
    for attribute in BESIDE_SUBJECT:
        allowed = asked.allowed[attribute]
        if look.values[attribute] not in allowed:
            look = look.but(attribute, allowed[0])
    subject = asked.wish.subject or _wanted_subject(look, asked)
    return look if subject is look.subject else look.but(Attribute.SUBJECT, subject, count=1)


def _wanted_subject(look: Look, asked: Asked) -> Value:
    """What an open prompt is shown as: still the same, unless that is no longer wanted."""
    allowed = asked.allowed[Attribute.SUBJECT]
    if look.subject in allowed:
        return look.subject
    telling = telling_subjects(asked.core.text)
    return next((one for one in allowed if one in telling), allowed[0])


def _held(attribute: Attribute, picked: Sequence[Look]) -> float:
    """How firmly the value picked last is held: more where the picks before agree with it."""
    agreeing = 0
    for look in reversed(picked[:-1]):
        if look.values[attribute] is not picked[-1].values[attribute]:
            break
        agreeing += 1
    has_changed = len(picked) > 1 and not agreeing
    return 0.6 if has_changed else 1.0 + 1.5 * agreeing


def _wanted(history: Sequence[PastTurn]) -> dict[Value, float]:
    """Values that were picked are wanted more, those passed over less, those of refused galleries least."""
    wanted: dict[Value, float] = {}
    for age, past in enumerate(reversed(history)):
        strength = _FADING**age
        liked = set(_look(past.picked).values.values()) if past.picked is not None else set()
        shown = {value for text in past.shown for value in _look(text).values.values()}
        for value in liked:
            wanted[value] = wanted.get(value, 1.0) * _LIKED**strength
        for value in shown - liked:
            factor = _REFUSED if past.picked is None else _PASSED_OVER
            wanted[value] = wanted.get(value, 1.0) * factor**strength
    return wanted


def likelihood(value: Value, look: Look, asked: Asked, steering: Steering) -> float:
    """How likely a value is to be drawn for a look: what goes with the subject, and what was liked."""
    return odds(value, look.subject, asked.wish.companion) * steering.weight(value)


def pick_weighted(values: Sequence[Value], weights: Sequence[float], draw: random.Random) -> Value:
    """One value, as likely as its weight says."""
    return draw.choices(values, [max(weight, 1e-6) for weight in weights])[0]
