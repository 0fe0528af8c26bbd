"""Which recaps are shared, under which token, and what they told when they were."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.tables import shares
from adapters.storage.writing.rows import to_json
from adapters.storage.writing.writer import Writer
from core.ports import Share, SharedAnswer, SharedRecap
from core.types.identifiers import SessionId, ShareToken
from core.types.sessions import Kept


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

    async def share(self, session_id: SessionId, recap: SharedRecap) -> ShareToken:
        """Share a session's recap as it is now; the same token for as long as it is shared."""

        async def renew_or_add(connection: AsyncConnection) -> ShareToken:
            now = {"shared_at": self._clock(), "recap": _told(recap)}
            if known := await _share(connection, shares.c.session_id == session_id):
                await connection.execute(update(shares).where(shares.c.session_id == session_id).values(now))
                return known.token
            token = ShareToken(self._new_token())
            await connection.execute(insert(shares), {"session_id": session_id, "token": token, **now})
            return token

        return await self._writer.perform(renew_or_add)

    async def unshare(self, session_id: SessionId) -> None:
        """Take the link back; shared again, the recap gets another one."""

        async def remove(connection: AsyncConnection) -> None:
            await connection.execute(delete(shares).where(shares.c.session_id == session_id))

        await self._writer.perform(remove)

    async def share_of(self, session_id: SessionId) -> Share | None:
        """How the session's recap is shared now, or `None`."""
        return await self._read(shares.c.session_id == session_id)

    async def shared_under(self, token: ShareToken) -> Share | None:
        """What the token shows, or `None`."""
        return await self._read(shares.c.token == token)

    async def _read(self, which: ColumnElement[bool]) -> Share | None:
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                return await _share(connection, which)


async def _share(connection: AsyncConnection, which: ColumnElement[bool]) -> Share | None:
    row = (await connection.execute(select(shares).where(which))).one_or_none()
    if row is None:
        return None
    return Share(
        token=ShareToken(row.token), session=SessionId(row.session_id), recap=_recap(json.loads(row.recap))
    )


def _told(recap: SharedRecap) -> str:
    """What is stored: a recap shows the picked images, so that nothing is told of a refined one."""
    kept = None if recap.kept is None else replace(recap.kept, finish=None)
    return to_json(asdict(replace(recap, kept=kept)))


def _recap(told: dict[str, Any]) -> SharedRecap:
    return SharedRecap(
        answers=tuple(SharedAnswer(**answer) for answer in told["answers"]),
        kept=None if told["kept"] is None else Kept(**told["kept"]),
        is_found=told["is_found"],
    )
