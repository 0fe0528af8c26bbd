"""All connections and sessions of the bot: who hears what, and how connections are lost and found again."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from aiohttp import web

from tests.fakes.discord.gateway.connection import Connection, GatewayCloseError
from tests.fakes.discord.gateway.entrance import check_token, greet, new_session
from tests.fakes.discord.gateway.session import Session
from tests.fakes.discord.world.events import Event, Intent
from tests.fakes.discord.world.payloads import member_payload
from tests.fakes.discord.world.places import Guild
from tests.fakes.discord.world.users import Payload
from tests.fakes.discord.world.world import World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS = 1, 2, 3, 4, 6, 7, 8
INVALID_SESSION, HELLO, ACKNOWLEDGED = 9, 10, 11
LEFT_FOR_GOOD = (1000, 1001)
"""The codes with which a client ends its session as well."""


class Gateway:
    """Everything behind the websocket."""

    def __init__(self, world: World, *, heartbeat_seconds: float, privileged: Intent) -> None:
        self.heartbeat_seconds = heartbeat_seconds
        self.is_open = True
        """Whether anybody is let in; a closed gateway answers 503."""
        self.answers_heartbeats = True
        self.heartbeats = 0
        self.identifies = 0
        self.resumes = 0
        self.refusals: list[GatewayCloseError] = []
        self._world = world
        self._privileged = privileged
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        world.subscribe(self._tell)

    @property
    def sessions(self) -> list[Session]:
        """Those that are connected, or can come back."""
        return list(self._sessions.values())

    @property
    def connected(self) -> int:
        """How many shards are here now."""
        return sum(1 for session in self._sessions.values() if session.outbox is not None)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from its first word to its last."""
        if not self.is_open:
            return web.Response(status=503)
        connection = Connection(request)
        self._connections.add(connection)
        connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000)})
        try:
            async with aclosing(connection.said()) as said:
                async for op, body in said:
                    self._take(connection, op, body)
        except GatewayCloseError as error:
            self.refusals.append(error)
            await connection.close(error.code, error.reason)
        finally:
            self._left(connection)
        return connection.socket

    async def drop(self, *, resumable: bool) -> None:
        """Cut every connection; the sessions are lost with them where they are not resumable."""
        if not resumable:
            self._sessions.clear()
        leaving = set(self._connections)
        for connection in leaving:
            connection.cut()
        await self._world.until(lambda: not self._connections & leaving, within=5)

    async def ask_to_reconnect(self) -> None:
        """Ask every shard to come back on another connection (opcode 7)."""
        for connection in self._connections:
            connection.send(RECONNECT)

    async def invalidate(self, *, resumable: bool) -> None:
        """Say that the sessions are no longer valid (opcode 9)."""
        for connection in self._connections:
            if not resumable:
                self._forget(connection.session)
            connection.send(INVALID_SESSION, resumable)

    async def shut(self) -> None:
        """Close all connections as at the end of the world."""
        leaving = list(self._connections)
        await asyncio.gather(*(one.close(1001) for one in leaving), return_exceptions=True)

    def _take(self, connection: Connection, op: int, body: Payload) -> None:
        session = connection.session
        if op == HEARTBEAT:
            self._beat(connection)
        elif op == IDENTIFY:
            self._identify(connection, body)
        elif op == RESUME:
            self._resume(connection, body)
        elif session is None:
            raise GatewayCloseError(4003, "not identified")
        elif op == MEMBERS:
            self._send_members(session, body)
        elif op not in (PRESENCE, VOICE):
            raise GatewayCloseError(4001, f"unknown opcode {op}")
        self._world.changed()

    def _beat(self, connection: Connection) -> None:
        self.heartbeats += 1
        if self.answers_heartbeats:
            connection.send(ACKNOWLEDGED)

    def _identify(self, connection: Connection, body: Payload) -> None:
        if connection.session is not None:
            raise GatewayCloseError(4005, "identified twice")
        session = new_session(self._world, body, privileged=self._privileged)
        self.identifies += 1
        self._sessions[session.id] = connection.session = session
        session.outbox = connection.outbox
        greet(self._world, session)

    def _resume(self, connection: Connection, body: Payload) -> None:
        check_token(self._world, body)
        session, after = self._sessions.get(body.get("session_id") or ""), body.get("seq")
        if session is None or not isinstance(after, int) or not session.can_resume(after):
            connection.send(INVALID_SESSION, False)
            return
        self.resumes += 1
        connection.session, session.outbox = session, connection.outbox
        session.replay(after)
        session.dispatch("RESUMED", {"_trace": []})

    def _send_members(self, session: Session, body: Payload) -> None:
        guild = self._world.guilds[int(body["guild_id"])]
        asked, query = {int(one) for one in body.get("user_ids") or ()}, body.get("query")
        if query == "" and not asked and not session.intents & Intent.GUILD_MEMBERS:
            raise GatewayCloseError(4014, "all members need the intent for members")
        answer = {
            "guild_id": str(guild.id),
            "members": _found(guild, asked, query),
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [str(one) for one in asked if one not in guild.memberships],
            "nonce": body.get("nonce"),
        }
        session.dispatch("GUILD_MEMBERS_CHUNK", answer)

    def _left(self, connection: Connection) -> None:
        self._connections.discard(connection)
        session = connection.session
        if session is not None and session.outbox is connection.outbox:
            session.outbox = None
            if connection.socket.close_code in LEFT_FOR_GOOD:
                self._forget(session)
        self._world.changed()

    def _forget(self, session: Session | None) -> None:
        if session is not None:
            self._sessions.pop(session.id, None)

    def _tell(self, event: Event) -> None:
        for session in self._sessions.values():
            if session.hears(event):
                session.tell(event)


def _found(guild: Guild, asked: set[int], query: str | None) -> list[Payload]:
    return [
        member_payload(one)
        for one in guild.memberships.values()
        if one.user.id in asked or (query is not None and one.user.name.startswith(query))
    ]
