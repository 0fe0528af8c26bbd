"""What two people did both who become one: of two votes for one gallery the newer one stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.tables import saved_images
from adapters.storage.tables import feedback, picks
from core.types.identifiers import UserId


async def settle_doubles(connection: AsyncConnection, host: UserId, guest: UserId) -> None:
    """Leave one vote, one comparison and one mark where there were two; the others' places close up.

    What an older vote has taught stays.
    """
    for table in (picks, feedback):
        for session, serial, loser in await _older(connection, table, host, guest):
            in_turn = table.c.session_id == session, table.c.serial == serial
            await connection.execute(delete(table).where(*in_turn, table.c.user_id == loser))
            await _close_ranks(connection, table, *in_turn)
    kept = saved_images.alias("kept")
    same = [saved_images.c[name] == kept.c[name] for name in ("session_id", "serial", "position")]
    marked = select(kept.c.at).where(kept.c.user_id == host, *same).exists()
    await connection.execute(delete(saved_images).where(saved_images.c.user_id == guest, marked))


async def _older(
    connection: AsyncConnection, table: Table, host: UserId, guest: UserId
) -> list[tuple[str, int, UserId]]:
    """The session, the serial and whose answer it is, of each that gives way."""
    mine, theirs = table.alias("mine"), table.alias("theirs")
    same_turn = (mine.c.session_id == theirs.c.session_id) & (mine.c.serial == theirs.c.serial)
    query = (
        select(mine.c.session_id, mine.c.serial, (theirs.c.at > mine.c.at).label("is_newer"))
        .join(theirs, same_turn)
        .where(mine.c.user_id == host, theirs.c.user_id == guest)
    )
    rows = (await connection.execute(query)).all()
    return [(row.session_id, row.serial, host if row.is_newer else guest) for row in rows]


async def _close_ranks(connection: AsyncConnection, table: Table, *in_turn: Any) -> None:  # noqa: ANN401 - conditions
    """Let the places follow one another, as they must."""
    rows = (await connection.execute(select(table.c.user_id, table.c.place).where(*in_turn))).all()
    for place, row in enumerate(sorted(rows, key=lambda row: row.place)):
        if row.place != place:
            moved = update(table).where(*in_turn, table.c.user_id == row.user_id)
            await connection.execute(moved.values(place=place))
