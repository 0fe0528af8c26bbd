"""Finds the drawing of every subject."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from models.miniature.drawing.shapes import Drawing
from models.miniature.scene import Subject
from models.miniature.subjects import (
    beasts,
    buildings,
    craft,
    food,
    pets,
    plants,
    portrait,
    sea,
    things,
    vehicles,
    views,
    winged,
    woodland,
)
from models.miniature.subjects.emblem import emblem

_MODULES = (
    pets,
    woodland,
    winged,
    sea,
    beasts,
    buildings,
    plants,
    vehicles,
    craft,
    food,
    things,
    portrait,
    views,
)

_DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = MappingProxyType(
    {subject: draw for module in _MODULES for subject, draw in module.DRAWINGS.items()}
)


def drawing_of(subject: Subject, sign: str, chance: random.Random) -> Drawing:
    """The subject as `chance` varies it; an emblem is drawn from the words of `sign` alone."""
    if subject is Subject.EMBLEM:
        return emblem(sign)
    return _DRAWINGS[subject](chance)
