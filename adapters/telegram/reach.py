"""How a session's messages reach its chat: the connection, once there is one, and what people are called."""

from __future__ import annotations

import asyncio

from adapters.telegram.connection import Connection
from adapters.telegram.outlet import Outlet
from adapters.telegram.services import PLATFORM
from adapters.telegram.where import spot_of
from core.bots.showing.recent import Recent
from core.community_ports import Role, SessionMessage
from core.ports import People
from core.types.identifiers import SessionId, TurnId, turn_id
from core.types.sessions import Session


class Reach:
    """Waits where the bot is not connected."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._connection: Connection | None = None
        self._is_connected = asyncio.Event()
        self._names: Recent[str, str] = Recent()
        self._buried: Recent[SessionId, bool] = Recent()

    def connect(self, connection: Connection) -> None:
        """Reach chats through this connection from now on."""
        self._connection = connection
        self._is_connected.set()

    def disconnect(self) -> None:
        """Let everything wait: the bot is about to leave."""
        self._is_connected.clear()

    async def connected(self) -> Connection:
        """Wait until the bot is connected."""
        await self._is_connected.wait()
        assert self._connection is not None
        return self._connection

    async def outlet(self, session: Session) -> Outlet:
        """The way into the session's chat."""
        return (await self.connected()).outlet(spot_of(session.place))

    async def note(self, session: Session, message: int, role: Role) -> None:
        """Write down what a message in the session's chat is for."""
        ref = spot_of(session.place).ref(message)
        noted = SessionMessage(message=ref, turn=newest_turn(session), role=role)
        await (await self.connected()).messages.note(PLATFORM, [noted])

    def note_name(self, account: int, name: str) -> None:
        """Remember how somebody is called, for the galleries of their sessions."""
        self._names.remember(str(account), name)

    async def name(self, session: Session) -> str:
        """How whoever began is called; empty where that is not known (any more)."""
        account = await self._people.account_of(session.starter, PLATFORM)
        return "" if account is None else self._names.get(account) or ""

    def bury(self, session: Session) -> None:
        """Show nothing of a session any more."""
        self._buried.remember(session.id, True)

    def is_buried(self, session: Session) -> bool:
        """Whether nothing of a session shall be shown."""
        return session.is_taken_down or session.id in self._buried


def newest_turn(session: Session) -> TurnId:
    """The turn that a control of the session as a whole names."""
    turn = session.current or session.turns[-1]
    return turn_id(session.id, turn.serial)
