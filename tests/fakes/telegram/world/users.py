"""Accounts, of people and of bots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Payload = dict[str, Any]


@dataclass(kw_only=True, eq=False)
class User:
    """An account of Telegram's."""

    id: int
    name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def payload(self) -> Payload:
        """As Telegram writes it."""
        body: Payload = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.username is not None:
            body["username"] = self.username
        if self.language_code is not None:
            body["language_code"] = self.language_code
        return body


ANONYMOUS = User(id=1087968824, name="Group", username="GroupAnonymousBot", is_bot=True)
"""In whose name administrators write who stay anonymous."""
