"""The audit log: who did what to others' rules, consents and images, and when; nothing is taken out of it.

Entries stay when their author is forgotten, without naming them; so details must not hold what people wrote.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.tables import audit
from adapters.storage.writing.rows import to_json
from adapters.storage.writing.writer import Writer
from core.community_ports import Json
from core.types.identifiers import UserId


class SqlAuditLog:
    """An AuditLog."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def note(self, user: UserId, action: str, details: Mapping[str, Json], *, at: float) -> None:
        """Write down that somebody did something, for good."""

        async def write(connection: AsyncConnection) -> None:
            await write_note(connection, user, action, details, at=at)

        await self._writer.perform(write)


async def write_note(
    connection: AsyncConnection, user: UserId | None, action: str, details: Mapping[str, Json], *, at: float
) -> None:
    """Add an entry inside a transaction that does what the entry is about; `None` is nobody's doing."""
    entry = {"user_id": user, "action": action, "details": to_json(details), "at": at}
    await connection.execute(insert(audit), entry)
