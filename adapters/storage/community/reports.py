"""What people complain about, for their moderators."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.auditing import write_note
from adapters.storage.community.tables import reports
from adapters.storage.writing.writer import Writer
from core.community_ports import Json, Report


class SqlReports:
    """A Reports port."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def record(self, report: Report) -> None:
        """Write a report down, for good and, without its words, in the audit log."""
        where: dict[str, Json] = {
            "kind": report.kind,
            "serial": report.serial,
            "position": report.position,
            "community": report.community,
        }

        async def add(connection: AsyncConnection) -> None:
            whole = {
                "session_id": report.session,
                "user_id": report.by,
                "words": report.words,
                "at": report.at,
            }
            await connection.execute(insert(reports), {**where, **whole})
            await write_note(
                connection, report.by, "report", {"session": report.session, **where}, at=report.at
            )

        await self._writer.perform(add)
