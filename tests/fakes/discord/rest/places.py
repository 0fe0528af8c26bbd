"""Routes for channels, threads, direct channels, guilds and members."""

from __future__ import annotations

from tests.fakes.discord.rest import errors
from tests.fakes.discord.rest.call import Call
from tests.fakes.discord.rules.problems import Problems
from tests.fakes.discord.world.payloads import channel_payload, member_payload, role_payload
from tests.fakes.discord.world.permissions import Permission
from tests.fakes.discord.world.places import Channel, ChannelKind, Guild, Membership
from tests.fakes.discord.world.users import Payload, User

ARCHIVE_MINUTES = (60, 1440, 4320, 10080)


async def get_channel(call: Call) -> Payload:
    """GET a channel."""
    return channel_payload(call.channel())


async def change_channel(call: Call) -> Payload:
    """PATCH a thread's name, or whether it is archived or locked."""
    channel, body = call.channel(), call.fields()
    own = channel.is_thread and channel.owner_id == call.world.bot.id and "locked" not in body
    if not own:
        call.need(channel, Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS)
    call.check(lambda problems: problems.at("name").text(body.get("name"), least=1, most=100))
    channel.name = body.get("name") or channel.name
    channel.archived = bool(body.get("archived", channel.archived))
    channel.locked = bool(body.get("locked", channel.locked))
    call.world.channel_changed(channel)
    return channel_payload(channel)


async def start_thread(call: Call) -> Payload:
    """POST a thread in a channel, without a message of its own."""
    parent, body = call.channel(), call.fields()
    if parent.is_thread or parent.kind is ChannelKind.DIRECT:
        raise errors.wrong_channel()
    kind = ChannelKind(body.get("type") or ChannelKind.PRIVATE_THREAD)
    private = kind is ChannelKind.PRIVATE_THREAD
    call.need(parent, Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS)
    call.check(lambda problems: _check_thread(body, problems))
    call.status = 201
    return channel_payload(_thread(call, parent, kind, body["name"], call.world.ids.next()))


async def start_thread_at(call: Call) -> Payload:
    """POST a public thread at a message; it takes the message's id."""
    parent, body = call.channel(), call.fields()
    message = call.message(parent)
    call.need(parent, Permission.CREATE_PUBLIC_THREADS)
    call.check(lambda problems: _check_thread(body, problems))
    if message.id in call.world.channels:
        raise errors.ApiError(400, 160004, "A thread has already been created for this message")
    call.status = 201
    return channel_payload(_thread(call, parent, ChannelKind.PUBLIC_THREAD, body["name"], message.id))


async def add_thread_member(call: Call) -> None:
    """PUT somebody into a thread."""
    channel = _a_thread(call)
    call.need(channel, Permission.SEND_MESSAGES_IN_THREADS)
    membership = _membership(call, call.world.guilds[channel.guild_id or 0], call.id("user_id"))
    if membership.user.id not in channel.member_ids:
        channel.member_ids.add(membership.user.id)
        _tell_members(call, channel, added=[membership.user])


async def join_thread(call: Call) -> None:
    """PUT the bot itself into a thread."""
    _a_thread(call).member_ids.add(call.world.bot.id)


async def remove_thread_member(call: Call) -> None:
    """DELETE somebody from a thread."""
    channel = _a_thread(call)
    if channel.owner_id != call.world.bot.id:
        call.need(channel, Permission.MANAGE_THREADS)
    channel.member_ids.discard(call.id("user_id"))
    _tell_members(call, channel, removed=[call.id("user_id")])


async def open_direct(call: Call) -> Payload:
    """POST to have the direct channel with a user; this works even where they take no messages."""
    recipient = str(call.fields().get("recipient_id") or "")
    user = call.world.users.get(int(recipient)) if recipient.isdecimal() else None
    if user is None or user.bot:
        raise errors.wrong_recipient()
    return channel_payload(call.world.direct_channel(user))


async def get_member(call: Call) -> Payload:
    """GET a member of a guild."""
    return member_payload(_membership(call, _guild(call), call.id("user_id")))


async def get_user(call: Call) -> Payload:
    """GET any user."""
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise errors.unknown_user()
    return user.payload()


async def get_guild(call: Call) -> Payload:
    """GET a guild."""
    hidden = (
        "members",
        "channels",
        "threads",
        "joined_at",
        "large",
        "member_count",
        "presences",
        "unavailable",
    )
    guild = call.world.guild_payload(_guild(call))
    return {key: value for key, value in guild.items() if key not in hidden}


async def get_guild_channels(call: Call) -> list[Payload]:
    """GET the channels of a guild, without threads."""
    return [channel_payload(one) for one in _guild(call).channels.values() if not one.is_thread]


async def get_roles(call: Call) -> list[Payload]:
    """GET the roles of a guild."""
    return [role_payload(role) for role in _guild(call).roles.values()]


def _check_thread(body: Payload, problems: Problems) -> None:
    problems.at("name").text(body.get("name"), least=1, most=100, required=True)
    minutes = body.get("auto_archive_duration")
    if minutes is not None:
        problems.at("auto_archive_duration").one_of(minutes, ARCHIVE_MINUTES)


def _thread(call: Call, parent: Channel, kind: ChannelKind, name: str, identifier: int) -> Channel:
    world = call.world
    return world.add_channel(
        Channel(
            id=identifier,
            kind=kind,
            name=name,
            guild_id=parent.guild_id,
            parent=parent,
            owner_id=world.bot.id,
            member_ids={world.bot.id},
            created_at=world.clock.written(),
            on_change=world.channel_changed,
        )
    )


def _a_thread(call: Call) -> Channel:
    channel = call.channel()
    if not channel.is_thread:
        raise errors.wrong_channel()
    return channel


def _guild(call: Call) -> Guild:
    guild = call.world.guilds.get(call.id("guild_id"))
    if guild is None or call.world.bot.id not in guild.memberships:
        raise errors.unknown_guild()
    return guild


def _membership(call: Call, guild: Guild, user_id: int) -> Membership:
    if user_id not in call.world.users:
        raise errors.unknown_user()
    membership = guild.memberships.get(user_id)
    if membership is None:
        raise errors.unknown_member()
    return membership


def _tell_members(
    call: Call, channel: Channel, *, added: list[User] | None = None, removed: list[int] | None = None
) -> None:
    now = call.world.clock.written()
    joined = [
        {"id": str(channel.id), "user_id": str(user.id), "join_timestamp": now, "flags": 0}
        for user in added or ()
    ]
    body = {
        "id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "member_count": len(channel.member_ids),
        "added_members": joined,
        "removed_member_ids": [str(one) for one in removed or ()],
    }
    call.world.publish("THREAD_MEMBERS_UPDATE", body, guild_id=channel.guild_id)
