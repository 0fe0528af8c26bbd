"""Reactions come and go, and the bot is told of it."""

from __future__ import annotations

from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.messages.payloads import emoji_payload
from tests.fakes.discord.world.payloads import member_payload
from tests.fakes.discord.world.users import Payload, User
from tests.fakes.discord.world.world import World


def add(world: World, message: Message, user: User, emoji: str) -> None:
    """Put a reaction under a message; a second one of the same user changes nothing."""
    users = message.reactions.setdefault(emoji, [])
    if user in users:
        return
    users.append(user)
    body = _about(message) | {
        "user_id": str(user.id),
        "emoji": emoji_payload(emoji),
        "message_author_id": str(message.author.id),
        "burst": False,
        "type": 0,
    }
    if message.guild_id is not None:
        body["member"] = member_payload(world.guilds[message.guild_id].memberships[user.id])
    _tell(world, "MESSAGE_REACTION_ADD", message, body)


def remove(world: World, message: Message, user: User, emoji: str) -> None:
    """Take one reaction away, where it is there."""
    users = message.reactions.get(emoji, [])
    if user not in users:
        return
    users.remove(user)
    if not users:
        del message.reactions[emoji]
    body = {"user_id": str(user.id), "emoji": emoji_payload(emoji), "burst": False, "type": 0}
    _tell(world, "MESSAGE_REACTION_REMOVE", message, _about(message) | body)


def clear(world: World, message: Message) -> None:
    """Take all reactions away."""
    message.reactions.clear()
    _tell(world, "MESSAGE_REACTION_REMOVE_ALL", message, _about(message))


def clear_emoji(world: World, message: Message, emoji: str) -> None:
    """Take all reactions with one emoji away."""
    if message.reactions.pop(emoji, None):
        body = _about(message) | {"emoji": emoji_payload(emoji)}
        _tell(world, "MESSAGE_REACTION_REMOVE_EMOJI", message, body)


def _about(message: Message) -> Payload:
    body: Payload = {"channel_id": str(message.channel_id), "message_id": str(message.id)}
    return body if message.guild_id is None else {**body, "guild_id": str(message.guild_id)}


def _tell(world: World, name: str, message: Message, body: Payload) -> None:
    if world.sees(world.bot, world.channels[message.channel_id]):
        world.publish(name, body, guild_id=message.guild_id)
