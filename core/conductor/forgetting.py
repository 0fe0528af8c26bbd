"""Forgets a person: ends what goes on, deletes what is stored, and lets go of what is in memory."""

from __future__ import annotations

from collections.abc import Callable

from core.community_ports import Forgotten, PersonalData
from core.conductor.conductor import Conductor
from core.errors import RefusedError, UnfinishedSessionsError
from core.types.answers import Cancel, PersonEvent
from core.types.identifiers import EventKey, UserId

ATTEMPTS = 3
"""A person may begin a session while their others are being ended."""


async def forget(
    user: UserId, *, conductor: Conductor, personal_data: PersonalData, clock: Callable[[], float]
) -> Forgotten:
    """Forget somebody for good.

    Raises `StorageError`, or `UnfinishedSessionsError` where they go on beginning sessions meanwhile; nothing
    is deleted then, but sessions may have been cancelled.
    """
    for _ in range(ATTEMPTS):
        try:
            forgotten = await personal_data.forget(user, at=clock())
        except UnfinishedSessionsError as error:
            for session in error.sessions:
                key, at = EventKey(f"forget:{session}:{clock()}"), clock()
                cancel = PersonEvent(key=key, session=session, user=user, act=Cancel(), at=at)
                await _cancelled(conductor, cancel)
        else:
            await conductor.let_go(forgotten.gone)
            await conductor.read_anew(forgotten.changed)
            return forgotten
    return await personal_data.forget(user, at=clock())


async def _cancelled(conductor: Conductor, cancel: PersonEvent) -> None:
    try:
        await conductor.handle(cancel)
    except RefusedError:
        await conductor.settled(cancel.session)  # its end is being shown
