"""What drivers raise, as errors of our own tree with a line that names the place and the cure."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from core.errors import PastaError, StorageError, StorageFullError, StorageUnavailableError

_FULL_ERRNO = frozenset({errno.ENOSPC, errno.EDQUOT})

_SQLITE_CURES = {
    "SQLITE_READONLY": "it cannot be written: allow this account to write the file and its folder",
    "SQLITE_PERM": "it cannot be read: allow this account to read and write it",
    "SQLITE_CANTOPEN": "it cannot be opened: check that it is a file in a folder that this account may write",
    "SQLITE_NOTADB": "it is no SQLite database: move it away, or set another storage.url",
    "SQLITE_CORRUPT": "it is damaged: restore it from a backup, or move it away",
    "SQLITE_BUSY": "another program is writing to it: close that one, then try again",
    "SQLITE_LOCKED": "another program is writing to it: close that one, then try again",
    "SQLITE_IOERR": "the disk reports an error: check the disk",
}

_POSTGRES_CURES = {
    "28P01": "the password is wrong: correct it in storage.url",
    "28000": "this user may not connect: correct the user in storage.url or the server's pg_hba.conf",
    "3D000": "there is no such database: create it (createdb), or correct storage.url",
    "42501": "this user may not do that: grant it the right to create and write tables there",
    "25006": "the server takes no writes just now: name the primary server in storage.url",
    "08": "the connection is gone: check that the server is running",
    "57": "the server is stopping or starting: try again when it runs",
    "53": "the server is out of connections or memory: free some, then try again",
}


@contextmanager
def readable_failures(where: str) -> Iterator[None]:
    """Turn what a database's driver raises inside into a `StorageError` that names `where`."""
    try:
        yield
    except PastaError:
        raise
    except (SQLAlchemyError, sqlite3.Error, OSError, UnicodeError) as error:
        raise describe(error, where) from error


def describe(error: Exception, where: str) -> StorageError:
    """The error of our own tree that a driver's error amounts to."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(cause, sqlite3.Error):
        return _describe_sqlite(cause, where)
    if isinstance(error, PoolTimeoutError):
        return StorageUnavailableError(f"{where}: too many readers are waiting for it: try again.")
    if isinstance(cause, OSError):
        return _describe_os(cause, where)
    if code := getattr(cause, "pgcode", None) or getattr(cause, "sqlstate", None):
        return _describe_postgres(cause, str(code), where)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return StorageUnavailableError(f"{where}: {_POSTGRES_CURES['08']}.")
    return StorageError(f"{where}: this could not be stored ({type(cause).__name__}).")


def _describe_sqlite(cause: BaseException, where: str) -> StorageError:
    name = str(getattr(cause, "sqlite_errorname", ""))
    if name == "SQLITE_FULL":
        return StorageFullError(where)
    for start, cure in _SQLITE_CURES.items():
        if name.startswith(start):
            return StorageUnavailableError(f"{where}: {cure}.")
    return _not_stored(cause, where)


def _describe_postgres(cause: BaseException, code: str, where: str) -> StorageError:
    if code == "53100":
        return StorageFullError(where)
    for start, cure in _POSTGRES_CURES.items():
        if code.startswith(start):
            return StorageUnavailableError(f"{where}: {cure}.")
    return _not_stored(cause, where)


def _describe_os(cause: OSError, where: str) -> StorageError:
    if cause.errno in _FULL_ERRNO:
        return StorageFullError(where)
    reason = cause.strerror or "the server cannot be reached"
    return StorageUnavailableError(f"{where}: {reason}: check the path or the server, and who may use it.")


def _not_stored(cause: BaseException, where: str) -> StorageError:
    kind = (
        "it contradicts what is stored" if isinstance(cause, sqlite3.IntegrityError) else type(cause).__name__
    )
    return StorageError(f"{where}: this could not be stored ({kind}).")
