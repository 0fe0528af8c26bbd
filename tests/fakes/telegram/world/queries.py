"""Presses and inline queries that wait for the bot's answer, as long as Telegram lets them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.fakes.telegram.world.users import Payload, User

CALLBACK_SECONDS, INLINE_SECONDS = 15.0, 30.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the bot answered to a press, and after how many seconds."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None
    seconds: float = 0.0
    results: tuple[Payload, ...] = ()
    """To an inline query, what can be chosen."""


@dataclass(kw_only=True, eq=False)
class Query:
    """A press on a button, or what somebody types after the bot's name."""

    id: str
    kind: str
    user: User
    what: str
    asked_at: float
    answer: Answer | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(kw_only=True)
class Queries:
    """All queries, and after how many seconds one is too old to be answered."""

    callback_seconds: float = CALLBACK_SECONDS
    inline_seconds: float = INLINE_SECONDS
    all: dict[str, Query] = field(default_factory=dict)

    def open(self, identifier: str, kind: str, *, now: float) -> Query | None:
        """A query that can be answered now."""
        query = self.all.get(identifier)
        if query is None or query.kind != kind or query.answer is not None:
            return None
        seconds = self.callback_seconds if kind == "callback" else self.inline_seconds
        return query if now - query.asked_at <= seconds else None
