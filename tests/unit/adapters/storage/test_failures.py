"""What drivers raise, in words that name the place and the cure."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from adapters.storage.database.failures import readable_failures
from core.errors import RepeatedEventError, StorageError, StorageFullError, StorageUnavailableError
from core.types.identifiers import EventKey

WHERE = "/srv/pasta/pasta.db"


class ServerError(Exception):
    """What the PostgreSQL driver raises."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.pgcode = code


def seen(error: Exception, where: str = WHERE) -> StorageError:
    with pytest.raises(StorageError) as caught, readable_failures(where):
        raise error
    return caught.value


def sqlite_error(name: str) -> OperationalError:
    cause = sqlite3.OperationalError(name)
    cause.sqlite_errorname = name
    return OperationalError("SELECT", {}, cause)


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("SQLITE_READONLY_DIRECTORY", "allow this account"),
        ("SQLITE_CANTOPEN_ISDIR", "cannot be opened"),
        ("SQLITE_NOTADB", "no SQLite database"),
        ("SQLITE_CORRUPT_INDEX", "restore it from a backup"),
        ("SQLITE_BUSY_SNAPSHOT", "close that one"),
        ("SQLITE_IOERR_READ", "check the disk"),
    ],
)
def test_what_sqlite_reports_comes_with_its_cure(name: str, cure: str) -> None:
    error = seen(sqlite_error(name))
    assert isinstance(error, StorageUnavailableError)
    assert WHERE in str(error)
    assert cure in str(error)


@pytest.mark.parametrize(
    ("code", "cure"),
    [("28P01", "password"), ("3D000", "createdb"), ("08006", "server is running"), ("57P01", "try again")],
)
def test_what_the_server_reports_comes_with_its_cure(code: str, cure: str) -> None:
    error = seen(OperationalError("SELECT", {}, ServerError(code)))
    assert isinstance(error, StorageUnavailableError)
    assert cure in str(error)


@pytest.mark.parametrize(
    "error",
    [
        sqlite_error("SQLITE_FULL"),
        OperationalError("INSERT", {}, ServerError("53100")),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
    ],
)
def test_a_full_disk_is_called_full(error: Exception) -> None:
    assert isinstance(seen(error), StorageFullError)


def test_an_io_error_on_a_full_disk_is_called_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = os.statvfs_result((4096, 4096, 100, 0, 0, 0, 0, 0, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _folder: full)
    error = seen(sqlite_error("SQLITE_IOERR_SHMSIZE"), str(tmp_path / "pasta.db"))
    assert isinstance(error, StorageFullError)


@pytest.mark.parametrize(
    "error",
    [
        sqlite_error("SQLITE_CONSTRAINT_FOREIGNKEY"),
        OperationalError("INSERT", {}, ServerError("23503")),
        SQLAlchemyError("strange"),
        UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    ],
)
def test_anything_else_is_an_error_of_that_one_change(error: Exception) -> None:
    assert type(seen(error)) is StorageError


@pytest.mark.parametrize("error", [PoolTimeoutError(), OSError("gone"), TimeoutError()])
def test_what_cannot_be_reached_is_unavailable(error: Exception) -> None:
    assert isinstance(seen(error), StorageUnavailableError)


def test_our_own_errors_pass() -> None:
    own = RepeatedEventError(EventKey("key"))
    assert seen(own) is own


def test_a_mistake_of_ours_passes() -> None:
    with pytest.raises(ZeroDivisionError), readable_failures(WHERE):
        raise ZeroDivisionError
