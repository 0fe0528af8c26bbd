"""Telegram's flood limits, counted from the requests that have come: apart from the bot and the imitation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.fakes.telegram import Request

COUNTED = ("send", "edit", "stop", "forward", "copy")
EVERYWHERE = 0
BURST = 4
"""Messages to one chat that may come at once after a pause; an album is four."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """So many messages in any so many seconds."""

    name: str
    messages: int
    seconds: float
    is_overall: bool = False


GROUP = Rule(name="messages in a group in 60 s, most", messages=20, seconds=60.0)
OVERALL = Rule(name="messages overall in 1 s, most", messages=30, seconds=1.0, is_overall=True)
CHAT = Rule(name="messages to a chat in 10 s, most", messages=10 + BURST, seconds=10.0)
RULES = (GROUP, OVERALL, CHAT)

Times = Mapping[int, Sequence[float]]


def messages_of(requests: Iterable[Request]) -> Times:
    """When messages came, by chat and overall: sent or changed, each photo of an album, refused ones too."""
    times: dict[int, list[float]] = defaultdict(list)
    for request in sorted(requests, key=lambda one: one.at):
        if not request.method.startswith(COUNTED) or request.method == "sendChatAction":
            continue
        cost = len(request.params["media"]) if request.method == "sendMediaGroup" else 1
        for place in (int(request.params["chat_id"]), EVERYWHERE):
            times[place] += [request.at] * cost
    return times


def most_within(times: Sequence[float], seconds: float) -> int:
    """The most moments in any stretch of so many seconds."""
    most, first = 0, 0
    for last, moment in enumerate(times):
        while times[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def busiest(times: Times) -> dict[str, int]:
    """Of each rule, what came closest to it."""
    return {rule.name: max((count for _, count in _counts(times, rule, 0.0)), default=0) for rule in RULES}


def broken_limits(times: Times, *, jitter_seconds: float = 0.0) -> list[str]:
    """Where a rule was broken; a clock that runs fast makes more of how differently long requests travel."""
    return [
        f"chat {place}: {count} messages within {rule.seconds:g} s"
        for rule in RULES
        for place, count in _counts(times, rule, jitter_seconds)
        if count > rule.messages
    ]


def _counts(times: Times, rule: Rule, jitter_seconds: float) -> list[tuple[int, int]]:
    seconds = max(rule.seconds - jitter_seconds, 0.1)
    return [
        (place, most_within(moments, seconds))
        for place, moments in times.items()
        if (place == EVERYWHERE) == rule.is_overall
    ]
