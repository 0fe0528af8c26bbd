"""The sessions at hand: each behind a lock, read once, forgotten when nobody needs it.

A cache and nothing more: what is in it has been saved, and where saving failed it is read anew.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from core.errors import UnknownSessionError
from core.ports import SessionStore
from core.types.identifiers import SessionId
from core.types.sessions import Session


@dataclass(slots=True)
class Live:
    """One session at hand, and the task that does what it owes."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    session: Session | None = None
    driver: asyncio.Task[None] | None = None
    holders: int = 0


class LiveSessions:
    """At most about `capacity` sessions in memory; busy ones are never dropped."""

    def __init__(self, store: SessionStore, *, capacity: int) -> None:
        self._store = store
        self._capacity = capacity
        self._entries: OrderedDict[SessionId, Live] = OrderedDict()

    @asynccontextmanager
    async def hold(self, session_id: SessionId) -> AsyncIterator[tuple[Live, Session]]:
        """Hold a session's lock; raises `UnknownSessionError` where there is no such session."""
        async with self.hold_new(session_id) as live:
            if live.session is None:
                live.session = await self._store.load(session_id)
            if live.session is None:
                raise UnknownSessionError(session_id)
            yield live, live.session

    @asynccontextmanager
    async def hold_new(self, session_id: SessionId) -> AsyncIterator[Live]:
        """Hold the lock of a session that need not be stored yet."""
        live = self._entries.setdefault(session_id, Live())
        live.holders += 1
        try:
            async with live.lock:
                yield live
        finally:
            live.holders -= 1
            self._tidy(session_id)

    def drivers(self) -> list[asyncio.Task[None]]:
        """The tasks that are at work."""
        return [live.driver for live in self._entries.values() if live.driver is not None]

    def _tidy(self, session_id: SessionId) -> None:
        entry = self._entries[session_id]
        self._entries.move_to_end(session_id)
        if entry.session is None and not _is_busy(entry):
            del self._entries[session_id]
        while len(self._entries) > self._capacity:
            oldest = next((key for key, live in self._entries.items() if not _is_busy(live)), None)
            if oldest is None:
                return
            del self._entries[oldest]


def _is_busy(live: Live) -> bool:
    return live.holders > 0 or (live.driver is not None and not live.driver.done())
