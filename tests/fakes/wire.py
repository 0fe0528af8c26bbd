"""A Telegram of one function: it notes what is called when, takes time, and refuses what it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from telegram.error import RetryAfter

from adapters.telegram.counting import call_of
from adapters.telegram.pacing import FloodLimits, Lanes, Urgency
from tests.fakes.virtual_time import VirtualTime


@dataclass(frozen=True, kw_only=True)
class Made:
    """A call that reached Telegram."""

    name: str
    chat: object
    began: float
    ended: float
    cost: int
    urgency: Urgency


@dataclass(kw_only=True)
class Wire:
    """What the limiter's calls go to."""

    time: VirtualTime = field(default_factory=VirtualTime)
    limits: FloodLimits = field(default_factory=FloodLimits)
    made: list[Made] = field(default_factory=list)
    refusals: dict[object, Iterator[float]] = field(default_factory=dict)
    """The waits that a chat, or `None` for what has none, asks for in its next calls."""

    def __post_init__(self) -> None:
        self.lanes = Lanes(self.limits, clock=self.time.clock, sleep=self.time.sleep)

    async def call(
        self,
        endpoint: str,
        chat: object = None,
        *,
        urgency: Urgency | None = None,
        name: str = "",
        takes: float = 0.0,
        **data: object,
    ) -> None:
        """One call through the limiter."""
        given = {"chat_id": chat, **data} if chat is not None else data

        async def perform() -> bool:
            began = self.time.now
            if takes:
                await self.time.sleep(takes)
            call = call_of(endpoint, given, urgency)
            made = Made(
                name=name,
                chat=chat,
                began=began,
                ended=self.time.now,
                cost=call.cost,
                urgency=call.urgency,
            )
            self.made.append(made)
            wait = next(self.refusals.get(chat, iter(())), None)
            if wait is not None:
                raise RetryAfter(int(wait))
            return True

        await self.lanes.process_request(perform, (), {}, endpoint, given, urgency)

    def task(
        self,
        endpoint: str,
        chat: object = None,
        *,
        urgency: Urgency | None = None,
        name: str = "",
        takes: float = 0.0,
        **data: object,
    ) -> asyncio.Task[None]:
        """The same, meanwhile."""
        return asyncio.create_task(self.call(endpoint, chat, urgency=urgency, name=name, takes=takes, **data))

    @property
    def names(self) -> list[str]:
        """What has been called, in its order."""
        return [made.name for made in self.made]
