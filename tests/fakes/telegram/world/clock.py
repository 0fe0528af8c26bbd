"""The fake's time, which tests can move, and let run faster than real time."""

from __future__ import annotations

import asyncio
import time


class Clock:
    """Time that passes `speed` times as fast as real time, plus what tests have added to it."""

    def __init__(self, *, speed: float = 1.0) -> None:
        self.speed = speed
        self._began = time.time()
        self._began_monotonic = time.monotonic()
        self._ahead_seconds = 0.0
        self._waiting: set[asyncio.Future[None]] = set()

    def now(self) -> float:
        """Seconds since 1970."""
        passed = (time.monotonic() - self._began_monotonic) * self.speed
        return self._began + passed + self._ahead_seconds

    def advance(self, seconds: float) -> None:
        """Let time pass without waiting for it; who sleeps until then wakes up."""
        self._ahead_seconds += seconds
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def sleep_until(self, moment: float) -> None:
        """Sleep until a moment of this clock."""
        while (left := moment - self.now()) > 0:
            await self.nap(left)

    async def sleep(self, seconds: float) -> None:
        """Sleep so many seconds of this clock."""
        await self.sleep_until(self.now() + seconds)

    async def nap(self, seconds: float) -> None:
        """Sleep so many seconds of this clock, or until it is moved."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=seconds / self.speed)
        finally:
            self._waiting.discard(future)
