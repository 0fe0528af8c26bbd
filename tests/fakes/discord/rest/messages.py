"""Routes for messages in a channel."""

from __future__ import annotations

from tests.fakes.discord.messages.message import EPHEMERAL, Message
from tests.fakes.discord.messages.payloads import message_payload
from tests.fakes.discord.messages.posting import delete, delete_many, edit, post
from tests.fakes.discord.rest import errors
from tests.fakes.discord.rest.call import Call
from tests.fakes.discord.rules.messages import check_message, is_empty
from tests.fakes.discord.rules.problems import Problems
from tests.fakes.discord.world.permissions import Permission
from tests.fakes.discord.world.places import Channel, ChannelKind
from tests.fakes.discord.world.users import Payload

NONCE_SECONDS = 5 * 60.0


async def create(call: Call) -> Payload:
    """POST a message; one with the nonce of an earlier one is that one."""
    channel, body = call.channel(), call.fields()
    _may_write(call, channel, body)
    call.check(lambda problems: _check_new(call, channel, body, problems))
    if is_empty(body, call.files):
        raise errors.empty_message()
    if channel.kind is ChannelKind.DIRECT:
        _may_write_directly(call, channel)
    earlier = _same_nonce(call, channel, body)
    if earlier is None:
        earlier = post(call.world, channel, call.world.bot, body, call.files)
    return message_payload(call.world, earlier)


async def change(call: Call) -> Payload:
    """PATCH a message of the bot's own."""
    channel, body = call.channel(), call.fields()
    message = call.message(channel)
    if message.author is not call.world.bot:
        raise errors.not_the_author()
    call.check(lambda problems: check_message(body, call.files, problems, before=message))
    edit(call.world, message, body, call.files)
    return message_payload(call.world, message)


async def remove(call: Call) -> None:
    """DELETE a message; another's only with the permission to manage messages."""
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.world.bot:
        if channel.kind is ChannelKind.DIRECT:
            raise errors.not_in_direct()
        call.need(channel, Permission.MANAGE_MESSAGES)
    delete(call.world, message)


async def remove_many(call: Call) -> None:
    """POST a list of messages to be deleted."""
    channel = call.channel()
    call.need(channel, Permission.MANAGE_MESSAGES)
    ids = call.fields().get("messages")
    call.check(lambda problems: problems.at("messages").count(ids, least=2, most=100))
    found = [channel.posts[int(one)] for one in ids or () if int(one) in channel.posts]
    if found:
        delete_many(call.world, found)


async def get(call: Call) -> Payload:
    """GET one message."""
    channel = call.channel()
    call.need(channel, Permission.READ_MESSAGE_HISTORY)
    return message_payload(call.world, call.message(channel))


async def listed(call: Call) -> list[Payload]:
    """GET the newest messages, or those before or after one, newest first."""
    channel = call.channel()
    limit = int(call.query.get("limit", "50"))
    call.check(lambda problems: problems.at("limit").number(limit, least=1, most=100))
    if not call.world.permissions(call.world.bot, channel) & Permission.READ_MESSAGE_HISTORY:
        return []
    found = channel.messages
    if "before" in call.query:
        found = [one for one in found if one.id < int(call.query["before"])]
    if "after" in call.query:
        found = [one for one in found if one.id > int(call.query["after"])][:limit]
    return [message_payload(call.world, one) for one in reversed(found[-limit:])]


async def typing(call: Call) -> None:
    """POST that the bot is typing."""
    channel = call.channel()
    call.need(channel, Permission.SEND_MESSAGES)
    channel.typing_seen += 1
    call.world.changed()


def _may_write(call: Call, channel: Channel, body: Payload) -> None:
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    if body.get("embeds"):
        needed |= Permission.EMBED_LINKS
    if call.files:
        needed |= Permission.ATTACH_FILES
    call.need(channel, needed)
    if channel.locked and channel.archived:
        raise errors.thread_locked()


def _may_write_directly(call: Call, channel: Channel) -> None:
    user = channel.recipient
    assert user is not None
    shared = any(user.id in guild.memberships for guild in call.world.guilds.values())
    if not user.accepts_direct_messages or not shared:
        raise errors.direct_messages_closed()


def _check_new(call: Call, channel: Channel, body: Payload, problems: Problems) -> None:
    check_message(body, call.files, problems)
    if (body.get("flags") or 0) & EPHEMERAL:
        problems.at("flags").add("BASE_TYPE_FORBIDDEN", "Only an answer to an interaction can be ephemeral.")
    reference = body.get("message_reference")
    if reference and reference.get("fail_if_not_exists", True):
        _check_reference(channel, reference, problems.at("message_reference"))


def _check_reference(channel: Channel, reference: Payload, problems: Problems) -> None:
    replied_to = channel.posts.get(int(reference["message_id"]))
    if replied_to is None or replied_to.ephemeral:
        problems.add("MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")


def _same_nonce(call: Call, channel: Channel, body: Payload) -> Message | None:
    if not body.get("enforce_nonce") or body.get("nonce") is None:
        return None
    earliest = (int((call.world.clock.now() - NONCE_SECONDS) * 1000) - 1_420_070_400_000) << 22
    for message in reversed(channel.posts.values()):
        if message.id < earliest:
            return None
        if message.author is call.world.bot and str(message.nonce) == str(body["nonce"]):
            return message
    return None
