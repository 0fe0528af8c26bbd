"""Who may decide in a group. Telegram is asked each time: an administrator of yesterday may be none now."""

from __future__ import annotations

from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.where import Spot, spot_of
from core.errors import NotNowError
from core.types.sessions import Session


async def check_decides(incoming: Incoming, connection: Connection) -> str:
    """The group, for one of its administrators; refuses everybody else."""
    community = incoming.spot.community
    if community is None:
        raise NotNowError("refused-not-administrator")
    if not incoming.in_name_of_chat and not await connection.is_administrator(
        incoming.account, incoming.spot
    ):
        raise NotNowError("refused-not-administrator")
    return community


async def check_moderates(incoming: Incoming, connection: Connection, session: Session) -> None:
    """Refuse whoever may not delete messages where the session is, wherever they ask from."""
    there = spot_of(session.place)
    if incoming.in_name_of_chat and _is_the_same(connection, incoming.spot, there):
        return
    if incoming.in_name_of_chat or not await connection.may_delete(incoming.account, there):
        raise NotNowError("refused-may-not-delete")


def _is_the_same(connection: Connection, one: Spot, other: Spot) -> bool:
    """Whether both are in the same group, whatever number it had before."""
    return connection.outlet(one).spot.chat == connection.outlet(other).spot.chat
