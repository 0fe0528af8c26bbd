"""All connections and sessions of the bot: who may come in, who hears what, and how connections are lost."""

from __future__ import annotations

import asyncio
import secrets

from aiohttp import web

from tests.fakes.discord.gateway.connection import (
    INVALID_SESSION,
    RECONNECT,
    Connection,
    GatewayCloseError,
)
from tests.fakes.discord.gateway.session import Session
from tests.fakes.discord.world.events import KNOWN_BITS, PRIVILEGED, Event, Intent
from tests.fakes.discord.world.payloads import member_payload
from tests.fakes.discord.world.places import Guild
from tests.fakes.discord.world.users import Payload
from tests.fakes.discord.world.world import World


class Gateway:
    """Everything behind the websocket."""

    def __init__(self, world: World, *, heartbeat_seconds: float, privileged: Intent) -> None:
        self.heartbeat_seconds = heartbeat_seconds
        self.acknowledges = True
        self.open_for_business = True
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
        if not self.open_for_business:
            return web.Response(status=503)
        connection = Connection(self, request)
        self._connections.add(connection)
        try:
            return await connection.run()
        finally:
            self._connections.discard(connection)
            self._world.changed()

    def identified(self, body: Payload) -> Session:
        """The new session of a shard that says who it is."""
        if body.get("token") != self._world.token:
            raise GatewayCloseError(4004, "authentication failed")
        intents = body.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN_BITS:
            raise GatewayCloseError(4013, "invalid intents")
        if intents & PRIVILEGED & ~self._privileged:
            raise GatewayCloseError(4014, "disallowed intents")
        shard, shards = body.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise GatewayCloseError(4010, "invalid shard")
        session = Session(id=secrets.token_hex(16), shard=shard, shards=shards, intents=intents)
        self._sessions[session.id] = session
        self.identifies += 1
        return session

    def greet(self, session: Session) -> None:
        """READY, and then every guild of the shard."""
        guilds = [
            one for one in self._world.guilds.values() if (one.id >> 22) % session.shards == session.shard
        ]
        guilds = [one for one in guilds if self._world.bot.id in one.memberships]
        ready: Payload = {
            "v": 10,
            "user": self._world.bot.payload() | {"verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._world.public_url.replace("http", "ws", 1) + "/gateway",
            "shard": [session.shard, session.shards],
            "application": {"id": str(self._world.application_id), "flags": 0},
            "private_channels": [],
            "user_settings": {},
            "relationships": [],
        }
        session.dispatch("READY", ready)
        for guild in guilds:
            if session.intents & Intent.GUILDS:
                session.dispatch("GUILD_CREATE", self._world.guild_payload(guild))
        self._world.changed()

    def resumable(self, body: Payload) -> Session | None:
        """The session that a shard asks to go on with, where it still can."""
        if body.get("token") != self._world.token:
            raise GatewayCloseError(4004, "authentication failed")
        session = self._sessions.get(body.get("session_id") or "")
        after = body.get("seq")
        if session is None or not isinstance(after, int):
            return None
        return session if session.can_resume(after) else None

    def forget(self, session: Session | None) -> None:
        """End a session for good."""
        if session is not None:
            self._sessions.pop(session.id, None)

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
            if connection.session is not None and not resumable:
                self.forget(connection.session)
            connection.send(INVALID_SESSION, resumable)

    async def shut(self) -> None:
        """Close all connections as at the end of the world."""
        connections = list(self._connections)
        await asyncio.gather(*(one.close(1001) for one in connections), return_exceptions=True)

    def send_members(self, session: Session, body: Payload) -> None:
        """Answer a request for members, for those named by id or by the start of their name."""
        guild = self._world.guilds[int(body["guild_id"])]
        asked = {int(one) for one in body.get("user_ids") or ()}
        if body.get("query") == "" and not session.intents & Intent.GUILD_MEMBERS and not asked:
            raise GatewayCloseError(4014, "all members need the intent for members")
        session.dispatch(
            "GUILD_MEMBERS_CHUNK",
            {
                "guild_id": str(guild.id),
                "members": _found(guild, asked, body.get("query")),
                "chunk_index": 0,
                "chunk_count": 1,
                "not_found": [str(one) for one in asked if one not in guild.memberships],
                "nonce": body.get("nonce"),
            },
        )

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
