"""The sessions at hand: each behind a lock, read once, forgotten when nobody needs it.

A cache and nothing more: what is in it has been saved, and where saving failed it is read anew.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType

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

    def hold(self, session_id: SessionId) -> Hold:
        """Hold a session's lock and read it if need be; raises `UnknownSessionError` if there is none."""
        return Hold(self, session_id)

    @asynccontextmanager
    async def hold_new(self, session_id: SessionId) -> AsyncIterator[Live]:
        """Hold the lock of a session that is not stored yet."""
        live = await self.take(session_id)
        try:
            yield live
        finally:
            self.give_back(session_id, live)

    async def peek(self, session_id: SessionId) -> Session:
        """The session as it was last seen, without waiting for its lock where it is at hand."""
        entry = self._entries.get(session_id)
        if entry is not None and entry.session is not None:
            return entry.session
        async with self.hold(session_id) as (_, session):
            return session

    async def take(self, session_id: SessionId) -> Live:
        """Wait for a session's lock; `give_back` must follow."""
        live = self._entries.setdefault(session_id, Live())
        live.holders += 1
        try:
            await live.lock.acquire()
        except BaseException:
            self._let_go(session_id, live)
            raise
        return live

    async def read(self, session_id: SessionId, live: Live) -> Session:
        """The session behind a lock that is held."""
        if live.session is None:
            live.session = await self._store.load(session_id)
        if live.session is None:
            raise UnknownSessionError(session_id)
        return live.session

    def give_back(self, session_id: SessionId, live: Live) -> None:
        """Release a lock that was taken."""
        live.lock.release()
        self._let_go(session_id, live)

    def _let_go(self, session_id: SessionId, entry: Live) -> None:
        entry.holders -= 1
        self._entries.move_to_end(session_id)
        if entry.session is None and not _is_busy(entry):
            del self._entries[session_id]
        while len(self._entries) > self._capacity:
            oldest = next((key for key, live in self._entries.items() if not _is_busy(live)), None)
            if oldest is None:
                return
            del self._entries[oldest]


class Hold:
    """An async context manager; a plain class, since it is entered several times a turn."""

    __slots__ = ("_live", "_session_id", "_sessions")

    def __init__(self, sessions: LiveSessions, session_id: SessionId) -> None:
        self._sessions = sessions
        self._session_id = session_id

    async def __aenter__(self) -> tuple[Live, Session]:
        self._live = await self._sessions.take(self._session_id)
        try:
            return self._live, await self._sessions.read(self._session_id, self._live)
        except BaseException:
            self._sessions.give_back(self._session_id, self._live)
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sessions.give_back(self._session_id, self._live)


def _is_busy(live: Live) -> bool:
    return live.holders > 0 or (live.driver is not None and not live.driver.done())
