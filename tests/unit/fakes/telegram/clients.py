"""Clients that visit the fake: applications of python-telegram-bot, and one without any library."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import aiohttp
from PIL import Image
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, TypeHandler

from tests.fakes.telegram import FakeTelegram


def picture(width: int = 64, height: int = 48, *, kind: str = "PNG") -> bytes:
    """A picture of some size."""
    buffer = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


class Raw:
    """A client without a library, which can also send what no library would."""

    def __init__(self, fake: FakeTelegram, session: aiohttp.ClientSession) -> None:
        self._fake = fake
        self._session = session

    async def __call__(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        *,
        files: Mapping[str, bytes] | None = None,
        token: str | None = None,
        form: bool = False,
    ) -> tuple[int, Any]:
        """Ask, and get the status and the result, or else the description of what is wrong."""
        address = f"{self._fake.base_url}{token or self._fake.token}/{method}"
        given = dict(params or {})
        body: dict[str, Any] = {"json": given}
        if files is not None:
            data = aiohttp.FormData(quote_fields=False)
            for name, value in given.items():
                data.add_field(name, _written(value))
            for name, content in files.items():
                data.add_field(name, content, filename=f"{name}.png", content_type="image/png")
            body = {"data": data}
        elif form:
            body = {"data": {name: _written(value) for name, value in given.items()}}
        async with self._session.post(address, **body) as answer:
            told = await answer.json()
            return answer.status, told["result"] if told["ok"] else told["description"]

    async def said_no(self, method: str, params: Mapping[str, Any] | None = None, **more: Any) -> str:  # noqa: ANN401
        """Why a request is refused; without the name of its status."""
        status, description = await self(method, params, **more)
        assert status != 200, description
        return str(description).partition(": ")[2]

    async def done(self, method: str, params: Mapping[str, Any] | None = None, **more: Any) -> Any:  # noqa: ANN401
        """The result of a request that goes well."""
        status, result = await self(method, params, **more)
        assert status == 200, result
        return result

    async def updates(self, **params: Any) -> list[Any]:  # noqa: ANN401 - as getUpdates takes them
        """The updates that wait, confirmed at once."""
        found: list[Any] = await self.done("getUpdates", params)
        if found:
            await self.done("getUpdates", {"offset": found[-1]["update_id"] + 1, "limit": 1})
        return found

    async def fetch(self, path: str) -> tuple[int, bytes]:
        """Download a file."""
        async with self._session.get(f"{self._fake.base_file_url}{self._fake.token}/{path}") as answer:
            return answer.status, await answer.read()


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


class Heard:
    """What an application was told."""

    def __init__(self) -> None:
        self.updates: list[Update] = []

    async def note(self, update: Update, context: object) -> None:
        """Note an update."""
        self.updates.append(update)


def application(fake: FakeTelegram, **more: str) -> tuple[Application[Any, Any, Any, Any, Any, Any], Heard]:
    """A bot that only listens."""
    heard = Heard()
    made = (
        ApplicationBuilder()
        .token(more.get("token", fake.token))
        .base_url(fake.base_url)
        .base_file_url(fake.base_file_url)
        .build()
    )
    made.add_handler(TypeHandler(Update, heard.note))
    return made, heard


@asynccontextmanager
async def polling(
    fake: FakeTelegram, allowed_updates: list[str] | None = None
) -> AsyncIterator[tuple[Any, Heard]]:
    """A bot that polls meanwhile."""
    made, heard = application(fake)
    async with made:
        await made.start()
        assert made.updater is not None
        await made.updater.start_polling(allowed_updates=allowed_updates, timeout=5)
        try:
            yield made.bot, heard
        finally:
            await made.updater.stop()
            await made.stop()
