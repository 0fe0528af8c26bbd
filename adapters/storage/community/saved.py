"""The images that people have marked for themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.tables import saved_images
from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.writing.statements import IfExists, write_rows
from adapters.storage.writing.writer import Writer
from core.community_ports import SavedImage
from core.types.identifiers import SessionId, UserId


class SqlSaved:
    """A Saved port."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    async def save(self, user: UserId, image: SavedImage) -> None:
        """Mark an image; marked again, it stays where it was."""

        async def add(connection: AsyncConnection) -> None:
            row = user, image.session, image.serial, image.position, image.at
            await write_rows(connection, saved_images, [row], if_exists=IfExists.SKIP)

        await self._writer.perform(add)

    async def unsave(self, user: UserId, session_id: SessionId, *, serial: int, position: int) -> None:
        """Take a mark back, if there is one."""
        saved = saved_images.c
        statement = delete(saved_images).where(
            saved.user_id == user,
            saved.session_id == session_id,
            saved.serial == serial,
            saved.position == position,
        )

        async def remove(connection: AsyncConnection) -> None:
            await connection.execute(statement)

        await self._writer.perform(remove)

    async def saved_of(self, user: UserId, *, limit: int) -> Sequence[SavedImage]:
        """What the person has marked, newest first."""
        saved = saved_images.c
        newest_first = saved.at.desc(), saved.session_id, saved.serial, saved.position
        query = select(saved_images).where(saved.user_id == user).order_by(*newest_first).limit(limit)
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                return [
                    SavedImage(session=row.session_id, serial=row.serial, position=row.position, at=row.at)
                    for row in await connection.execute(query)
                ]
