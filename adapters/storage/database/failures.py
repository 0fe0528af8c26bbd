"""What drivers raise, as errors of our own tree with a line that names the place and the cure."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from core.errors import PastaError, StorageError, StorageFullError, StorageUnavailableError

_ROOM_BYTES = 64 * 1024

_CURES = {
    "SQLITE_READONLY": "it cannot be written: allow this account to write the file and its folder",
    "SQLITE_PERM": "it cannot be read: allow this account to read and write it",
    "SQLITE_CANTOPEN": "it cannot be opened: check that it is a file in a folder that this account may write",
    "SQLITE_NOTADB": "it is no SQLite database: move it away, or set another storage.url",
    "SQLITE_CORRUPT": "it is damaged: restore it from a backup, or move it away",
    "SQLITE_BUSY": "another program is writing to it: close that one, then try again",
    "SQLITE_LOCKED": "another program is writing to it: close that one, then try again",
    "SQLITE_IOERR": "the disk reports an error: check the disk",
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
    if _means_full(cause, where):
        return StorageFullError(where)
    if reason := _reason_for_no_access(error, cause):
        return StorageUnavailableError(f"{where}: {reason}.")
    what = "it contradicts what is stored" if isinstance(error, IntegrityError) else type(cause).__name__
    return StorageError(f"{where}: this could not be stored ({what}).")


def _means_full(cause: BaseException, where: str) -> bool:
    if isinstance(cause, OSError) and cause.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    code = _code_of(cause)
    return code in {"SQLITE_FULL", "53100"} or (code.startswith("SQLITE_IOERR") and _has_no_room(where))


def _has_no_room(file: str) -> bool:
    """SQLite calls a full disk an I/O error where it wants memory to share with its readers."""
    try:
        return shutil.disk_usage(Path(file).parent).free < _ROOM_BYTES
    except OSError:
        return False


def _reason_for_no_access(error: Exception, cause: BaseException) -> str | None:
    if isinstance(error, PoolTimeoutError):
        return "too many readers are waiting for it: try again"
    if isinstance(cause, OSError):
        reason = cause.strerror or "it cannot be reached"
        return f"{reason}: check the path or the server, and who may use it"
    code = _code_of(cause) or ("08" if isinstance(error, DBAPIError) and error.connection_invalidated else "")
    return next((cure for start, cure in _CURES.items() if code.startswith(start)), None)


def _code_of(cause: BaseException) -> str:
    """The name that SQLite gives an error, or the SQLSTATE that PostgreSQL gives it."""
    codes = (getattr(cause, name, None) for name in ("sqlite_errorname", "pgcode", "sqlstate"))
    return next((str(code) for code in codes if code), "")
