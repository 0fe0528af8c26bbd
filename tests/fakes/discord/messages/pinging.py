"""Whom a message notifies: those it mentions, as far as its sender allowed that."""

from __future__ import annotations

import re

from tests.fakes.discord.world.users import Payload

MENTION = re.compile(r"@everyone|@here|<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>")


def pings(text: str, allowed: Payload | None) -> set[str]:
    """The mentions in a text that notify somebody; without a word about it all do."""
    return {found[0] for found in MENTION.finditer(text) if allowed is None or _is_allowed(found, allowed)}


def _is_allowed(mention: re.Match[str], allowed: Payload) -> bool:
    parsed = allowed.get("parse") or ()
    if mention["user"]:
        return "users" in parsed or mention["user"] in map(str, allowed.get("users") or ())
    if mention["role"]:
        return "roles" in parsed or mention["role"] in map(str, allowed.get("roles") or ())
    return "everyone" in parsed
