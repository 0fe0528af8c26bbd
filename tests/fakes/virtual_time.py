"""A clock that goes on only when everybody sleeps, so that ten minutes pass in no time."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Coroutine
from typing import Any, TypeVar

Returned = TypeVar("Returned")


class VirtualTime:
    """Gives `clock` and `sleep` to whoever would wait in earnest."""

    def __init__(self, start: float = 1000.0) -> None:
        self.now = start
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def clock(self) -> float:
        """What time it is."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Sleep until then."""
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + max(0.0, seconds), next(self._numbers), woken))
        await woken

    async def run(self, work: Coroutine[Any, Any, Returned]) -> Returned:
        """Do the work, with time passing whenever nothing else can be done."""
        task = asyncio.create_task(work)
        while not task.done():
            await settle()
            if not task.done():
                self._wake_next()
        return await task

    async def pass_by(self, seconds: float) -> None:
        """Let so much time pass."""
        await self.run(self.sleep(seconds))

    def _wake_next(self) -> None:
        assert self._sleepers, "everybody waits, and nobody for a time to come"
        at, _, woken = heapq.heappop(self._sleepers)
        if not woken.done():
            self.now = max(self.now, at)
            woken.set_result(None)


async def settle() -> None:
    """Until nobody can do anything more just now."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0)
    while loop._ready:  # type: ignore[attr-defined]  # noqa: ASYNC110 - what the loop calls next has no event
        await asyncio.sleep(0)
