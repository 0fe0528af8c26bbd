"""Sessions and beliefs in the database: saved by the one writer, read beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.loading import belief_of, read_session
from adapters.storage.tables import beliefs, events, sessions
from adapters.storage.writing.writer import Writer
from core.belief import Belief
from core.types.identifiers import EventKey, SessionId, UserId
from core.types.sessions import Session
from core.types.work import Change


class SqlStore:
    """A SessionStore, SessionHistory and BeliefStore."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    async def load(self, session_id: SessionId) -> Session | None:
        """The session as it was last saved."""
        async with self._reading() as connection:
            return await read_session(connection, session_id)

    async def save(self, change: Change) -> None:
        """Save a step whole; it is durable when this returns."""
        await self._writer.save(change)

    async def unfinished(self) -> Sequence[SessionId]:
        """The sessions that owe their people something, oldest first."""
        query = select(sessions.c.id).where(sessions.c.owes_work)
        async with self._reading() as connection:
            return list(await connection.scalars(query.order_by(sessions.c.began_at, sessions.c.id)))

    async def sessions_of(self, user: UserId, *, limit: int) -> Sequence[SessionId]:
        """The sessions that the person began, newest first."""
        query = select(sessions.c.id).where(sessions.c.starter_id == user).limit(limit)
        async with self._reading() as connection:
            return list(await connection.scalars(query.order_by(sessions.c.began_at.desc(), sessions.c.id)))

    async def session_of_event(self, key: EventKey) -> SessionId | None:
        """The session that a saved event went to."""
        async with self._reading() as connection:
            session_id: SessionId | None = await connection.scalar(
                select(events.c.session_id).where(events.c.key == key)
            )
            return session_id

    async def belief(self, user: UserId, user_model: str) -> Belief | None:
        """The stored belief under that user model."""
        if remembered := self._writer.beliefs.get((user, user_model)):
            return remembered
        query = select(beliefs).where(beliefs.c.user_id == user, beliefs.c.user_model == user_model)
        async with self._reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else belief_of(row)

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                yield connection
