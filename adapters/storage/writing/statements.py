"""Writing many rows with few statements, the same text on SQLite and PostgreSQL.

SQLite takes many rows with one VALUES list: its driver gives up Python's interpreter lock for every step of
a statement and then waits (5 ms) for a busy event loop to hand it back, which with one step per row makes
writing three hundred times slower. asyncpg's `executemany` sends all rows of one statement at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

Row = tuple[Any, ...]

MOST_VARIABLES = 32_000
"""SQLite's own limit is 32,766 in one statement."""


class IfExists(StrEnum):
    """What happens to a row whose primary key is in the table already."""

    FAIL = "fail"
    REPLACE = "replace"
    SKIP = "skip"
    ADD = "add"
    """Its amounts are raised by those of the new row."""


async def write_rows(
    connection: AsyncConnection, table: Table, rows: Sequence[Row], *, if_exists: IfExists
) -> None:
    """Write rows, each with a value for every column of the table."""
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        await connection.exec_driver_sql(insert_text(table, 1, if_exists, numbered=True), list(rows))
        return
    most = MOST_VARIABLES // len(table.columns)
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    for start in range(0, len(rows), most):
        some = rows[start : start + most]
        text = insert_text(table, len(some), if_exists, numbered=False)
        await driver.execute(text, tuple(chain.from_iterable(some)))


async def delete_rows(connection: AsyncConnection, table: Table, keys: Sequence[Row]) -> None:
    """Delete the rows with these primary keys."""
    if keys:
        text = delete_text(table, numbered=connection.dialect.name != "sqlite")
        await connection.exec_driver_sql(text, list(keys))


@lru_cache(maxsize=256)
def insert_text(table: Table, count: int, if_exists: IfExists, *, numbered: bool) -> str:
    """Insert so many rows; the marks are `?`, or numbered for PostgreSQL."""
    columns = [column.name for column in table.columns]
    marks = ", ".join(_marks(len(columns), numbered=numbered))
    values = ", ".join([f"({marks})"] * count)
    head, tail = f'INSERT INTO "{table.name}" ({_quoted(columns)})', _conflict_text(table, if_exists)
    return f"{head} VALUES {values}{tail}"


def _conflict_text(table: Table, if_exists: IfExists) -> str:
    if if_exists is IfExists.FAIL:
        return ""
    if if_exists is IfExists.SKIP:
        return " ON CONFLICT DO NOTHING"
    key = _quoted([column.name for column in table.primary_key])
    others = (column for column in table.columns if not column.primary_key and not column.info.get("fixed"))
    changes = ", ".join(_change_text(table, column.name, if_exists) for column in others)
    return f" ON CONFLICT ({key}) DO UPDATE SET {changes}"


def _change_text(table: Table, column: str, if_exists: IfExists) -> str:
    stored = f'"{table.name}"."{column}" + ' if if_exists is IfExists.ADD else ""
    return f'"{column}" = {stored}excluded."{column}"'


@lru_cache(maxsize=64)
def delete_text(table: Table, *, numbered: bool) -> str:
    """Delete the row with a primary key."""
    key = [column.name for column in table.primary_key]
    marks = _marks(len(key), numbered=numbered)
    matches = " AND ".join(f'"{name}" = {mark}' for name, mark in zip(key, marks, strict=True))
    return f'DELETE FROM "{table.name}" WHERE {matches}'  # noqa: S608 - the names are our own


def _marks(count: int, *, numbered: bool) -> list[str]:
    return [f"${number}" if numbered else "?" for number in range(1, count + 1)]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
