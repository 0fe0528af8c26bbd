"""One websocket of one shard: messages in, events and opcodes out, compressed where that is asked for."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord.gateway.session import Session

LONGEST_MESSAGE_BYTES = 4096
WAIT_SECONDS = 1.0


class GatewayCloseError(Exception):
    """The gateway closes a connection for something the client did; see Discord's close codes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class Connection:
    """A websocket; it ends, and its session may go on with another."""

    def __init__(self, request: web.Request) -> None:
        self.socket = web.WebSocketResponse(max_msg_size=0)
        self.outbox: asyncio.Queue[str] = asyncio.Queue()
        self.session: Session | None = None
        self._request = request
        self._deflate = zlib.compressobj(1) if request.query.get("compress") == "zlib-stream" else None

    async def said(self) -> AsyncGenerator[tuple[int, Any], None]:
        """Each opcode of the client and what came with it, until one side closes."""
        await self.socket.prepare(self._request)
        writer = asyncio.create_task(self._write())
        try:
            async for message in self.socket:
                if message.type is WSMsgType.TEXT:
                    yield _parsed(message.data)
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.outbox.join(), 0 if self.socket.closed else WAIT_SECONDS)
            writer.cancel()

    def send(self, op: int, body: Any = None) -> None:  # noqa: ANN401 - what an opcode carries, any JSON
        """Send something that is no event."""
        self.outbox.put_nowait(json.dumps({"op": op, "d": body, "s": None, "t": None}))

    def cut(self) -> None:
        """Lose the connection as a network does, without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def close(self, code: int, reason: str = "") -> None:
        """Close it from this side."""
        await self.socket.close(code=code, message=reason.encode())

    async def _write(self) -> None:
        with suppress(ConnectionError):
            while True:
                text = await self.outbox.get()
                if self._deflate is None:
                    await self.socket.send_str(text)
                else:
                    data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(data)
                self.outbox.task_done()


def _parsed(text: str) -> tuple[int, Any]:
    if len(text.encode()) > LONGEST_MESSAGE_BYTES:
        raise GatewayCloseError(4002, "payload too long")
    try:
        message = json.loads(text)
        return message["op"], message.get("d")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GatewayCloseError(4002, "not a gateway message") from error
