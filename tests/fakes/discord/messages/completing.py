"""What Discord adds to components that it takes: numbers, and the values of what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord.messages.seen import CONTAINER, FILE, GALLERY, SELECTS, THUMBNAIL, walk
from tests.fakes.discord.world.users import Payload

SEPARATOR = 14
SHOWN: Payload = {"description": None, "spoiler": False}
LEFT_OUT: Mapping[int, Payload] = {
    CONTAINER: {"accent_color": None, "spoiler": False},
    THUMBNAIL: SHOWN,
    FILE: {"spoiler": False, "name": "", "size": 0},
    SEPARATOR: {"spacing": 1, "divider": True},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}


def completed(components: list[Payload]) -> list[Payload]:
    """The same components as they are found in the message."""
    components = _without_nothing(components)
    taken = {one["id"] for one in walk(components) if one.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    for component in walk(components):
        _fill(component, LEFT_OUT.get(component["type"], {}))
        if component["type"] == GALLERY:
            for item in component["items"]:
                _fill(item, SHOWN)
        if not component.get("id"):
            component["id"] = next(free)
    return components


def _without_nothing(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return [_without_nothing(one) for one in value]
    if isinstance(value, dict):
        return {name: _without_nothing(one) for name, one in value.items() if one is not None}
    return value


def _fill(one: Payload, values: Payload) -> None:
    for name, value in values.items():
        if one.get(name) is None:
            one[name] = value
