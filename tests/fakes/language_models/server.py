"""The server: real HTTP on loopback, in the test's own event loop."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.fakes.language_models import gemini, openai
from tests.fakes.language_models.answering import Asked, RefusedRequestError
from tests.fakes.language_models.faults import Fault

MODEL = "a-model"
KEY = "AIza-key_of-the-tests-0123456789"


class FakeLanguageModel:
    """Speaks both protocols; `asked` holds what it understood, `requests` counts everything that came."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.requests = 0
        self.always: Fault | None = None
        self.key = KEY
        self.wants_newer_limit = False
        self.url = ""
        self.waiting = asyncio.Event()
        """Set while a request hangs."""
        self._next: deque[Fault | None] = deque()
        self._closing = asyncio.Event()

    def fail(self, *faults: Fault | None) -> None:
        """Let the next requests fail like this, one after the other."""
        self._next.extend(faults)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[FakeLanguageModel]:
        """Listen on a free port until the block ends."""
        app = web.Application(client_max_size=1 << 24)
        app.router.add_post("/v1beta/models/{model}:generateContent", self._gemini)
        app.router.add_post("/v1/chat/completions", self._openai)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            self._closing.set()
            await runner.cleanup()

    async def _gemini(self, request: web.Request) -> web.StreamResponse:
        body, fault = await self._met(request)
        model, key = request.match_info["model"], gemini.key_in(request)
        if key != self.key:
            return gemini.wrong_key()
        if model != MODEL:
            return gemini.unknown_model(model)
        if fault is not None and (failed := gemini.failure(fault) or await self._broken(request, fault)):
            return failed
        try:
            self.asked.append(gemini.asked_in(model, key, body, self.requests))
            by_number = "enum-encoding=int" in request.query.get("$alt", "")
            return gemini.response(self.asked[-1], fault, by_number=by_number)
        except (RefusedRequestError, KeyError, ValueError) as error:
            return gemini.refused(repr(error))

    async def _openai(self, request: web.Request) -> web.StreamResponse:
        body, fault = await self._met(request)
        model, key = body["model"], openai.key_in(request)
        if key != self.key:
            return openai.wrong_key(key)
        if model != MODEL:
            return openai.unknown_model(model)
        if fault is not None and (
            failed := openai.failure(fault, body) or await self._broken(request, fault)
        ):
            return failed
        if self.wants_newer_limit and "max_tokens" in body:
            return openai.refused("Unsupported parameter: use 'max_completion_tokens' instead.")
        try:
            self.asked.append(openai.asked_in(model, key, body, self.requests))
            return openai.response(self.asked[-1], fault)
        except (RefusedRequestError, KeyError, ValueError) as error:
            return openai.refused(repr(error))

    async def _met(self, request: web.Request) -> tuple[dict[str, Any], Fault | None]:
        self.requests += 1
        fault = self._next.popleft() if self._next else self.always
        return await request.json(), fault

    async def _broken(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        """What breaks below the protocol."""
        match fault:
            case Fault.HANG:
                self.waiting.set()
                await self._closing.wait()
                return web.Response(status=503)
            case Fault.CUT:
                return await _cut(request)
            case Fault.NO_JSON:
                return web.Response(text="{ almost", content_type="application/json")
            case Fault.PROXY_PAGE:
                return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")
        return None


async def _cut(request: web.Request) -> web.StreamResponse:
    """Promise more than is sent, and hang up."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "5000"})
    await response.prepare(request)
    await response.write(b'{"candidates": [{"content": ')
    assert request.transport is not None
    request.transport.abort()
    return response
