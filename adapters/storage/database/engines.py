"""Connections: one that writes, some that read, and the proof that no other process writes.

Readers see one moment of the database for as long as their transaction lasts, and hold nobody up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.storage.database.failures import readable_failures
from core.errors import DatabaseInUseError, StorageUnavailableError

POSTGRES_LOCK = 0x7061737461
"""The advisory lock of a process that writes: "pasta" in ASCII."""

CHECKPOINT_PAGES = 3_000
READERS = 4
MOST_KEPT_STATEMENTS = 24
"""The writer's statements grow with their rows; its driver keeps this many of them."""

_PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what somebody wanted deleted cannot be read from the file's free pages
    f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}",
)
_WRITER_CACHE = (
    "PRAGMA cache_size = -65536"  # KiB; with the 2 MiB of the default, writing takes a quarter longer
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Database:
    """A database's two engines, and what to call it in a message (without its password)."""

    writer: AsyncEngine
    reader: AsyncEngine
    where: str
    file: Path | None
    """The database file, where it is one."""

    async def dispose(self) -> None:
        """Close all connections."""
        await self.reader.dispose()
        await self.writer.dispose()


def make_database(url: str | None, data_directory: Path) -> Database:
    """The database that a url names; without a url it is a file in the data directory."""
    if url is None:
        return _sqlite(data_directory / "pasta.db")
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StorageUnavailableError(
            "storage.url cannot be read: write it as sqlite+aiosqlite:///path or "
            "postgresql+asyncpg://user@host/database."
        ) from None
    if parsed.get_backend_name() == "postgresql":
        return _postgres(parsed.set(drivername="postgresql+asyncpg"))
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        raise StorageUnavailableError(
            f"{_shown(parsed)}: only an SQLite file or a PostgreSQL server can be used: correct storage.url."
        )
    return _sqlite(Path(str(parsed.database)))


@contextmanager
def exclusive_file(path: Path) -> Iterator[None]:
    """Hold the lock file beside `path`; the system lets it go when the process ends, however it ends."""
    lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=0)
    with readable_failures(str(path)):
        path.parent.stat()
        try:
            lock.acquire()
        except Timeout:
            raise DatabaseInUseError(str(path)) from None
    try:
        yield
    finally:
        lock.release()


def _engine(url: URL, *, connections: int, **options: Any) -> AsyncEngine:  # noqa: ANN401 - passed on
    """An engine whose errors do not repeat what people wrote."""
    return create_async_engine(url, pool_size=connections, max_overflow=0, hide_parameters=True, **options)


def _sqlite(path: Path) -> Database:
    path = path.resolve()
    url = URL.create("sqlite+aiosqlite", database=str(path))
    arguments = {"isolation_level": None}
    few_statements = {**arguments, "cached_statements": MOST_KEPT_STATEMENTS}
    writer = _engine(url, connections=1, connect_args=few_statements)
    reader = _engine(url, connections=READERS, connect_args=arguments)
    for engine, pragmas, begin in (
        (writer, (*_PRAGMAS, _WRITER_CACHE), "BEGIN IMMEDIATE"),
        (reader, _PRAGMAS, "BEGIN"),
    ):
        event.listen(engine.sync_engine, "connect", _setting(pragmas))
        event.listen(engine.sync_engine, "begin", _beginning_with(begin))
    return Database(writer=writer, reader=reader, where=str(path), file=path)


def _setting(pragmas: Sequence[str]) -> Any:  # noqa: ANN401 - SQLAlchemy types listeners so
    def set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own class
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    return set_pragmas


def _beginning_with(statement: str) -> Any:  # noqa: ANN401 - SQLAlchemy types listeners so
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin


def _postgres(url: URL) -> Database:
    options: dict[str, Any] = {"connect_args": {"timeout": 10}, "isolation_level": "REPEATABLE READ"}
    try:
        writer = _engine(url, connections=1, **options)
        reader = _engine(url, connections=READERS, pool_pre_ping=True, **options)
    except ModuleNotFoundError:
        raise StorageUnavailableError(
            f"{_shown(url)}: PostgreSQL needs one more package: pip install 'pasta-bot[postgres]'."
        ) from None
    where = _shown(url)
    event.listen(writer.sync_engine, "connect", _taking_the_lock(where))
    return Database(writer=writer, reader=reader, where=where, file=None)


def _taking_the_lock(where: str) -> Any:  # noqa: ANN401 - SQLAlchemy types listeners so
    """Let the writing connection hold the lock itself: whoever can write is then the only one who can."""

    def take(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own class
        cursor = connection.cursor()
        cursor.execute(f"SELECT pg_try_advisory_lock({POSTGRES_LOCK})")
        (taken,) = cursor.fetchone()
        cursor.close()
        connection.commit()
        if not taken:
            raise DatabaseInUseError(where)

    return take


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)
