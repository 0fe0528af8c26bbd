"""Messages come, change and go, and the bot is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.fakes.discord.messages.attaching import Upload, attach, with_addresses
from tests.fakes.discord.messages.completing import completed
from tests.fakes.discord.messages.message import COMPONENTS_V2, EPHEMERAL, LOADING, Edit, Message
from tests.fakes.discord.messages.payloads import message_event, without_content
from tests.fakes.discord.world.places import Channel
from tests.fakes.discord.world.users import Payload, User
from tests.fakes.discord.world.world import World

KEPT_FLAGS = EPHEMERAL | COMPONENTS_V2 | LOADING | 1 << 2 | 1 << 12
REPLY, COMMAND_REPLY = 19, 20


def post(
    world: World,
    channel: Channel,
    author: User,
    body: Payload,
    files: Mapping[int, Upload] | None = None,
    *,
    seen_only_by: User | None = None,
    interaction: Payload | None = None,
) -> Message:
    """Let a message be there."""
    attachments = attach(world, channel.id, body.get("attachments"), files or {})
    message = Message(
        id=world.ids.next(),
        channel_id=channel.id,
        guild_id=channel.guild_id,
        author=author,
        written_at=world.clock.written(),
        content=body.get("content") or "",
        attachments=attachments,
        embeds=with_addresses(_rich(body.get("embeds")), attachments),
        components=completed(with_addresses(body.get("components") or (), attachments)),
        flags=((body.get("flags") or 0) & KEPT_FLAGS) | (EPHEMERAL if seen_only_by else 0),
        kind=_kind(body, interaction),
        nonce=body.get("nonce"),
        allowed_mentions=body.get("allowed_mentions"),
        reference=_reference(body, channel),
        seen_only_by=seen_only_by,
        interaction=interaction,
    )
    world.messages[message.id] = message
    channel.posts[message.id] = message
    channel.archived = False
    tell(world, "MESSAGE_CREATE", message)
    return message


def edit(world: World, message: Message, body: Payload, files: Mapping[int, Upload] | None = None) -> None:
    """Change what a request names, and leave the rest."""
    message.attachments = attach(
        world, message.channel_id, body.get("attachments"), files or {}, message.attachments
    )
    if "content" in body:
        message.content = body["content"] or ""
    if "embeds" in body:
        message.embeds = with_addresses(_rich(body["embeds"]), message.attachments)
    if "components" in body:
        message.components = completed(with_addresses(body["components"] or (), message.attachments))
    if "allowed_mentions" in body:
        message.allowed_mentions = body["allowed_mentions"]
    message.flags = (message.flags | ((body.get("flags") or 0) & COMPONENTS_V2)) & ~LOADING
    message.edits.append(Edit(at=world.clock.now(), body=body))
    message.edited_at = world.clock.written()
    tell(world, "MESSAGE_UPDATE", message)


def delete(world: World, message: Message) -> None:
    """Take a message away."""
    _gone(world, message)
    if not message.ephemeral and world.sees(world.bot, world.channels[message.channel_id]):
        body = {"id": str(message.id), "channel_id": str(message.channel_id)} | _guild(message)
        world.publish("MESSAGE_DELETE", body, guild_id=message.guild_id)
    world.changed()


def delete_many(world: World, messages: Sequence[Message]) -> None:
    """Take many messages of one channel away at once."""
    first = messages[0]
    for message in messages:
        _gone(world, message)
    ids = [str(message.id) for message in messages]
    body = {"ids": ids, "channel_id": str(first.channel_id)} | _guild(first)
    if world.sees(world.bot, world.channels[first.channel_id]):
        world.publish("MESSAGE_DELETE_BULK", body, guild_id=first.guild_id)


def tell(world: World, event: str, message: Message) -> None:
    """Tell the bot of a message, where it sees it."""
    if message.ephemeral or not world.sees(world.bot, world.channels[message.channel_id]):
        world.changed()
        return
    body = message_event(world, message)
    hidden = without_content(world, message, body)
    world.publish(event, body, guild_id=message.guild_id, without_content=hidden)


def _gone(world: World, message: Message) -> None:
    message.deleted = True
    world.messages.pop(message.id, None)
    world.channels[message.channel_id].posts.pop(message.id, None)


def _guild(message: Message) -> Payload:
    return {} if message.guild_id is None else {"guild_id": str(message.guild_id)}


def _rich(embeds: Sequence[Payload] | None) -> list[Payload]:
    return [{"type": "rich", **embed} for embed in embeds or ()]


def _kind(body: Payload, interaction: Payload | None) -> int:
    if interaction is not None and interaction["type"] == 2:
        return COMMAND_REPLY
    return REPLY if body.get("message_reference") else 0


def _reference(body: Payload, channel: Channel) -> Payload | None:
    reference = body.get("message_reference")
    if not reference:
        return None
    return {"type": 0, "channel_id": str(channel.id), "message_id": str(reference["message_id"])}
