"""What the bot says of itself: its commands, by whom they are seen, and its descriptions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fakes.telegram.world.chats import Chat
from tests.fakes.telegram.world.users import Payload, User

DEFAULT_SCOPE: Payload = {"type": "default"}


def _key(scope: Payload, language_code: str) -> tuple[str, str]:
    return json.dumps(scope, sort_keys=True), language_code


@dataclass(kw_only=True)
class Profile:
    """Commands by scope and language; descriptions by language."""

    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    is_logged_out: bool = False
    _commands: dict[tuple[str, str], list[Payload]] = field(default_factory=dict)

    def set_commands(self, scope: Payload, language_code: str, commands: list[Payload]) -> None:
        """Remember a list of commands; an empty one is none."""
        self._commands.pop(_key(scope, language_code), None)
        if commands:
            self._commands[_key(scope, language_code)] = commands

    def commands(self, scope: Payload, language_code: str) -> list[Payload]:
        """The list of just this scope and language."""
        return self._commands.get(_key(scope, language_code), [])

    def commands_shown(self, chat: Chat, user: User) -> list[str]:
        """The names of the commands that somebody is offered in a chat."""
        for scope in _scopes(chat, user):
            for language_code in (user.language_code or "", ""):
                found = self.commands(scope, language_code)
                if found:
                    return [one["command"] for one in found]
        return []


def _scopes(chat: Chat, user: User) -> Iterator[Payload]:
    here: Payload = {"chat_id": chat.id}
    if chat.is_private:
        yield from ({"type": "chat"} | here, {"type": "all_private_chats"}, DEFAULT_SCOPE)
        return
    yield {"type": "chat_member", "user_id": user.id} | here
    is_admin = chat.membership(user).is_admin
    if is_admin:
        yield {"type": "chat_administrators"} | here
    yield {"type": "chat"} | here
    if is_admin:
        yield {"type": "all_chat_administrators"}
    yield from ({"type": "all_group_chats"}, DEFAULT_SCOPE)
