"""Databases that have their tables already: made once, copied for each test, so that none migrates anew."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import uuid4

from adapters.storage.opening import open_storage
from tests.fakes.postgres import PostgresServer

FILE = "pasta.db"
_sqlite: list[bytes] = []
_postgres: dict[int, str] = {}
"""The address of the database that others are copied from, by the server's port."""


async def prepare_sqlite(folder: Path) -> None:
    """Put an empty database with all tables into a folder, unless there is one."""
    file = folder / FILE
    if file.exists():
        return
    if not _sqlite:
        with tempfile.TemporaryDirectory() as other:
            async with open_storage(None, Path(other)):
                pass
            _sqlite.append((Path(other) / FILE).read_bytes())
    file.write_bytes(_sqlite[0])


async def prepared_postgres(server: PostgresServer) -> str:
    """The url of an empty database with all tables."""
    if server.port not in _postgres:
        url = server.fresh_database()
        with tempfile.TemporaryDirectory() as other:
            async with open_storage(url, Path(other)):
                pass
        _postgres[server.port] = url
    template = _postgres[server.port]
    address, _, name = template.rpartition("/")
    copy = f"pasta_{uuid4().hex}"
    server.run_sql(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    return f"{address}/{copy}"
