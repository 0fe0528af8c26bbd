"""Flood limits, and requests that are made to fail or to wait."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from tests.fakes.telegram.world.clock import Clock

SENDS = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup", "sendPoll"})
EDITS = frozenset({"editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"})
TOLERANCE_SECONDS = 0.05
LITTLE = 0.1


@dataclass(frozen=True, kw_only=True)
class Rate:
    """So many messages in any so many seconds."""

    messages: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """So many messages a second, and after a pause so many at once."""

    per_second: float
    burst: int


@dataclass(frozen=True, kw_only=True)
class Flood:
    """A message that came too soon."""

    method: str
    chat_id: int | None
    at: float
    retry_after: int


@dataclass(kw_only=True)
class _Level:
    tokens: float
    at: float


@dataclass(kw_only=True)
class Limits:
    """Limits per chat, per group and for the whole bot; none until some are set."""

    clock: Clock
    per_chat: Bucket | None = None
    per_group: Rate | None = None
    overall: Rate | None = None
    edits_count: bool = True
    tolerance_seconds: float = TOLERANCE_SECONDS
    """By how much of real time a request may come too soon, for it travels now faster, now slower."""
    floods: list[Flood] = field(default_factory=list)
    _levels: dict[int, _Level] = field(default_factory=dict)
    _sent: dict[int, deque[float]] = field(default_factory=dict)
    _forced: dict[int, list[int]] = field(default_factory=dict)
    _blocked_until: dict[int, float] = field(default_factory=dict)

    def like_telegram(self) -> None:
        """Be as strict as Telegram: 1/s in a chat after 3 at once, 20/min in a group, 30/s overall."""
        self.per_chat = Bucket(per_second=1, burst=3)
        self.per_group = Rate(messages=20, seconds=60)
        self.overall = Rate(messages=30, seconds=1)

    def force(self, chat_id: int, *, retry_after: int, times: int) -> None:
        """Refuse the next messages to a chat, each for so many seconds."""
        self._forced.setdefault(chat_id, []).extend([retry_after] * times)

    def counts(self, method: str) -> bool:
        """Whether requests of a method count as messages."""
        return method in SENDS or (self.edits_count and method in EDITS)

    def judge(self, method: str, chat_id: int, cost: int) -> int:
        """Count messages to a chat; returns after how many seconds they may be sent, 0 where they pass."""
        now = self.clock.now()
        early = self._blocked_until.get(chat_id, 0) - now - self._tolerance
        if early > 0:
            return self._noted(method, chat_id, early)
        forced = self._forced.get(chat_id)
        if forced:
            retry_after = forced.pop(0)
            self._blocked_until[chat_id] = now + retry_after
            return retry_after
        wait = max(self._wait_of_chat(chat_id, cost, now), *(self._waits(chat_id, cost, now)))
        if wait > 0:
            return self._noted(method, chat_id, wait)
        self._count(chat_id, cost, now)
        return 0

    @property
    def _tolerance(self) -> float:
        return self.tolerance_seconds * self.clock.speed

    def _noted(self, method: str, chat_id: int, wait: float) -> int:
        retry_after = max(1, math.ceil(wait))
        now = self.clock.now()
        self.floods.append(Flood(method=method, chat_id=chat_id, at=now, retry_after=retry_after))
        return retry_after

    def _wait_of_chat(self, chat_id: int, cost: int, now: float) -> float:
        bucket = self.per_chat
        if bucket is None:
            return 0
        lacking = min(cost, bucket.burst) - self._level(bucket, chat_id, now).tokens
        return lacking / bucket.per_second - self._tolerance

    def _waits(self, chat_id: int, cost: int, now: float) -> tuple[float, float]:
        of_group = self._wait(self.per_group, chat_id, cost, now) if chat_id < 0 else 0
        return of_group, self._wait(self.overall, 0, cost, now)

    def _wait(self, rate: Rate | None, key: int, cost: int, now: float) -> float:
        if rate is None:
            return 0
        rate = self._measurable(rate)
        window = rate.seconds - self._tolerance
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now - window:
            sent.popleft()
        too_many = len(sent) + min(cost, rate.messages) - rate.messages
        return sent[too_many - 1] + window - now if too_many > 0 else 0

    def _measurable(self, rate: Rate) -> Rate:
        """The same rate over so long a time that the tolerance is little of it; for clocks that run fast."""
        times = max(1, math.ceil(self._tolerance / (LITTLE * rate.seconds)))
        return Rate(messages=times * rate.messages, seconds=times * rate.seconds)

    def _count(self, chat_id: int, cost: int, now: float) -> None:
        if self.per_chat is not None:
            self._level(self.per_chat, chat_id, now).tokens -= cost
        if self.per_group is not None and chat_id < 0:
            self._sent.setdefault(chat_id, deque()).extend([now] * cost)
        if self.overall is not None:
            self._sent.setdefault(0, deque()).extend([now] * cost)

    def _level(self, bucket: Bucket, chat_id: int, now: float) -> _Level:
        level = self._levels.setdefault(chat_id, _Level(tokens=bucket.burst, at=now))
        level.tokens = min(bucket.burst, level.tokens + (now - level.at) * bucket.per_second)
        level.at = now
        return level
