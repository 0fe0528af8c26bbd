"""What happens in the world and is told to the bot, and which intents it needs to hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag

from tests.fakes.discord.world.users import Payload


class Intent(IntFlag):
    """Kinds of events that a bot can ask for, by Discord's bits."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    MESSAGE_CONTENT = 1 << 15


PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
KNOWN_BITS = (1 << 22) - 1 | 1 << 24 | 1 << 25

_MESSAGES = (Intent.GUILD_MESSAGES, Intent.DIRECT_MESSAGES)
_REACTIONS = (Intent.GUILD_MESSAGE_REACTIONS, Intent.DIRECT_MESSAGE_REACTIONS)
_GUILDS = (Intent.GUILDS, Intent.GUILDS)
_MEMBERS = (Intent.GUILD_MEMBERS, Intent.GUILD_MEMBERS)
_NEEDED = {
    "MESSAGE_CREATE": _MESSAGES,
    "MESSAGE_UPDATE": _MESSAGES,
    "MESSAGE_DELETE": _MESSAGES,
    "MESSAGE_DELETE_BULK": _MESSAGES,
    "MESSAGE_REACTION_ADD": _REACTIONS,
    "MESSAGE_REACTION_REMOVE": _REACTIONS,
    "MESSAGE_REACTION_REMOVE_ALL": _REACTIONS,
    "MESSAGE_REACTION_REMOVE_EMOJI": _REACTIONS,
    "GUILD_CREATE": _GUILDS,
    "GUILD_DELETE": _GUILDS,
    "CHANNEL_CREATE": _GUILDS,
    "CHANNEL_UPDATE": _GUILDS,
    "CHANNEL_DELETE": _GUILDS,
    "THREAD_CREATE": _GUILDS,
    "THREAD_UPDATE": _GUILDS,
    "THREAD_DELETE": _GUILDS,
    "THREAD_MEMBERS_UPDATE": _GUILDS,
    "GUILD_MEMBER_ADD": _MEMBERS,
    "GUILD_MEMBER_REMOVE": _MEMBERS,
}


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened; `without_content` is what a bot without the content intent is told."""

    name: str
    body: Payload
    guild_id: int | None = None
    without_content: Payload | None = None

    def needs(self) -> int:
        """The intent that a bot must have asked for; 0 where none is needed."""
        in_guild, direct = _NEEDED.get(self.name, (0, 0))
        return direct if self.guild_id is None else in_guild
