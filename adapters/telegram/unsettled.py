"""Updates that are not yet as good as done: they are not confirmed, so that Telegram tells of them again.

Fetching confirms all that came before. So the next fetch waits until what people did is saved; a handler says
that with its first call to Telegram, which comes after, or by its end. Told twice, nothing happens twice: the
number of the update is the key of the event.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar


def _nothing() -> None:
    """Outside of handlers there is nothing to settle."""


_settle: ContextVar[Callable[[], None]] = ContextVar("settle", default=_nothing)


def settled() -> None:
    """What the update at hand asks for is saved: it need not come again."""
    _settle.get()()


class Unsettled:
    """The updates that were handed on and are not settled."""

    def __init__(self) -> None:
        self._open: set[int] = set()
        self._is_empty = asyncio.Event()
        self._is_empty.set()

    def take(self, update: int) -> None:
        """An update is handed on."""
        self._open.add(update)
        self._is_empty.clear()

    @contextmanager
    def handling(self, update: int) -> Iterator[None]:
        """Handle an update within."""

        def settle() -> None:
            self._open.discard(update)
            if not self._open:
                self._is_empty.set()

        token = _settle.set(settle)
        try:
            yield
        finally:
            settle()
            _settle.reset(token)

    async def all_settled(self, *, within: float) -> None:
        """Wait until nothing is unsettled, but not for long: others must not wait for one that is stuck."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):  # wait_for of Python 3.11 can swallow a cancellation
                await self._is_empty.wait()
