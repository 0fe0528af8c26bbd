"""Keeps the bot below the number of requests that Discord takes from it in a second, whatever they are for.

Answers to commands, presses and forms are not counted by Discord, and never wait here.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from enum import IntEnum
from types import SimpleNamespace

import aiohttp

REQUESTS_PER_SECOND = 45
"""Discord's limit is 50 for all routes together; whoever goes beyond it too often is shut out for a while."""
NOT_COUNTED = ("/interactions/", "/webhooks/")


class Urgency(IntEnum):
    """What goes first where requests have to wait."""

    MESSAGE = 0
    CHANGE = 1
    REACTION = 2


class Pace:
    """Lets requests through one by one, the most urgent first, and those of the same kind as they came."""

    def __init__(self, *, per_second: float) -> None:
        self._interval = 1 / per_second
        self._free_at = 0.0
        self._waiting: list[tuple[Urgency, int, asyncio.Future[None]]] = []
        self._arrivals = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, urgency: Urgency) -> None:
        """Wait until a request may go."""
        loop = asyncio.get_running_loop()
        if self._timer is None and loop.time() >= self._free_at:
            self._free_at = loop.time() + self._interval
            return
        passed: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (urgency, next(self._arrivals), passed))
        if self._timer is None:
            self._timer = loop.call_at(self._free_at, self._let_one_through)
        await passed

    def _let_one_through(self) -> None:
        self._timer = None
        while self._waiting:
            passed = heapq.heappop(self._waiting)[2]
            if not passed.done():  # who has given up meanwhile takes no turn
                passed.set_result(None)
                loop = asyncio.get_running_loop()
                self._free_at = loop.time() + self._interval
                self._timer = loop.call_at(self._free_at, self._let_one_through)
                return


def paced(pace: Pace) -> aiohttp.TraceConfig:
    """What lets each request of a discord.py client wait for its turn."""

    async def on_request_start(
        _: aiohttp.ClientSession, __: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        path = request.url.path
        if not any(part in path for part in NOT_COUNTED):
            await pace.turn(urgency_of(request.method, path))

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(on_request_start)
    return trace


def urgency_of(method: str, path: str) -> Urgency:
    """New messages before edits and all else, and reactions last."""
    if "/reactions/" in path:
        return Urgency.REACTION
    return Urgency.MESSAGE if method == "POST" else Urgency.CHANGE
