"""The commands that the bot has registered."""

from __future__ import annotations

from collections.abc import Sequence

from tests.fakes.discord.world.clock import Snowflakes
from tests.fakes.discord.world.users import Payload

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
DEFAULTS: Payload = {
    "type": CHAT_INPUT,
    "description": "",
    "options": [],
    "default_member_permissions": None,
    "dm_permission": True,
    "nsfw": False,
    "integration_types": [0],
    "contexts": None,
}


class CommandBook:
    """Commands for all guilds and for single ones, by kind and name."""

    def __init__(self, *, application_id: int, ids: Snowflakes) -> None:
        self._application_id = application_id
        self._ids = ids
        self._scopes: dict[int | None, dict[tuple[int, str], Payload]] = {}
        self.times_written = 0

    def overwrite(self, guild_id: int | None, commands: Sequence[Payload]) -> list[Payload]:
        """Replace all commands of a scope; what was there before keeps its id."""
        before = self._scopes.get(guild_id, {})
        now: dict[tuple[int, str], Payload] = {}
        for command in commands:
            key = (command.get("type") or CHAT_INPUT, command["name"])
            known = before.get(key)
            given = {name: value for name, value in command.items() if value is not None}
            needed = given.get("default_member_permissions")
            now[key] = {
                **DEFAULTS,
                **given,
                "default_member_permissions": None if needed is None else str(needed),
                "id": known["id"] if known else str(self._ids.next()),
                "application_id": str(self._application_id),
                "version": str(self._ids.next()),
                **({} if guild_id is None else {"guild_id": str(guild_id)}),
            }
        self._scopes[guild_id] = now
        self.times_written += 1
        return list(now.values())

    def listed(self, guild_id: int | None) -> list[Payload]:
        """The commands of one scope."""
        return list(self._scopes.get(guild_id, {}).values())

    def find(self, kind: int, name: str, guild_id: int | None) -> Payload | None:
        """A command as it is offered in a guild: the guild's own goes first."""
        for scope in (guild_id, None):
            command = self._scopes.get(scope, {}).get((kind, name))
            if command is not None:
                return command
        return None
