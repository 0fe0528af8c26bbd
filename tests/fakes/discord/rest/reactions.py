"""Routes for reactions."""

from __future__ import annotations

import re

from tests.fakes.discord.messages import reacting
from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.rest import errors
from tests.fakes.discord.rest.call import Call
from tests.fakes.discord.world.permissions import Permission
from tests.fakes.discord.world.places import Channel, ChannelKind
from tests.fakes.discord.world.users import Payload

MOST_KINDS = 20
CUSTOM = re.compile(r"(a:)?\w{2,32}:\d{15,20}")


async def add_own(call: Call) -> None:
    """PUT a reaction of the bot's."""
    channel, message, emoji = _place(call)
    call.need(channel, Permission.READ_MESSAGE_HISTORY)
    if emoji not in message.reactions:
        call.need(channel, Permission.ADD_REACTIONS)
        if len(message.reactions) >= MOST_KINDS:
            raise errors.too_many_reactions()
    reacting.add(call.world, message, call.world.bot, emoji)


async def remove_own(call: Call) -> None:
    """DELETE a reaction of the bot's."""
    _, message, emoji = _place(call)
    reacting.remove(call.world, message, call.world.bot, emoji)


async def remove_of(call: Call) -> None:
    """DELETE somebody's reaction."""
    channel, message, emoji = _place(call)
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise errors.unknown_user()
    if user is not call.world.bot:
        _may_manage(call, channel)
    reacting.remove(call.world, message, user, emoji)


async def remove_all(call: Call) -> None:
    """DELETE all reactions of a message."""
    channel = call.channel()
    _may_manage(call, channel)
    reacting.clear(call.world, call.message(channel))


async def remove_emoji(call: Call) -> None:
    """DELETE all reactions with one emoji."""
    channel, message, emoji = _place(call)
    _may_manage(call, channel)
    reacting.clear_emoji(call.world, message, emoji)


async def who(call: Call) -> list[Payload]:
    """GET the users behind one emoji."""
    _, message, emoji = _place(call)
    limit, after = int(call.query.get("limit", "25")), int(call.query.get("after", "0"))
    users = sorted(message.reactions.get(emoji, []), key=lambda user: user.id)
    return [user.payload() for user in users if user.id > after][:limit]


def is_emoji(text: str) -> bool:
    """Whether this is an emoji: of a guild, or a short run of characters without letters."""
    if CUSTOM.fullmatch(text):
        return True
    return 0 < len(text) <= 16 and not text.isascii() and not any(one.isalpha() for one in text)


def _place(call: Call) -> tuple[Channel, Message, str]:
    channel = call.channel()
    emoji = call.params["emoji_name"]
    if not is_emoji(emoji):
        raise errors.unknown_emoji()
    return channel, call.message(channel), emoji


def _may_manage(call: Call, channel: Channel) -> None:
    if channel.kind is ChannelKind.DIRECT:
        raise errors.not_in_direct()
    call.need(channel, Permission.MANAGE_MESSAGES)
