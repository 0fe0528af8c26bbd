"""Every way in which opening the storage can fail, each with one line that names the place and the cure."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from adapters.storage import opening
from adapters.storage.opening import open_storage
from core.errors import DatabaseInUseError, DatabaseTooNewError, StorageError, StorageUnavailableError
from core.types.identifiers import Identity
from tests.fakes.postgres import PostgresServer
from tests.fakes.sessions import ANNA
from tests.integration.adapters.storage.conftest import Saver

NOBODY = 65534


async def failure(url: str | None, folder: Path) -> StorageError:
    """What opening raises."""
    with pytest.raises(StorageError) as caught:
        async with open_storage(url, folder):
            pass
    assert "\n" not in str(caught.value)
    return caught.value


async def made(folder: Path) -> Path:
    """A database of ours, closed again."""
    async with open_storage(None, folder):
        pass
    return folder / "pasta.db"


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder that this account may look into but not write to."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        if os.geteuid() == 0:
            os.seteuid(NOBODY)
            yield folder
            os.seteuid(0)
        else:
            yield folder
        folder.chmod(0o755)


async def test_the_data_directory_is_made_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    await made(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


async def test_a_second_opening_runs_no_migration(url: str | None, tmp_path: Path) -> None:
    async with open_storage(url, tmp_path):
        pass
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "alembic", None)
        async with open_storage(url, tmp_path):
            pass


async def test_a_data_directory_that_cannot_be_made_is_named(locked_folder: Path) -> None:
    error = await failure(None, locked_folder / "data")
    assert isinstance(error, StorageUnavailableError)
    assert str(locked_folder / "data") in str(error)


async def test_a_data_directory_that_cannot_be_written_is_named(locked_folder: Path) -> None:
    error = await failure(None, locked_folder)
    assert isinstance(error, StorageUnavailableError)
    assert str(locked_folder / "pasta.db") in str(error)


async def test_a_file_in_place_of_the_data_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    assert str(tmp_path / "data") in str(await failure(None, tmp_path / "data"))


async def test_a_folder_in_place_of_the_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "pasta.db").mkdir()
    assert str(tmp_path / "pasta.db") in str(await failure(None, tmp_path))


async def test_a_database_in_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    error = await failure(f"sqlite+aiosqlite:///{tmp_path}/nowhere/pasta.db", tmp_path)
    assert str(tmp_path / "nowhere" / "pasta.db") in str(error)


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    text = "Dear diary, " * 1000
    (tmp_path / "pasta.db").write_text(text)
    assert "is no SQLite database" in str(await failure(None, tmp_path))
    assert (tmp_path / "pasta.db").read_text() == text


async def test_a_damaged_database_is_told_from_a_whole_one(tmp_path: Path) -> None:
    path = await made(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 8092 + content[8192:])
    assert "damaged" in str(await failure(None, tmp_path))


async def test_another_programs_tables_are_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "pasta.db")
    connection.execute("CREATE TABLE users (name TEXT)")
    connection.close()
    assert "another program's tables (users)" in str(await failure(None, tmp_path))


async def test_a_newer_database_is_left_alone(url: str | None, tmp_path: Path) -> None:
    async with (
        open_storage(url, tmp_path) as storage,
        storage.sessions._database.writer.begin() as connection,
    ):
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert isinstance(await failure(url, tmp_path), DatabaseTooNewError)


async def test_a_database_in_use_by_another_process_is_refused_until_that_is_killed(
    url: str | None, tmp_path: Path, start_saver: Saver, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = start_saver()
    folder = tmp_path / "of its own" if url else tmp_path
    with monkeypatch.context() as patch:
        patch.setattr(opening, "LOCK_WAIT_SECONDS", 0.2)
        assert isinstance(await failure(url, folder), DatabaseInUseError)
    other.kill()
    other.wait()
    async with open_storage(url, folder) as storage:
        assert await storage.people.recognise(Identity(platform="fake", account=ANNA)) == ANNA


async def test_two_databases_do_not_share_one_data_directory(
    tmp_path: Path, postgres_url: Callable[[], str]
) -> None:
    async with open_storage(None, tmp_path):
        assert isinstance(await failure(postgres_url(), tmp_path), DatabaseInUseError)


@pytest.mark.parametrize(
    "url",
    ["mysql://me:secret@localhost/pasta", "sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "nonsense"],
)
async def test_a_url_that_cannot_be_used_names_its_setting(url: str, tmp_path: Path) -> None:
    error = await failure(url, tmp_path)
    assert "storage.url" in str(error)
    assert "secret" not in str(error)


async def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    error = await failure("postgresql://pasta:secret@127.0.0.1:1/pasta", tmp_path)
    assert isinstance(error, StorageUnavailableError)
    assert "127.0.0.1:1/pasta" in str(error)
    assert "secret" not in str(error)


async def test_a_plain_postgresql_url_will_do(tmp_path: Path, postgres_url: Callable[[], str]) -> None:
    async with open_storage(postgres_url().replace("+asyncpg", ""), tmp_path) as storage:
        assert await storage.sessions.unfinished() == []


async def test_a_database_that_is_not_there_is_to_be_created(
    tmp_path: Path, postgres_url: Callable[[], str]
) -> None:
    url = make_url(postgres_url()).set(database="nowhere")
    assert "createdb" in str(await failure(url.render_as_string(), tmp_path))


async def test_a_wrong_password_is_said_to_be_wrong(tmp_path: Path, postgres_server: PostgresServer) -> None:
    rules = postgres_server.folder / "cluster" / "pg_hba.conf"
    rules.write_text(f"host all guarded 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
    postgres_server.run_sql("CREATE ROLE guarded LOGIN PASSWORD 'right'")
    postgres_server.run_sql("SELECT pg_reload_conf()")
    url = f"postgresql://guarded:wrong@127.0.0.1:{postgres_server.port}/postgres"
    error = await failure(url, tmp_path)
    assert "password is wrong" in str(error)
    assert ":wrong@" not in str(error)


async def test_a_server_that_takes_no_writes_is_told_apart(
    tmp_path: Path, postgres_server: PostgresServer, postgres_url: Callable[[], str]
) -> None:
    url = postgres_url()
    name = make_url(url).database
    postgres_server.run_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    assert "takes no writes" in str(await failure(url, tmp_path))


async def test_without_asyncpg_the_extra_to_install_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    assert "pasta-bot[postgres]" in str(await failure("postgresql://pasta@localhost/pasta", tmp_path))
