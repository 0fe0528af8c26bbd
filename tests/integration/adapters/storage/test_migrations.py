"""The migrations lead to the tables that the code knows."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from adapters.storage.database.migrating import HEAD, alembic_config
from adapters.storage.opening import Storage
from adapters.storage.tables import metadata


async def test_migrations_and_tables_agree(storage: Storage) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return list(compare_metadata(context, metadata))

    async with storage.sessions._database.reader.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_newest_revision_is_the_one_that_starts_are_checked_against(storage: Storage) -> None:
    def heads(connection: Connection) -> list[str]:
        return list(ScriptDirectory.from_config(alembic_config(connection)).get_heads())

    async with storage.sessions._database.reader.connect() as connection:
        assert await connection.run_sync(heads) == [HEAD]
