"""Hands out what is stored about one person, and takes it out: first the rows, then the image files.

A process killed in between leaves files that nobody refers to: those are swept.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.images import FileImageStore
from adapters.storage.privacy.exporting import export_person
from adapters.storage.privacy.forgetting import Removed, forget_person
from adapters.storage.writing.writer import Writer
from core.community_ports import Forgotten, Json
from core.errors import StorageError
from core.types.identifiers import UserId

log = structlog.get_logger()


class SqlPersonalData:
    """A PersonalData port; `forget_remembered` makes the other stores forget what they have read."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        images: FileImageStore,
        *,
        new_id: Callable[[], str],
        forget_remembered: Callable[[], None],
    ) -> None:
        self._database = database
        self._writer = writer
        self._images = images
        self._new_id = new_id
        self._forget_remembered = forget_remembered

    async def export(self, user: UserId) -> dict[str, Json]:
        """All that is stored about the person, by kind; images are named by their hash."""
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                return await export_person(connection, user)

    async def forget(self, user: UserId, *, at: float) -> Forgotten:
        """Delete the person, their sessions whole, and what they did in others' sessions."""
        name = self._new_id()

        async def forget(connection: AsyncConnection) -> Removed:
            return await forget_person(connection, user, name=name, at=at)

        removed = await self._writer.perform(forget, then=self._let_go)
        try:
            await self._images.remove_old(removed.unused)
        except StorageError as error:
            log.warning("images left to the sweep", reason=str(error))
        return removed.forgotten

    def _let_go(self, _removed: Removed) -> None:
        self._writer.forget_remembered()
        self._forget_remembered()
