"""One connection to the gateway: hello, identify or resume, heartbeats, and events as they come."""

from __future__ import annotations

import asyncio
import json
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.fakes.discord.gateway.session import Session
from tests.fakes.discord.world.users import Payload

if TYPE_CHECKING:
    from tests.fakes.discord.gateway.gateway import Gateway

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS = 1, 2, 3, 4, 6, 7, 8
INVALID_SESSION, HELLO, ACKNOWLEDGED = 9, 10, 11
LONGEST_PAYLOAD_BYTES = 4096


class GatewayCloseError(Exception):
    """The gateway closes a connection for something the client did; see Discord's close codes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class Connection:
    """One websocket of one shard."""

    def __init__(self, gateway: Gateway, request: web.Request) -> None:
        self._gateway = gateway
        self._request = request
        self._socket = web.WebSocketResponse(max_msg_size=0)
        self._deflate = zlib.compressobj(1) if request.query.get("compress") == "zlib-stream" else None
        self.outbox: asyncio.Queue[str] = asyncio.Queue()
        self.session: Session | None = None

    async def run(self) -> web.WebSocketResponse:
        """Talk until one side closes."""
        await self._socket.prepare(self._request)
        writer = asyncio.create_task(self._write())
        try:
            self.send(HELLO, {"heartbeat_interval": int(self._gateway.heartbeat_seconds * 1000)})
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
        except GatewayCloseError as error:
            self._gateway.refusals.append(error)
            await self._sent()
            await self._socket.close(code=error.code, message=error.reason.encode())
        finally:
            writer.cancel()
            if self.session is not None and self.session.outbox is self.outbox:
                self.session.outbox = None
            if self._socket.close_code in (1000, 1001):
                self._gateway.forget(self.session)
        return self._socket

    def send(self, op: int, body: Any = None) -> None:  # noqa: ANN401 - what an opcode carries, any JSON
        """Send something that is no event."""
        self.outbox.put_nowait(json.dumps({"op": op, "d": body, "s": None, "t": None}))

    def cut(self) -> None:
        """Lose the connection as a network does, without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def close(self, code: int) -> None:
        """Close it from this side."""
        await self._socket.close(code=code)

    async def _write(self) -> None:
        with suppress(ConnectionError):
            while True:
                text = await self.outbox.get()
                if self._deflate is None:
                    await self._socket.send_str(text)
                else:
                    data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self._socket.send_bytes(data)
                self.outbox.task_done()

    async def _sent(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.outbox.join(), 1)

    def _take(self, text: str) -> None:
        if len(text.encode()) > LONGEST_PAYLOAD_BYTES:
            raise GatewayCloseError(4002, "payload too long")
        try:
            message = json.loads(text)
            op, body = message["op"], message.get("d")
        except (ValueError, KeyError, TypeError) as error:
            raise GatewayCloseError(4002, "not a gateway message") from error
        if op == HEARTBEAT:
            self._gateway.heartbeats += 1
            if self._gateway.acknowledges:
                self.send(ACKNOWLEDGED)
        elif op == IDENTIFY:
            self._identify(body)
        elif op == RESUME:
            self._resume(body)
        elif self.session is None:
            raise GatewayCloseError(4003, "not identified")
        elif op == MEMBERS:
            self._gateway.send_members(self.session, body)
        elif op not in (PRESENCE, VOICE):
            raise GatewayCloseError(4001, f"unknown opcode {op}")

    def _identify(self, body: Payload) -> None:
        if self.session is not None:
            raise GatewayCloseError(4005, "identified twice")
        self.session = self._gateway.identified(body)
        self.session.outbox = self.outbox
        self._gateway.greet(self.session)

    def _resume(self, body: Payload) -> None:
        session = self._gateway.resumable(body)
        if session is None:
            self.send(INVALID_SESSION, False)
            return
        if session.outbox is not None:
            raise GatewayCloseError(4000, "the session is in use")
        self.session, session.outbox = session, self.outbox
        session.replay(body["seq"] or 0)
        session.dispatch("RESUMED", {"_trace": []})
        self._gateway.resumes += 1
