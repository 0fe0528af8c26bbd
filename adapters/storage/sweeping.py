"""Removes images that no session refers to any more: first their rows, then every old file without a row.

It runs beside everything else and takes small bites: 256 of them, by the first two digits of the hash.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import ColumnElement, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.images import FileImageStore
from adapters.storage.tables import finishes, images, turn_images
from adapters.storage.writing.writer import Writer
from core.types.identifiers import ImageHash

UNUSED = ~or_(*(exists().where(table.c.image_hash == images.c.hash) for table in (turn_images, finishes)))
"""Which images no session refers to."""


async def sweep_images(
    database: Database, writer: Writer, files: FileImageStore, *, goes_on: Callable[[], bool] = lambda: True
) -> None:
    """Remove what nobody refers to, for as long as it `goes_on`.

    Young files stay, since a session may be about to refer to them.
    """
    for number in range(256):
        if not goes_on():
            return
        start = f"{number:02x}"
        in_bite = images.c.hash.between(start, f"{start}g")
        if await _read(database, in_bite & UNUSED):
            await writer.perform(partial(_delete, which=in_bite & UNUSED))
        names = await files.stored(start)
        if names:
            await files.remove_old(set(names) - await _read(database, in_bite))


async def _read(database: Database, which: ColumnElement[bool]) -> set[ImageHash]:
    """The hashes, in one row: each row more makes the driver wait for a busy event loop."""
    query = select(func.aggregate_strings(images.c.hash, " ")).where(which)
    with readable_failures(database.where):
        async with database.reader.connect() as connection:
            return {ImageHash(name) for name in (await connection.scalar(query) or "").split()}


async def _delete(connection: AsyncConnection, *, which: ColumnElement[bool]) -> None:
    await connection.execute(delete(images).where(which))
