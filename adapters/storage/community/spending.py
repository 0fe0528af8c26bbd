"""What was spent on each day, by account and kind; see `core.budget`."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.tables import spending
from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.writing.statements import IfExists, write_rows
from adapters.storage.writing.writer import Writer

_SPENT = spending.c


class SqlSpending:
    """A Spending port."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    async def add(self, day: str, account: str, amounts: Mapping[str, float]) -> None:
        """Add to what that account has spent that day, durably."""

        async def add(connection: AsyncConnection) -> None:
            await _add(connection, day, account, amounts)

        if amounts:
            await self._writer.perform(add)

    async def spent(self, day: str) -> Mapping[tuple[str, str], float]:
        """What has been spent that day, by account and kind."""
        query = select(_SPENT.account, _SPENT.kind, _SPENT.amount).where(_SPENT.day == day)
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                return {(row.account, row.kind): row.amount for row in await connection.execute(query)}


async def move_spending(connection: AsyncConnection, day: str, old: str, new: str) -> None:
    """Let what one account has spent that day be another's; the caller commits."""
    theirs = _SPENT.day == day, _SPENT.account == old
    rows = await connection.execute(select(_SPENT.kind, _SPENT.amount).where(*theirs))
    await _add(connection, day, new, {row.kind: row.amount for row in rows})
    await connection.execute(delete(spending).where(*theirs))


async def _add(connection: AsyncConnection, day: str, account: str, amounts: Mapping[str, float]) -> None:
    rows = [(day, account, str(kind), float(amount)) for kind, amount in amounts.items()]
    await write_rows(connection, spending, rows, if_exists=IfExists.ADD)
