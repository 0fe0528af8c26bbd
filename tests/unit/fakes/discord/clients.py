"""Clients that visit the fake: bots made of discord.py alone, and one without any library."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import discord
from discord import app_commands

from tests.fakes.discord import FakeDiscord

INTENTS = discord.Intents(
    guilds=True, guild_messages=True, guild_reactions=True, dm_messages=True, dm_reactions=True
)


class Bot(discord.Client):
    """A client that notes what it is told, and does not wait before it identifies again."""

    def __init__(self, *, intents: discord.Intents = INTENTS, **more: Any) -> None:  # noqa: ANN401
        super().__init__(intents=intents, guild_ready_timeout=0.01, **more)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[tuple[str, Any]] = []
        self.there = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait."""

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as in discord.py
        """Note an event as well."""
        self.heard.append((event, args[0] if args else None))
        if event == "ready":
            self.there.set()
        super().dispatch(event, *args, **kwargs)

    def told(self, event: str) -> list[Any]:
        """What came with each event of a name."""
        return [body for name, body in self.heard if name == event]


@asynccontextmanager
async def running(fake: FakeDiscord, bot: Bot) -> AsyncIterator[None]:
    """A bot that is connected meanwhile."""
    with fake.in_place_of_discord():
        runner = asyncio.create_task(bot.start(fake.token))
        ready = asyncio.create_task(bot.there.wait())
        await asyncio.wait([runner, ready], timeout=10, return_when=asyncio.FIRST_COMPLETED)
        try:
            if runner.done():
                runner.result()
            assert bot.there.is_set(), "the bot does not get ready"
            yield
        finally:
            ready.cancel()
            await bot.close()
            with suppress(Exception):
                await runner


class Raw:
    """A client without a library, which can also send what no library would."""

    def __init__(self, fake: FakeDiscord, session: aiohttp.ClientSession) -> None:
        self._fake = fake
        self._session = session
        self.headers: dict[str, str] = {}

    async def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,  # noqa: ANN401 - any JSON, right or wrong
        *,
        files: Mapping[str, bytes] | None = None,
        token: str | None = None,
    ) -> tuple[int, Any]:
        """Ask, and get the status and the body of the answer."""
        headers = {"Authorization": f"Bot {token or self._fake.token}"}
        data: Any = None
        if files is not None:
            data = aiohttp.FormData(quote_fields=False)
            data.add_field("payload_json", json.dumps(body))
            for number, (name, content) in enumerate(files.items()):
                data.add_field(f"files[{number}]", content, filename=name)
        elif body is not None:
            data, headers["Content-Type"] = json.dumps(body), "application/json"
        address = self._fake.api_base + path
        async with self._session.request(method, address, data=data, headers=headers) as answer:
            self.headers = dict(answer.headers)
            return answer.status, await answer.json(content_type=None) if answer.status != 204 else None

    async def fetch(self, url: str) -> tuple[int, bytes]:
        """Get a file."""
        async with self._session.get(url) as answer:
            return answer.status, await answer.read()
