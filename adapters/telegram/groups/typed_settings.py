"""What administrators decide by typing, such as `turns 3`; all else that is typed is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from telegram import Message

from adapters.telegram.beginning import ADMINISTRATORS
from adapters.telegram.where import GENERAL, Spot
from core.bots.gate import Change
from core.bots.rule_changes import MOST_SESSIONS_A_DAY, blocking, hiding_above, listed, unblocking
from core.errors import NotNowError
from core.texts.catalogue import LANGUAGES
from core.types.communities import MOST_TURNS, CommunityRules

WORD_CHARACTERS = 50
NUMBER = re.compile(r"0|[1-9][0-9]{0,3}")
USUAL = "usual"
TAKING_BACK = {USUAL, "off", "all", "everybody"}
"""Each of them takes a setting back, whichever it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """What stands behind the setting's name, and where and in answer to whom it was typed."""

    value: str
    spot: Spot
    is_forum: bool = False
    member: int | None = None


def typed_in(text: str, spot: Spot, message: Message, *, bot: int) -> tuple[str, Typed]:
    """The name of a setting, and what is to hold."""
    name, _, value = text.partition(" ")
    member = _member_answered(message, bot)
    is_forum = bool(message.chat.is_forum)
    return name.lower(), Typed(value=value.strip(), spot=spot, is_forum=is_forum, member=member)


def change_of(name: str, typed: Typed) -> Change:
    """The change that was asked for; raises `NotNowError` where that is none."""
    read = READERS.get(name)
    if read is None:
        raise NotNowError("refused-setting")
    return read(typed)


def _turns(typed: Typed) -> Change:
    turns = _number(typed, MOST_TURNS)
    return lambda rules: replace(rules, turns=turns)


def _quota(typed: Typed) -> Change:
    most = _number(typed, MOST_SESSIONS_A_DAY)
    return lambda rules: replace(rules, sessions_per_day=most)


def _risk(typed: Typed) -> Change:
    percent = _number(typed, 100, least=0)
    return lambda rules: hiding_above(rules, percent)


def _language(typed: Typed) -> Change:
    language = _one_of(typed, *LANGUAGES)
    return lambda rules: replace(rules, language=language)


def _starters(typed: Typed) -> Change:
    starters = _one_of(typed, ADMINISTRATORS)
    return lambda rules: replace(rules, starters=(starters,) if starters else ())


def _topics(typed: Typed) -> Change:
    if not typed.is_forum:
        raise NotNowError("refused-no-topics")
    if _one_of(typed, "here") is None:
        return lambda rules: replace(rules, channels=())
    topic = str(typed.spot.topic or GENERAL)
    return lambda rules: replace(rules, channels=listed(rules.channels, topic))


def _reports(typed: Typed) -> Change:
    channel = typed.spot.channel if _one_of(typed, "here") else None
    return lambda rules: replace(rules, report_channel=channel)


def _block(typed: Typed) -> Change:
    member, word = _named(typed)
    return lambda rules: blocking(rules, member, word)


def _unblock(typed: Typed) -> Change:
    def unblock(rules: CommunityRules) -> CommunityRules:
        if typed.value in rules.blocked_members:
            return unblocking(rules, int(typed.value), None)
        return unblocking(rules, *_named(typed))

    return unblock


READERS: dict[str, Callable[[Typed], Change]] = {
    "turns": _turns,
    "quota": _quota,
    "risk": _risk,
    "language": _language,
    "starters": _starters,
    "topics": _topics,
    "reports": _reports,
    "block": _block,
    "unblock": _unblock,
}


def _number(typed: Typed, most: int, *, least: int = 1) -> int | None:
    if typed.value.lower() in TAKING_BACK:
        return None
    if NUMBER.fullmatch(typed.value) is None or not least <= int(typed.value) <= most:
        raise NotNowError("refused-setting")
    return int(typed.value)


def _one_of(typed: Typed, *values: str) -> str | None:
    value = typed.value.lower()
    if value in TAKING_BACK:
        return None
    if value not in values:
        raise NotNowError("refused-setting")
    return value


def _named(typed: Typed) -> tuple[int | None, str | None]:
    """The word, or, where none was typed, the member whose message was answered."""
    if len(typed.value) > WORD_CHARACTERS:
        raise NotNowError("refused-long-word", most=WORD_CHARACTERS)
    if not typed.value and typed.member is None:
        raise NotNowError("refused-nobody-named")
    return (None, typed.value) if typed.value else (typed.member, None)


def _member_answered(message: Message, bot: int) -> int | None:
    """Whose message was answered; in topics every message answers the one that began the topic."""
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created is not None or answered.from_user is None:
        return None
    is_nobody = answered.from_user.is_bot or answered.from_user.id == bot or answered.sender_chat is not None
    return None if is_nobody else answered.from_user.id
