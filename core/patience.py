"""How often and how long a failing port is asked again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from core.errors import TransientError

Returned = TypeVar("Returned")
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """Ask at most `attempts` times; waits double from the first to the longest, with up to as much jitter."""

    attempts: int = 4
    first_wait_seconds: float = 0.5
    longest_wait_seconds: float = 8.0
    sleep: Sleep = asyncio.sleep

    async def ask(
        self, work: Callable[[], Awaitable[Returned]], *, before_wait: Callable[[], None] = lambda: None
    ) -> Returned:
        """Do the work; after a `TransientError` wait and do it again, and raise the last one in the end.

        A wait that the other side asked for (`retry_after_seconds`) is kept to.
        """
        for attempt in range(1, self.attempts):
            try:
                return await work()
            except TransientError as error:
                before_wait()
                await self.sleep(self.wait_seconds(attempt, asked_for=error.retry_after_seconds))
        return await work()

    def wait_seconds(self, attempt: int, *, asked_for: float | None = None) -> float:
        """How long to wait after that attempt, counted from 1."""
        if asked_for is not None:
            return asked_for
        growing = self.first_wait_seconds * 2.0 ** min(attempt - 1, 30) * random.uniform(1.0, 1.5)
        return min(growing, self.longest_wait_seconds)
