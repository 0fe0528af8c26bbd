"""The real bot over a world of fakes, connected to a fake Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.discord.running import run_bot
from adapters.discord.services import PLATFORM, DiscordOptions, DiscordServices
from adapters.discord.stage import DiscordStage
from core.conductor.conductor import Conductor
from core.types.identifiers import SessionId
from core.types.sessions import Rules, Session
from tests.fakes.discord import Channel, Community, Exchange, FakeDiscord, Message, Person, ResponseKind
from tests.fakes.world import World


@dataclass(kw_only=True)
class Club:
    """A server with the bot in it, and people; the world behind it outlives a restart of the bot."""

    discord: FakeDiscord
    guild: Community
    studio: Channel
    mia: Person
    ben: Person
    folder: Path
    world: World = field(default_factory=World)
    told: list[str] = field(default_factory=list)
    rules: Rules = field(default_factory=Rules)
    token: str | None = None
    """Another one than the bot's, where a test wants that."""

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Conductor]:
        """The bot, up and connected meanwhile; entered again it is the same after a restart."""
        stage = DiscordStage(self.world.images, self.world.store, clock=self.world.time)
        self.world.stages = {PLATFORM: stage}
        async with self.world.conductor() as conductor:
            services = DiscordServices(
                conductor=conductor,
                people=self.world.store,
                images=self.world.images,
                posted_galleries=self.world.store,
                rules=self.rules,
                clock=self.world.time,
                new_seed=lambda: 7,
            )
            options = DiscordOptions(
                token=self.token or self.discord.token,
                data_directory=self.folder,
                api_base=self.discord.api_base,
                gateway=self.discord.gateway,
                cooldown_seconds=0,
                guild_wait_seconds=0.01,
            )
            runner = asyncio.create_task(run_bot(services, options, stage, tell=self.told.append))
            connected = asyncio.create_task(stage.connected())
            await asyncio.wait((runner, connected), timeout=10, return_when=asyncio.FIRST_COMPLETED)
            connected.cancel()
            try:
                yield conductor
            finally:
                await stage.close()
                runner.cancel()
                await asyncio.gather(runner, return_exceptions=True)

    async def galleries(self, count: int, channel: Channel | None = None) -> Message:
        """The newest gallery, once there are so many."""
        place = channel or self.studio
        await self.discord.until(lambda: len(galleries_in(place)) >= count)
        return galleries_in(place)[count - 1]

    async def session(self, conductor: Conductor, number: int = 1) -> Session:
        """The session that was begun as the how manieth, once it rests."""
        return await conductor.settled(SessionId(f"{number:016x}"))


async def answer_to(exchange: Exchange) -> Message:
    """What the bot says to a press: at once, or after it has put the answer off."""
    response = await exchange.acknowledged()
    if response.kind is ResponseKind.DEFERRED_UPDATE:
        return (await exchange.followed_up())[0]
    assert response.message is not None
    return response.message


def galleries_in(channel: Channel) -> list[Message]:
    """The messages that show numbered images, oldest first."""
    return [message for message in channel.messages if len(message.media) > 1]
