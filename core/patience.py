"""How often and how long a failing port is asked again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from core.errors import TransientError

Returned = TypeVar("Returned")
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """Ask at most `attempts` times; waits double from the first to the longest, with jitter."""

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
        async for attempt in AsyncRetrying(
            retry=retry_if_exception_type(TransientError),
            stop=stop_after_attempt(self.attempts),
            wait=self._wait_seconds,
            before_sleep=lambda _: before_wait(),
            sleep=self.sleep,
            reraise=True,
        ):
            with attempt:
                result = await work()
        return result

    def _wait_seconds(self, call: RetryCallState) -> float:
        error = call.outcome.exception() if call.outcome else None
        if isinstance(error, TransientError) and error.retry_after_seconds is not None:
            return error.retry_after_seconds
        growing = wait_exponential_jitter(
            initial=self.first_wait_seconds, max=self.longest_wait_seconds, jitter=self.first_wait_seconds
        )
        return growing(call)
