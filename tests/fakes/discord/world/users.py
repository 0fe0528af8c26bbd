"""Accounts: people and the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Payload = dict[str, Any]
"""A JSON object as it goes over the wire."""


@dataclass(kw_only=True, eq=False)
class User:
    """One account."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    accepts_direct_messages: bool = True
    brings_bot: bool = False
    """They use the bot that they have installed for themselves, wherever they are."""

    def payload(self) -> Payload:
        """The user object."""
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "global_name": None if self.bot else self.name.title(),
            "avatar": None,
            "bot": self.bot,
            "flags": 0,
            "public_flags": 0,
            "primary_guild": None,
        }

    def __repr__(self) -> str:
        return f"<{self.name}>"
