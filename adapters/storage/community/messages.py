"""What messages of ours are for that show no gallery."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.tables import session_messages
from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.loading import StoredRow
from adapters.storage.tables import identities, turns
from adapters.storage.writing.statements import IfExists, write_rows
from adapters.storage.writing.writer import Writer
from core.community_ports import Role, SessionMessage
from core.types.identifiers import MessageRef, SessionId, TurnId, UserId, serial_of, session_of, turn_id

_NOTED = session_messages.c


def in_private_chats(user: UserId) -> ColumnElement[bool]:
    """Which messages stand in a person's private chats: platforms name these as they name the account."""
    accounts = select(identities.c.platform, identities.c.account).where(identities.c.user_id == user)
    return tuple_(_NOTED.platform, _NOTED.channel).in_(accounts)


def in_any_private_chat() -> ColumnElement[bool]:
    """Which messages stand in anybody's private chat."""
    return exists().where(identities.c.platform == _NOTED.platform, identities.c.account == _NOTED.channel)


class SqlSessionMessages:
    """A SessionMessages port."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    async def note(self, platform: str, messages: Sequence[SessionMessage]) -> None:
        """Write messages down; those of sessions that have been forgotten meanwhile are dropped."""

        async def write(connection: AsyncConnection) -> None:
            known = await _known_turns(connection, {session_of(one.turn) for one in messages})
            rows = [_row(platform, one) for one in messages if one.turn in known]
            await write_rows(connection, session_messages, rows, if_exists=IfExists.REPLACE)

        if messages:
            await self._writer.perform(write)

    async def named(self, platform: str, message: MessageRef) -> SessionMessage | None:
        """What a message is for, or `None` where it is none of ours."""
        query = select(session_messages).where(
            _NOTED.platform == platform,
            _NOTED.channel == message.channel,
            _NOTED.message == message.message,
        )
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                row = (await connection.execute(query)).one_or_none()
        return None if row is None else _message(row)

    async def of_session(self, platform: str, session_id: SessionId) -> Sequence[SessionMessage]:
        """All that are known of a session, oldest turns first, images in the order of their numbers."""
        order = _NOTED.serial, func.coalesce(_NOTED.number, 0), _NOTED.channel, _NOTED.message
        query = select(session_messages).where(_NOTED.session_id == session_id, _NOTED.platform == platform)
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                return [_message(row) for row in await connection.execute(query.order_by(*order))]


async def _known_turns(connection: AsyncConnection, sessions: set[SessionId]) -> set[TurnId]:
    query = select(turns.c.session_id, turns.c.serial).where(turns.c.session_id.in_(sessions))
    return {turn_id(row.session_id, row.serial) for row in await connection.execute(query)}


def _row(platform: str, one: SessionMessage) -> tuple[str | int | None, ...]:
    return (
        platform,
        one.message.channel,
        one.message.message,
        session_of(one.turn),
        serial_of(one.turn),
        one.role.value,
        one.number,
    )


def _message(row: StoredRow) -> SessionMessage:
    return SessionMessage(
        message=MessageRef(channel=row.channel, message=row.message),
        turn=turn_id(row.session_id, row.serial),
        role=Role(row.role),
        number=row.number,
    )
