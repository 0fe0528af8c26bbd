"""Changes of a server's rules, and the rules in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import discord

from adapters.discord.wording import plain
from core.errors import NotNowError
from core.texts.catalogue import Texts
from core.types.communities import CommunityRules, SafetyLevel

MOST_LISTED = 100
MOST_SHOWN = 20
"""Of each list: a message holds 4,000 characters."""
WORD_CHARACTERS = 40
"""Of a blocked word or phrase, where all of them are told."""


def listed(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    """A list with one more value, once; raises `NotNowError` where it is full."""
    if value in values:
        return values
    if len(values) >= MOST_LISTED:
        raise NotNowError("refused-list-full", most=MOST_LISTED)
    return (*values, value)


def unlisted(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    """A list without a value, whether it was there or not."""
    return tuple(other for other in values if other != value)


def blocking(rules: CommunityRules, member: discord.User | None, word: str | None) -> CommunityRules:
    """The rules with a member or a word blocked, or both."""
    account, phrase = _named(member, word)
    if account is not None:
        rules = replace(rules, blocked_members=listed(rules.blocked_members, account))
    if phrase is not None:
        rules = replace(rules, blocked_words=listed(rules.blocked_words, phrase))
    return rules


def unblocking(rules: CommunityRules, member: discord.User | None, word: str | None) -> CommunityRules:
    """The rules with neither of them blocked."""
    account, phrase = _named(member, word)
    if account is not None:
        rules = replace(rules, blocked_members=unlisted(rules.blocked_members, account))
    if phrase is not None:
        rules = replace(rules, blocked_words=unlisted(rules.blocked_words, phrase))
    return rules


def _named(member: discord.User | None, word: str | None) -> tuple[str | None, str | None]:
    """The account, and the word or phrase as it is compared: in lower case, with single spaces."""
    phrase = " ".join((word or "").lower().split())
    if member is None and not phrase:
        raise NotNowError("refused-nothing-named")
    return None if member is None else str(member.id), phrase or None


def in_words(rules: CommunityRules, texts: Texts) -> str:
    """All that holds, one line each."""
    is_strict = rules.safety is SafetyLevel.STRICT
    reports = f"<#{rules.report_channel}>" if rules.report_channel else texts.say("settings-operator")
    words = [f"“{plain(word, most=WORD_CHARACTERS)}”" for word in rules.blocked_words]
    lines = {
        "settings-told-channels": _some("<#{}>", rules.channels) or texts.say("settings-everywhere"),
        "settings-told-turns": rules.turns or texts.say("settings-usual"),
        "settings-told-quota": rules.sessions_per_day or texts.say("settings-no-limit"),
        "settings-told-roles": _some("<@&{}>", rules.starters) or texts.say("settings-everybody"),
        "settings-told-safety": texts.say("settings-strict" if is_strict else "settings-spoiler"),
        "settings-told-language": rules.language or texts.say("settings-own-language"),
        "settings-told-reports": reports,
        "settings-told-members": _some("<@{}>", rules.blocked_members) or texts.say("settings-none"),
        "settings-told-words": _some("{}", words) or texts.say("settings-none"),
    }
    return "\n".join(f"**{texts.say(key)}:** {value}" for key, value in lines.items())


def _some(pattern: str, values: Sequence[str]) -> str:
    """The newest of a list, and how many more there are."""
    shown = " ".join(pattern.format(value) for value in reversed(values[-MOST_SHOWN:]))
    more = len(values) - MOST_SHOWN
    return f"{shown} (+{more})" if more > 0 else shown
