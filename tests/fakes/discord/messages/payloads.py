"""Messages and reactions as Discord writes them."""

from __future__ import annotations

import re

from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.world.payloads import member_payload
from tests.fakes.discord.world.users import Payload, User
from tests.fakes.discord.world.world import World

MENTION = re.compile(r"<@!?(\d+)>")


def message_payload(world: World, message: Message) -> Payload:
    """The message object, as the bot gets it."""
    body: Payload = {
        "id": str(message.id),
        "channel_id": str(message.channel_id),
        "author": message.author.payload(),
        "content": message.content,
        "timestamp": message.written_at,
        "edited_timestamp": message.edited_at,
        "tts": False,
        "mention_everyone": False,
        "mentions": _mentions(world, message),
        "mention_roles": [],
        "attachments": [one.payload() for one in message.loose_attachments],
        "embeds": message.embeds,
        "components": message.components,
        "pinned": False,
        "type": message.kind,
        "flags": message.flags,
    }
    if message.reactions:
        body["reactions"] = [_reaction(world, *one) for one in message.reactions.items()]
    if message.nonce is not None:
        body["nonce"] = message.nonce
    if message.reference is not None:
        body["message_reference"] = message.reference
    if message.interaction is not None:
        body |= {
            "interaction_metadata": message.interaction,
            "webhook_id": str(world.application_id),
            "application_id": str(world.application_id),
        }
    return body


def message_event(world: World, message: Message) -> Payload:
    """The message as an event tells of it."""
    body = message_payload(world, message)
    if message.guild_id is None:
        return body
    body["guild_id"] = str(message.guild_id)
    membership = world.guilds[message.guild_id].memberships.get(message.author.id)
    if membership is not None and message.interaction is None:
        body["member"] = member_payload(membership, with_user=False)
    return body


def without_content(world: World, message: Message, body: Payload) -> Payload | None:
    """What a bot without the content intent is told; nothing where it may read it anyway."""
    own = message.author is world.bot or message.guild_id is None
    if own or any(user["id"] == str(world.bot.id) for user in body["mentions"]):
        return None
    return {**body, "content": "", "embeds": [], "components": [], "attachments": []}


def emoji_payload(emoji: str) -> Payload:
    """The emoji object of a character or of `name:id`."""
    name, _, identifier = emoji.partition(":")
    return {"id": identifier or None, "name": name} if identifier else {"id": None, "name": emoji}


def _mentions(world: World, message: Message) -> list[Payload]:
    if "<@" not in message.content:
        return []
    named = dict.fromkeys(int(found) for found in MENTION.findall(message.content))
    return [world.users[one].payload() for one in named if one in world.users]


def _reaction(world: World, emoji: str, users: list[User]) -> Payload:
    return {
        "emoji": emoji_payload(emoji),
        "count": len(users),
        "me": world.bot in users,
        "me_burst": False,
        "count_details": {"burst": 0, "normal": len(users)},
        "burst_colors": [],
    }
