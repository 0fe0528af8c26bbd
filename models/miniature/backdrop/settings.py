"""The settings by name: which drawing makes which place."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from models.miniature.backdrop import (
    aloft,
    garden,
    indoors,
    open_country,
    seabed,
    seaside,
    town,
    wild_places,
    winter,
)
from models.miniature.drawing.picture import SIDE, Placed
from models.miniature.scene import Setting

_DRAWN: Mapping[Setting, Callable[[float, random.Random], tuple[Placed, ...]]] = {
    Setting.MEADOW: open_country.meadow,
    Setting.FOREST: wild_places.forest,
    Setting.MOUNTAINS: wild_places.mountains,
    Setting.BEACH: seaside.beach,
    Setting.DESERT: open_country.desert,
    Setting.CITY: town.city,
    Setting.SNOW: winter.snow,
    Setting.SPACE: aloft.space,
    Setting.UNDERWATER: seabed.underwater,
    Setting.GARDEN: garden.garden,
    Setting.ROOM: indoors.room,
    Setting.CLOUDS: aloft.clouds,
}


def setting_drawings(
    setting: Setting, horizon: float, chance: random.Random, *, rim: float = 0.0
) -> tuple[Placed, ...]:
    """What stands in the setting, its ground beginning at the height `horizon`; as often as not mirrored.

    With a rim, all of it is drawn smaller, so that a frame that reaches in so far shows the whole place.
    """
    inside = (SIDE - 2 * rim) / SIDE
    placed = _DRAWN[setting]((horizon - rim) / inside, chance)
    way = -1 if chance.random() < 0.5 else 1
    return tuple(_moved(one, way, inside) for one in placed)


def _moved(placed: Placed, way: int, inside: float) -> Placed:
    """Mirrored where `way` is -1, and drawn smaller about the middle of the picture."""
    at, middle = placed.at, SIDE / 2
    moved = replace(
        at,
        x=middle + (at.x - middle) * way * inside,
        y=middle + (at.y - middle) * inside,
        scale=at.scale * inside,
        flip=at.flip != (way < 0),
    )
    return replace(placed, at=moved)
