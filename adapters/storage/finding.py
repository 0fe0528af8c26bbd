"""Finds sessions by what people see and do: by the message that shows a gallery, and by who began them."""

from __future__ import annotations

from sqlalchemy import and_, exists, func, select

from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.tables import galleries, posted_messages, sessions
from core.types.identifiers import MessageRef, Place, TurnId, UserId, turn_id
from core.types.sessions import Phase

_SAW_NOTHING = and_(
    sessions.c.phase == Phase.FAILED,
    ~exists().where(galleries.c.session_id == sessions.c.id, galleries.c.posted_at.is_not(None)),
)


class SqlFinder:
    """A PostedGalleries and Activity port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def turn_shown_by(self, platform: str, message: MessageRef) -> TurnId | None:
        """The turn whose gallery a platform's message shows, or `None` where it shows none of ours."""
        query = select(posted_messages.c.session_id, posted_messages.c.serial).where(
            posted_messages.c.platform == platform,
            posted_messages.c.channel == message.channel,
            posted_messages.c.message == message.message,
        )
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                row = (await connection.execute(query)).one_or_none()
        return None if row is None else turn_id(row.session_id, row.serial)

    async def begun_since(self, user: UserId, place: Place, *, at: float) -> int:
        """How many sessions the person has begun in that place's community, or outside any, since `at`."""
        query = select(func.count()).where(
            sessions.c.starter_id == user,
            sessions.c.began_at >= at,
            sessions.c.platform == place.platform,
            sessions.c.community.is_not_distinct_from(place.community),
            ~_SAW_NOTHING,
        )
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                return await connection.scalar(query) or 0
