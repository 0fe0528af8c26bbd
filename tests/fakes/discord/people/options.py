"""What somebody types into a command, checked against the command as the bot registered it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord.messages.attaching import Upload, attach
from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.messages.payloads import message_payload
from tests.fakes.discord.world.payloads import channel_payload, member_payload, role_payload
from tests.fakes.discord.world.places import Channel, Role
from tests.fakes.discord.world.users import Payload, User
from tests.fakes.discord.world.world import World

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(1, 12)
TYPES: Mapping[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    USER: (User,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (User, Role),
    NUMBER: (int, float),
    FILE: (Upload,),
}


class NotPossibleError(Exception):
    """Discord's own program would not let anybody do this."""


def command_data(world: World, command: Payload, path: list[str], given: Mapping[str, Any]) -> Payload:
    """What the bot is told of a command and its options."""
    data: Payload = {"id": command["id"], "name": command["name"], "type": 1}
    if command.get("guild_id"):
        data["guild_id"] = command["guild_id"]
    resolved: Payload = {}
    data["options"] = _options(world, command, path, given, resolved)
    return data | ({"resolved": resolved} if resolved else {})


def target_data(world: World, command: Payload, message: Message) -> Payload:
    """What the bot is told of a command in a message's menu."""
    data: Payload = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if command.get("guild_id"):
        data["guild_id"] = command["guild_id"]
    resolved = {"messages": {str(message.id): message_payload(world, message)}}
    return data | {"target_id": str(message.id), "resolved": resolved}


def _options(
    world: World, level: Payload, path: list[str], given: Mapping[str, Any], resolved: Payload
) -> list[Payload]:
    offered = {option["name"]: option for option in level.get("options") or ()}
    if path:
        inner = offered.get(path[0])
        if inner is None or inner["type"] not in (SUBCOMMAND, GROUP):
            raise NotPossibleError(f"{level['name']} has no sub-command {path[0]!r}")
        below = _options(world, inner, path[1:], given, resolved)
        return [{"name": path[0], "type": inner["type"], "options": below}]
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in offered.values()):
        raise NotPossibleError(f"{level['name']} is only a group: {', '.join(offered)}")
    for name in given:
        if name not in offered:
            raise NotPossibleError(f"{level['name']} has no option {name!r}, only {', '.join(offered)}")
    for name, option in offered.items():
        if option.get("required") and name not in given:
            raise NotPossibleError(f"{level['name']} needs the option {name!r}")
    return [_option(world, offered[name], value, resolved) for name, value in given.items()]


def _option(
    world: World,
    option: Payload,
    value: Any,  # noqa: ANN401 - whatever a test says, of the type that the option takes
    resolved: Payload,
) -> Payload:
    name, kind = option["name"], option["type"]
    if not isinstance(value, TYPES[kind]) or (kind in (INTEGER, NUMBER) and isinstance(value, bool)):
        raise NotPossibleError(f"{name} cannot be {value!r}")
    choices = [choice["value"] for choice in option.get("choices") or ()]
    if choices and value not in choices:
        raise NotPossibleError(f"{name} is one of {choices}, not {value!r}")
    if isinstance(value, str):
        _within(name, len(value), option.get("min_length"), option.get("max_length"))
    elif isinstance(value, int | float):
        _within(name, value, option.get("min_value"), option.get("max_value"))
    return {"name": name, "type": kind, "value": _wire(world, value, resolved)}


def _within(name: str, size: float, least: float | None, most: float | None) -> None:
    if (least is not None and size < least) or (most is not None and size > most):
        raise NotPossibleError(f"{name} has to be between {least} and {most}")


def _wire(world: World, value: Any, resolved: Payload) -> Any:  # noqa: ANN401 - a value as JSON
    if isinstance(value, User):
        resolved.setdefault("users", {})[str(value.id)] = value.payload()
        for guild in world.guilds.values():
            if value.id in guild.memberships:
                member = member_payload(guild.memberships[value.id], with_user=False)
                resolved.setdefault("members", {})[str(value.id)] = member | {"permissions": "0"}
    elif isinstance(value, Channel):
        resolved.setdefault("channels", {})[str(value.id)] = channel_payload(value) | {"permissions": "0"}
    elif isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = role_payload(value)
    elif isinstance(value, Upload):
        (value,) = attach(world, 0, None, {0: value})
        resolved.setdefault("attachments", {})[str(value.id)] = value.payload()
    else:
        return value
    return str(value.id)
