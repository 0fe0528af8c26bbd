"""Guilds and channels, and what a member may in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.world.permissions import ALL, NONE, Permission
from tests.fakes.discord.world.users import User


class ChannelKind(IntEnum):
    """The kinds of channel that the fake knows, by Discord's numbers."""

    TEXT = 0
    DIRECT = 1
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


THREADS = (ChannelKind.PUBLIC_THREAD, ChannelKind.PRIVATE_THREAD)


@dataclass(kw_only=True, eq=False)
class Role:
    """A role of a guild; @everyone has the guild's own id."""

    id: int
    name: str
    permissions: Permission
    position: int = 0


@dataclass(kw_only=True, eq=False)
class Overwrite:
    """What a channel allows and denies one member or role."""

    of_role: bool
    allow: Permission = NONE
    deny: Permission = NONE


@dataclass(kw_only=True, eq=False)
class Channel:
    """A text channel, a thread or a direct channel."""

    id: int
    kind: ChannelKind
    on_change: Callable[[Channel], None]
    name: str = ""
    guild_id: int | None = None
    parent: Channel | None = None
    owner_id: int | None = None
    nsfw: bool = False
    recipient: User | None = None
    created_at: str = ""
    archived: bool = False
    locked: bool = False
    member_ids: set[int] = field(default_factory=set)
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    posts: dict[int, Message] = field(default_factory=dict)
    typing_seen: int = 0

    @property
    def messages(self) -> list[Message]:
        """What everybody here sees, oldest first."""
        return [message for message in self.posts.values() if message.seen_only_by is None]

    @property
    def is_thread(self) -> bool:
        """Whether it hangs below another channel."""
        return self.kind in THREADS

    def forbid(self, whom: User | Role, permissions: Permission) -> None:
        """Take permissions from somebody, here only."""
        overwrite = self._overwrite(whom)
        overwrite.deny |= permissions
        overwrite.allow &= ~permissions
        self.on_change(self)

    def allow(self, whom: User | Role, permissions: Permission) -> None:
        """Give permissions to somebody, here only."""
        overwrite = self._overwrite(whom)
        overwrite.allow |= permissions
        overwrite.deny &= ~permissions
        self.on_change(self)

    def _overwrite(self, whom: User | Role) -> Overwrite:
        return self.overwrites.setdefault(whom.id, Overwrite(of_role=isinstance(whom, Role)))


@dataclass(kw_only=True, eq=False)
class Membership:
    """That a user is in a guild, with which roles."""

    user: User
    joined_at: str
    roles: list[Role] = field(default_factory=list)


@dataclass(kw_only=True, eq=False)
class Guild:
    """A server: roles, channels and members."""

    id: int
    name: str
    locale: str
    owner_id: int
    joined_at: str
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    memberships: dict[int, Membership] = field(default_factory=dict)

    @property
    def everyone(self) -> Role:
        """The role that all members have."""
        return self.roles[self.id]

    def permissions(self, user: User, channel: Channel | None = None) -> Permission:
        """What a user may, in a channel or all over; nothing if they are no member."""
        membership = self.memberships.get(user.id)
        if membership is None:
            return NONE
        base = self.everyone.permissions
        for role in membership.roles:
            base |= role.permissions
        if user.id == self.owner_id or base & Permission.ADMINISTRATOR:
            return ALL
        return base if channel is None else _in_channel(base, membership, self, channel)


def _in_channel(base: Permission, membership: Membership, guild: Guild, channel: Channel) -> Permission:
    home = channel.parent or channel
    if home.overwrites:
        base = _overwritten(base, home.overwrites.get(guild.id))
        theirs = [home.overwrites[role.id] for role in membership.roles if role.id in home.overwrites]
        denied, allowed = NONE, NONE
        for overwrite in theirs:
            denied, allowed = denied | overwrite.deny, allowed | overwrite.allow
        base = (base & ~denied) | allowed
        base = _overwritten(base, home.overwrites.get(membership.user.id))
    outside = channel.kind is ChannelKind.PRIVATE_THREAD and membership.user.id not in channel.member_ids
    if not base & Permission.VIEW_CHANNEL or (outside and not base & Permission.MANAGE_THREADS):
        return NONE
    return base


def _overwritten(base: Permission, overwrite: Overwrite | None) -> Permission:
    return base if overwrite is None else (base & ~overwrite.deny) | overwrite.allow
