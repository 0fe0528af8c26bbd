"""Changes of a community's rules, and the rules in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.errors import NotNowError
from core.texts.catalogue import Texts
from core.types.communities import CommunityRules, SafetyLevel

MOST_SESSIONS_A_DAY = 1000
MOST_LISTED = 100
MOST_SHOWN = 20
"""Of each list: a message of Discord's holds 4,000 characters, one of Telegram's 4,096."""
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


def blocking(rules: CommunityRules, account: int | None, word: str | None) -> CommunityRules:
    """The rules with a member or a word blocked, or both."""
    member, phrase = _named(account, word)
    if member is not None:
        rules = replace(rules, blocked_members=listed(rules.blocked_members, member))
    if phrase is not None:
        rules = replace(rules, blocked_words=listed(rules.blocked_words, phrase))
    return rules


def unblocking(rules: CommunityRules, account: int | None, word: str | None) -> CommunityRules:
    """The rules with neither of them blocked."""
    member, phrase = _named(account, word)
    if member is not None:
        rules = replace(rules, blocked_members=unlisted(rules.blocked_members, member))
    if phrase is not None:
        rules = replace(rules, blocked_words=unlisted(rules.blocked_words, phrase))
    return rules


def hiding_above(rules: CommunityRules, percent: int | None) -> CommunityRules:
    """The rules with images hidden above that risk, or above that of the program's setting."""
    return replace(rules, hides_images_above=None if percent is None else percent / 100)


def _named(account: int | None, word: str | None) -> tuple[str | None, str | None]:
    """The account, and the word or phrase as it is compared: in lower case, with single spaces."""
    phrase = " ".join((word or "").lower().split())
    if account is None and not phrase:
        raise NotNowError("refused-nothing-named")
    return None if account is None else str(account), phrase or None


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """How a platform shows what its rules name, and a person's text."""

    platform: str
    channel: Callable[[str], str]
    role: Callable[[str], str]
    member: Callable[[str], str]
    plain: Callable[[str], str]
    knows_ages: bool = True
    """Whether there can be places for adults alone; else marked images are never shown."""


def told(rules: CommunityRules, texts: Texts, marks: Marks) -> list[tuple[str, str]]:
    """All that holds: what it is about, and what was decided."""
    is_strict = rules.safety is SafetyLevel.STRICT
    operator = texts.say("settings-operator", platform=marks.platform)
    words = [f"“{marks.plain(word[:WORD_CHARACTERS])}”" for word in rules.blocked_words]
    lines = {
        "settings-told-channels": _some(marks.channel, rules.channels) or texts.say("settings-everywhere"),
        "settings-told-turns": str(rules.turns or texts.say("settings-usual")),
        "settings-told-quota": str(rules.sessions_per_day or texts.say("settings-no-limit")),
        "settings-told-roles": _some(marks.role, rules.starters) or texts.say("settings-everybody"),
        "settings-told-safety": texts.say("settings-strict" if is_strict else "settings-spoiler"),
        "settings-told-risk": _percent(rules.hides_images_above, texts) or texts.say("settings-usual"),
        "settings-told-language": rules.language or texts.say("settings-own-language"),
        "settings-told-reports": marks.channel(rules.report_channel) if rules.report_channel else operator,
        "settings-told-members": _some(marks.member, rules.blocked_members) or texts.say("settings-none"),
        "settings-told-words": _some(str, words) or texts.say("settings-none"),
    }
    if not marks.knows_ages:
        del lines["settings-told-safety"]
    return [(texts.say(key, platform=marks.platform), value) for key, value in lines.items()]


def _percent(risk: float | None, texts: Texts) -> str | None:
    return None if risk is None else texts.say("settings-percent", percent=f"{100 * risk:.4g}")


def _some(mark: Callable[[str], str], values: Sequence[str]) -> str:
    """The newest of a list, and how many more there are."""
    shown = " ".join(mark(value) for value in reversed(values[-MOST_SHOWN:]))
    more = len(values) - MOST_SHOWN
    return f"{shown} (+{more})" if more > 0 else shown
