"""The private PostgreSQL server that other tests stand on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.fakes import postgres
from tests.fakes.postgres import PostgresFailedError, PostgresMissingError, PostgresServer


async def test_each_url_is_an_empty_database_of_its_own(postgres_url: Callable[[], str]) -> None:
    first, second = postgres_url(), postgres_url()
    assert first != second
    engine = create_async_engine(first)
    async with engine.begin() as connection:
        count = await connection.scalar(
            text("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
        )
    await engine.dispose()
    assert count == 0


def test_the_server_keeps_its_promise_of_durability(postgres_server: PostgresServer) -> None:
    assert postgres_server.run_sql("SHOW fsync") == "on"
    assert postgres_server.run_sql("SHOW synchronous_commit") == "on"


def test_a_statement_that_fails_says_why(postgres_server: PostgresServer) -> None:
    with pytest.raises(PostgresFailedError, match="syntax error"):
        postgres_server.run_sql("SELEKT 1")


def test_a_machine_without_postgres_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres, "DEBIAN_FOLDER", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PostgresMissingError, match="apt-get install postgresql"):
        postgres.find_programs()
