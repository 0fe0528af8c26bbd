"""Hands what one person has done over to another: all of it, or what was done on one platform.

Sessions count on as if somebody had moved in them: who remembers them as they were must read them again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, exists, select, true, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.tables import reports, saved_images
from adapters.storage.tables import events, feedback, picks, sessions
from core.errors import UnfinishedSessionsError
from core.types.identifiers import SessionId, UserId

_OF_SESSIONS = (picks, feedback, events, saved_images, reports)
"""What people leave in their own sessions and in others'."""


async def unfinished(
    connection: AsyncConnection, user: UserId, *, platform: str | None = None
) -> UnfinishedSessionsError | None:
    """What the person's own sessions owe them, which would come to somebody whom nobody knows any more."""
    owing = _started_by(user, platform).where(sessions.c.owes_work)
    names = (await connection.scalars(owing)).all()
    return UnfinishedSessionsError(tuple(names)) if names else None


async def hand_over(
    connection: AsyncConnection, old: UserId, new: UserId, *, platform: str | None = None
) -> tuple[SessionId, ...]:
    """Let the new person have done what the old one did; the changed sessions that owe nothing are returned.

    Others' sessions that owe something go on, and are read again when that is to be saved.
    """
    touched = sessions.c.id.in_(_touched_by(old, platform))
    at_rest = await connection.scalars(select(sessions.c.id).where(touched, ~sessions.c.owes_work))
    changed = tuple(at_rest.all())
    await connection.execute(update(sessions).where(touched).values(version=sessions.c.version + 1))
    for table in _OF_SESSIONS:
        theirs = table.c.user_id == old, _is_on(table, platform)
        await connection.execute(update(table).where(*theirs).values(user_id=new))
    started = sessions.c.id.in_(_started_by(old, platform))
    await connection.execute(update(sessions).where(started).values(starter_id=new))
    return changed


def _started_by(user: UserId, platform: str | None) -> Select[Any]:
    query = select(sessions.c.id).where(sessions.c.starter_id == user)
    return query if platform is None else query.where(sessions.c.platform == platform)


def _touched_by(user: UserId, platform: str | None) -> CompoundSelect[Any]:
    """The sessions that tell of the person: those they began, and those they have answered in."""
    answered = (
        select(table.c.session_id).where(table.c.user_id == user, _is_on(table, platform))
        for table in (picks, feedback)
    )
    return union(_started_by(user, platform), *answered)


def _is_on(table: Table, platform: str | None) -> ColumnElement[bool]:
    """Whether a row belongs to a session on that platform."""
    if platform is None:
        return true()
    return exists().where(sessions.c.id == table.c.session_id, sessions.c.platform == platform)
