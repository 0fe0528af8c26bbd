"""Methods by which the bot says of itself what it can do."""

from __future__ import annotations

import re

from tests.fakes.telegram.api.call import Call
from tests.fakes.telegram.api.errors import bad, wrong
from tests.fakes.telegram.world.profile import DEFAULT_SCOPE
from tests.fakes.telegram.world.users import Payload

MOST_COMMANDS, MOST_COMMAND_DESCRIPTION = 100, 256
MOST_DESCRIPTION, MOST_SHORT_DESCRIPTION = 512, 120


async def set_my_commands(call: Call) -> bool:
    """Say which commands there are, for some people in some language."""
    commands = call.params["commands"]
    if len(commands) > MOST_COMMANDS:
        raise wrong("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]):
            raise wrong("BOT_COMMAND_INVALID")
        if not 1 <= len(one["description"]) <= MOST_COMMAND_DESCRIPTION:
            raise wrong("BOT_COMMAND_DESCRIPTION_INVALID")
    call.world.profile.set_commands(_scope(call), _language(call), commands)
    return True


async def get_my_commands(call: Call) -> list[Payload]:
    """Tell which commands there are for just these people in just this language."""
    return call.world.profile.commands(_scope(call), _language(call))


async def delete_my_commands(call: Call) -> bool:
    """Say that there are no commands for some people in some language."""
    call.world.profile.set_commands(_scope(call), _language(call), [])
    return True


async def set_my_description(call: Call) -> bool:
    """Say what the bot can do."""
    return _describe(call, call.world.profile.descriptions, "description", MOST_DESCRIPTION)


async def set_my_short_description(call: Call) -> bool:
    """Say in few words what the bot is."""
    descriptions = call.world.profile.short_descriptions
    return _describe(call, descriptions, "short_description", MOST_SHORT_DESCRIPTION)


async def get_my_description(call: Call) -> Payload:
    """Tell what the bot says that it can do."""
    return {"description": call.world.profile.descriptions.get(_language(call), "")}


async def get_my_short_description(call: Call) -> Payload:
    """Tell what the bot says in few words."""
    return {"short_description": call.world.profile.short_descriptions.get(_language(call), "")}


def _describe(call: Call, descriptions: dict[str, str], name: str, most: int) -> bool:
    text = call.get(name, "")
    if len(text) > most:
        raise wrong(f"{name.upper()}_TOO_LONG")
    descriptions[_language(call)] = text
    return True


def _scope(call: Call) -> Payload:
    scope: Payload = call.get("scope", DEFAULT_SCOPE)
    if "chat_id" in scope and scope["chat_id"] not in call.world.chats:
        raise bad("chat not found")
    return scope


def _language(call: Call) -> str:
    code: str = call.get("language_code", "")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise wrong("invalid language code specified")
    return code
