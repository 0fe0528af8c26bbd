"""Which recaps are shared, and under which token."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.tables import shares
from adapters.storage.writing.writer import Writer
from core.types.identifiers import SessionId, ShareToken


class SqlShares:
    """A Shares port; `new_token` must not be guessable."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        *,
        clock: Callable[[], float],
        new_token: Callable[[], str],
    ) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._new_token = new_token

    async def share(self, session_id: SessionId) -> ShareToken:
        """Share a session's recap; the same token for as long as it is shared."""

        async def find_or_add(connection: AsyncConnection) -> ShareToken:
            if known := await _token_of(connection, session_id):
                return known
            token = ShareToken(self._new_token())
            row = {"session_id": session_id, "token": token, "shared_at": self._clock()}
            await connection.execute(insert(shares), row)
            return token

        return await self._writer.perform(find_or_add)

    async def unshare(self, session_id: SessionId) -> None:
        """Take the link back; shared again, the recap gets another one."""

        async def remove(connection: AsyncConnection) -> None:
            await connection.execute(delete(shares).where(shares.c.session_id == session_id))

        await self._writer.perform(remove)

    async def token_of(self, session_id: SessionId) -> ShareToken | None:
        """The token under which the recap is shared now."""
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                return await _token_of(connection, session_id)

    async def shared_session(self, token: ShareToken) -> SessionId | None:
        """The session whose recap the token shows, or `None`."""
        query = select(shares.c.session_id).where(shares.c.token == token)
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                session_id: SessionId | None = await connection.scalar(query)
                return session_id


async def _token_of(connection: AsyncConnection, session_id: SessionId) -> ShareToken | None:
    token: ShareToken | None = await connection.scalar(
        select(shares.c.token).where(shares.c.session_id == session_id)
    )
    return token
